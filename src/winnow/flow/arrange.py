"""What each inquiry does to its prospect: opens it, clocks it again, brings it back, or only adds to the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from winnow.flow.cadences.planning import is_attempt
from winnow.flow.owed import Owed
from winnow.flow.pursuits import pursue, ways_of, with_promise
from winnow.followup import plan as plans
from winnow.followup import queries as calendars
from winnow.followup.ways import Ways
from winnow.intake.arrival import Arrival
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Person, Prospect
from winnow.prospects.transitions import Change, Opening, Pursuit
from winnow.prospects.words import NextAction, Outcome, Queue, Stage, State
from winnow.route.rules import Candidate, Routed, manager_of

NO_WAY = Ways(phone=False, email=False)
SKIPPED_SHOWN = 8  # so many of those not chosen are kept with the decision


class Arrangement(NamedTuple):
    """What a door may tell: who has it, what is next, by when, and why."""

    owner: int
    owner_name: str
    next_action: str
    due_at: datetime | None
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Arranged:
    """All decisions of one batch, ready to be written."""

    rows: Mapping[int, Prospect]
    openings: list[Opening] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    by_prospect: dict[int, Arrangement] = field(default_factory=dict)
    owing: list[Owed] = field(default_factory=list)


class Arranger:
    """The circumstances of one batch: procedure, time, people's teams and loads."""

    def __init__(
        self,
        procedure: Procedure,
        now: datetime,
        history: bool,
        everybody: Sequence[Candidate],
        loads: dict[int, int],
        cards: Mapping[int, Person],
    ) -> None:
        """`cards` are those of the persons known already, by number."""
        self.procedure, self.now, self.history, self.cards = procedure, now, history, cards
        self.everybody, self.loads = everybody, loads
        self.pursuits: dict[tuple[int, str, Ways, int], Pursuit] = {}
        self.teams = {one.id: one.team for one in everybody}
        self.names = {one.id: one.name for one in everybody}

    def arrange(
        self, passed: Sequence[Arrival], routed: Mapping[int, Routed], existing: Mapping[int, Prospect]
    ) -> Arranged:
        """One opening or change for each person of the batch, however often they inquired in it."""
        done = Arranged({row.id: row for row in existing.values()})
        for mine in _by_person(passed):
            row = existing.get(mine[0].person)
            chosen = routed.get(mine[0].position)
            if row is None:
                self._open(mine, _sure(chosen), done)
            else:
                self._return(mine, row, chosen, done)
        return done

    def _open(self, mine: Sequence[Arrival], routed: Routed, done: Arranged) -> None:
        first, best = mine[0], max(mine, key=lambda one: one.score)
        pursuit = self._pursuit(mine, routed.owner)
        earliest, latest = min(one.at for one in mine), max(one.at for one in mine)
        done.openings.append(
            Opening(
                id=first.prospect, person=first.person, company=first.company, owner=routed.owner, pursuit=pursuit,
                at=earliest if self.history else self.now,
                channel=first.raw.channel, campaign=first.campaign,
                clock_started_at=None if self.history else self.now,
                respond_by=None if self.history else pursuit.due_at,
                score=best.score, band=best.band,
                first_inquiry_at=earliest, last_inquiry_at=latest, inquiries=len(mine),
                reason=_said(routed), data=_data(mine, best, routed),
            )
        )  # fmt: skip
        why = f"Why this owner: {_said(routed)} on the desk."
        self._tell(first.prospect, routed.owner, pursuit, best, why, done)
        self._owe(first, routed.owner, f"New inquiry. {pursuit.note}.", done)

    def _return(self, mine: Sequence[Arrival], row: Prospect, routed: Routed | None, done: Arranged) -> None:
        """Another inquiry of a known person: as the procedure's rule for repeats says."""
        best = max(mine, key=lambda one: one.score)
        kind = self._kind(row)
        owner = (
            row.owner_id if kind in (Kind.REPEATED, Kind.INQUIRED_AGAIN) or routed is None else routed.owner
        )
        pursuit = self._again(kind, mine, row, owner)
        said = (
            "Inquired again."
            if routed is None or owner == row.owner_id
            else f"Inquired again. {_said(routed)}"
        )
        done.changes.append(
            Change(
                row.id, kind, mine[0].at if self.history else self.now, said, pursuit,
                owner if owner != row.owner_id else None,
                also=self._counted(mine, row, best, kind, pursuit), data=_data(mine, best, routed),
            )
        )  # fmt: skip
        self._tell(row.id, owner or 0, pursuit, best, said, done)
        if self._wants_silence(row):
            who = manager_of(self.everybody, owner)
            text = "Inquired although they had asked not to be contacted. Decide what they want now."
            done.owing.append(Owed(f"despite:{mine[0].inquiry}", who, row.id, "inquired_despite", text))
        elif kind is not Kind.INQUIRED_AGAIN:
            self._owe(mine[0], owner or 0, said, done)

    def _owe(self, one: Arrival, owner: int, text: str, done: Arranged) -> None:
        """Tell the owner at once, where the channel's clock says so; history tells nobody."""
        if not self.history and self.procedure.clock_of(one.raw.channel).notify:
            done.owing.append(Owed(f"new:{one.inquiry}", owner, one.prospect, "new_inquiry", text))

    def _kind(self, row: Prospect) -> Kind:
        rule = self.procedure.repeat
        if self.history or self._wants_silence(row):
            return Kind.INQUIRED_AGAIN
        if row.state == State.WORKING:
            return Kind.REPEATED if rule.working == "reclock" else Kind.INQUIRED_AGAIN
        if row.state == State.NURTURE:
            return Kind.RECYCLED if rule.nurture == "reopen" else Kind.INQUIRED_AGAIN
        return Kind.REOPENED if rule.closed == "reopen" else Kind.INQUIRED_AGAIN

    def _wants_silence(self, row: Prospect) -> bool:
        """A customer who objects stays a customer: so the card says it, not the outcome alone."""
        card = self.cards.get(row.person_id)
        return row.outcome == Outcome.DO_NOT_CONTACT or (
            card is not None and card.do_not_contact_at is not None
        )

    def _again(self, kind: Kind, mine: Sequence[Arrival], row: Prospect, owner: int | None) -> Pursuit | None:
        """A promise made, a handover or a deal goes on as it was; only its instant may come sooner."""
        if kind is Kind.INQUIRED_AGAIN or owner is None:
            return None
        pursuit = self._pursuit(mine, owner)
        if kind is not Kind.REPEATED:
            return replace(pursuit, note=with_promise(row, pursuit.note))
        if row.queue == Queue.PROMISED:
            return None
        if row.stage == Stage.INQUIRY:
            return pursuit
        if row.due_at is None or pursuit.due_at >= row.due_at:
            return None
        if is_attempt(row):
            return pursuit
        return replace(pursuit, next_action=NextAction(row.next_action), note=row.next_note)

    def _counted(
        self, mine: Sequence[Arrival], row: Prospect, best: Arrival, kind: Kind, pursuit: Pursuit | None
    ) -> dict[str, Any]:
        also: dict[str, Any] = {
            "inquiries": row.inquiries + len(mine),
            "first_inquiry_at": min(row.first_inquiry_at, *(one.at for one in mine)),
            "last_inquiry_at": max(row.last_inquiry_at, *(one.at for one in mine)),
        }
        if self.history:
            return also
        also |= {"score": best.score, "band": best.band}
        if kind is not Kind.INQUIRED_AGAIN:
            first = pursuit or self._pursuit([best], row.owner_id or 0)
            also |= {"attempts": 0, "clock_started_at": self.now, "responded_at": None}
            also["respond_by"] = first.due_at
            if pursuit is None and is_attempt(row):
                also |= _at_once(row, first)
        if row.company_id is None and best.company:
            also["company_id"] = best.company
        return also

    def _pursuit(self, mine: Sequence[Arrival], owner: int) -> Pursuit:
        """The first next action: within the channel's clock, or for history a slot in the owner's days to come."""
        channel, ways = mine[0].raw.channel, self._ways(mine)
        if self.history:
            return self._slot(owner, channel, ways)
        calendar = calendars.calendar(self.procedure, self.teams.get(owner, ""), self.now)
        plan = plans.first(self.procedure, channel, self.now, calendar, mine[0].clean.timezone, ways)
        return pursue(plan, self.procedure, calendar)

    def _slot(self, owner: int, channel: str, ways: Ways) -> Pursuit:
        """The next free one of the owner; many of a day are alike, so it is worked out once for them."""
        taken = self.loads.get(owner, 0)
        self.loads[owner] = taken + 1
        alike = (owner, channel, ways, plans.shelf(self.procedure, taken))
        known = self.pursuits.get(alike)
        if known is None:
            calendar = calendars.calendar(self.procedure, self.teams.get(owner, ""), self.now)
            plan = plans.history(self.procedure, channel, self.now, calendar, taken, ways)
            known = self.pursuits[alike] = pursue(plan, self.procedure, calendar)
        return known

    def _ways(self, mine: Sequence[Arrival]) -> Ways:
        """How they can be reached: as these inquiries say, or their card did before."""
        card = self.cards.get(mine[0].person)
        phone, email = ways_of(card) if card else NO_WAY
        for one in mine:
            phone, email = phone or bool(one.clean.phone), email or bool(one.clean.email)
        return Ways(phone, email)

    def _tell(
        self, prospect: int, owner: int, pursuit: Pursuit | None, best: Arrival, said: str, done: Arranged
    ) -> None:
        row = done.rows.get(prospect)
        next_action = pursuit.next_action if pursuit else (row.next_action if row else "")
        due_at = pursuit.due_at if pursuit else (row.due_at if row else None)
        rated = f"Score {best.score} ({best.band})."
        done.by_prospect[prospect] = Arrangement(
            owner, self.names.get(owner, ""), str(next_action), due_at, (rated, said)
        )


