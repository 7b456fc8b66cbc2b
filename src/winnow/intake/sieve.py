"""The first steps of the intake: understand, hold back, recognise. Reads only; each step fills in the arrivals."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from winnow.intake import queries
from winnow.intake.arrival import Arrival, reasons_of
from winnow.intake.clean import clean_all
from winnow.intake.inquiry import Cleaned, Raw, Rejected, company_key
from winnow.intake.match import Known, match
from winnow.intake.screen import judge
from winnow.procedure.schema import Procedure

FUTURE = timedelta(days=1)  # a sender's clock may be wrong by this much; more is taken as now

KnownBy = Callable[[Collection[str]], dict[str, Known]]
AlreadyBy = Callable[[Collection[tuple[str, str]]], Mapping[tuple[str, str], tuple[int, int]]]


def understand(
    raws: Sequence[Raw],
    procedure: Procedure,
    now: datetime,
    ahead: Sequence[Cleaned | Rejected] | None = None,
) -> list[Arrival]:
    """Clean every inquiry, unless that was done ahead; what cannot be understood is marked rejected, with why."""
    arrivals = [Arrival(position, raw, _at(raw, now)) for position, raw in enumerate(raws)]
    done = clean_all(raws, country=procedure.company.country) if ahead is None else ahead
    for one, cleaned in zip(arrivals, done, strict=True):
        if isinstance(cleaned, Rejected):
            one.status = "rejected"
            one.held_reasons = reasons_of(cleaned.reasons)
        else:
            one.cleaned = cleaned
    return arrivals


def hold_back(arrivals: Sequence[Arrival], procedure: Procedure) -> None:
    """What looks like spam, or comes from whom the procedure keeps out, goes to quarantine."""
    for one in arrivals:
        if one.cleaned is None:
            continue
        screening = judge(one.cleaned, one.raw, procedure.screen)
        one.flags = screening.flags
        if screening.verdict == "quarantine":
            one.status = "quarantined"
            one.held_reasons = [
                {"rule": sign.rule, "detail": sign.detail, "weight": sign.weight} for sign in screening.signs
            ]


def set_aside_known(arrivals: Sequence[Arrival], already: AlreadyBy = queries.already) -> None:
    """The same inquiry sent again (same source, same id of the sender's) is answered, not recorded, again."""
    by_id: dict[tuple[str, str], list[Arrival]] = {}
    for one in arrivals:
        if one.status == "accepted" and one.clean.external_id:
            by_id.setdefault((one.clean.source, one.clean.external_id), []).append(one)
    found = already(by_id) if by_id else {}
    for pair, same in by_id.items():
        later = same if pair in found else same[1:]
        for one in later:
            one.status = "already"
            one.inquiry, one.prospect = found.get(pair, (0, 0))
            one.lead = same[0].position


def recognise(arrivals: Sequence[Arrival], known: KnownBy = queries.known) -> None:
    """Whose inquiry is this? Known persons by their keys, and the same person inside the batch."""
    keys = {key for one in arrivals for key in one.clean.keys}
    matches = match([one.clean for one in arrivals], known(keys))
    first_of: dict[int, int] = {}
    for one, found in zip(arrivals, matches, strict=True):
        one.person = found.person_id or 0
        one.lead = one.position if found.first_in_batch is None else arrivals[found.first_in_batch].position
        if one.person:
            one.lead = first_of.setdefault(one.person, one.position)
        one.new_keys, one.matched_by, one.also = found.new_keys, found.by, found.also


def leave_out_known(arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Only first inquiries of new persons; the others are marked as known already, their persons kept."""
    for one in arrivals:
        if one.person or not one.is_first_of_person:
            one.status = "already"
    return [one for one in arrivals if one.status == "accepted"]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Identity keys and keys of companies that were nobody's when they were asked for.

    Only what is not there is relied on later. If somebody else brings it in the meantime, the unique index refuses the
    batch, and whoever writes it asks anew; what is there may change, so it is asked for again, in its transaction.
    """

    keys: frozenset[str] = frozenset()
    firms: frozenset[str] = frozenset()

    def known(self, keys: Collection[str]) -> dict[str, Known]:
        """As `queries.known`."""
        return queries.known(set(keys) - self.keys)

    def companies(self, keys: Collection[str]) -> dict[str, int]:
        """As `queries.companies`."""
        return queries.companies(set(keys) - self.firms)


NOTHING_FORESEEN = Foreseen()


def foresee(batch: Iterable[Cleaned], before: Iterable[Cleaned] = ()) -> Foreseen:
    """Ask, before its turn, what the database does not know of a batch; not for what `before`, which is still being
    written, may have brought."""
    keys, firms = _keys(batch)
    theirs, their_firms = _keys(before)
    keys, firms = keys - theirs, firms - their_firms
    return Foreseen(
        frozenset(keys - queries.known(keys).keys()), frozenset(firms - queries.companies(firms).keys())
    )


def _keys(batch: Iterable[Cleaned]) -> tuple[set[str], set[str]]:
    keys: set[str] = set()
    firms: set[str] = set()
    for one in batch:
        keys.update(one.keys)
        firms.add(company_key(one))
    return keys, firms - {""}


def _at(raw: Raw, now: datetime) -> datetime:
    at = raw.received_at
    return now if at is None or at > now + FUTURE else min(at, now)