def _at_once(row: Prospect, first: Pursuit) -> dict[str, Any]:
    """The next try stays due when it was, which is sooner; but it is a person's now, before other tries."""
    offered = min(first.available_at, row.available_at or first.available_at)
    return {"queue": Queue.NEW, "next_note": first.note, "available_at": offered}


def _by_person(passed: Sequence[Arrival]) -> list[list[Arrival]]:
    groups: dict[int, list[Arrival]] = {}
    for one in passed:
        groups.setdefault(one.person, []).append(one)
    return list(groups.values())


def _sure(routed: Routed | None) -> Routed:
    if routed is None:
        raise ValueError("a new prospect was not routed")
    return routed


def _said(routed: Routed | None) -> str:
    if routed is None:
        return ""
    return f"{routed.reason}; gave up: {routed.fallback}" if routed.fallback else routed.reason


def _route(routed: Routed) -> dict[str, Any]:
    """The routing, as it is kept with the event; where profit decided, with the best others."""
    kept: dict[str, Any] = {
        "owner": routed.owner, "reason": routed.reason, "rule": routed.rule, "fallback": routed.fallback,
        "skipped": routed.skipped[:SKIPPED_SHOWN],
    }  # fmt: skip
    if routed.brings:
        kept |= {"brings": round(routed.brings, 4), "explored": round(routed.explored, 4)}
        kept["alternatives"] = [[one.person, round(one.less, 4), one.code] for one in routed.alternatives]
    return kept


def _data(mine: Sequence[Arrival], best: Arrival, routed: Routed | None) -> dict[str, Any]:
    """The reasons of all rooms, in short words; screens turn them into sentences."""
    data: dict[str, Any] = {
        "inquiries": [one.inquiry for one in mine],
        "score": {"points": best.score, "band": best.band, "reasons": best.score_reasons},
    }
    if routed:
        data["route"] = _route(routed)
    matched = {one.matched_by for one in mine if one.matched_by}
    if matched:
        data["matched_by"] = sorted(matched)
    also = {person for one in mine for person in one.also}
    if also:
        data["looks_like"] = sorted(also)
    flags = {flag for one in mine for flag in one.flags}
    if flags:
        data["flags"] = sorted(flags)
    return data
