"""The way in: `receive` takes a list, always; one web form is a list of one, a file is chunks.

The rooms decide; this file hands one room's decision to the next as a value, and all is written in one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from winnow.customers import queries as customers
from winnow.flow import at_work, owed, profit
from winnow.flow.arrange import Arrangement, Arranger
from winnow.flow.nurturing import staying
from winnow.flow.privacy.why import note_inquired
from winnow.flow.receipts import receipts
from winnow.intake import actions as intake
from winnow.intake import queries, sieve
from winnow.intake.arrival import Arrival, Receipt
from winnow.intake.inquiry import Cleaned, Raw, Rejected
from winnow.intake.sieve import NOTHING_FORESEEN, Foreseen
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects import bulk, transitions
from winnow.prospects.models import Company, Inquiry, Person, Prospect
from winnow.prospects.transitions import Actor
from winnow.prospects.words import Role, Stage
from winnow.qualify.answers import align
from winnow.qualify.score import Facts, rate
from winnow.route.assign.known import Known
from winnow.route.rules import Candidate, Routed, Wanted, pick


@dataclass(frozen=True, slots=True)
class Terms:
    """How a batch is taken: by whom, and whether it is history (no clocks, nothing sent)."""

    actor: Actor
    history: bool = False
    may_create_campaigns: bool = True
    screened: bool = True  # False: a person released it from quarantine
    skip_known: bool = False  # take only the first inquiry of persons not known yet
    batch: int | None = None  # the import
    rows: tuple[int, ...] | None = None  # of the file, by position


def receive(
    raws: Sequence[Raw],
    *,
    now: datetime,
    terms: Terms,
    ahead: Sequence[Cleaned | Rejected] | None = None,
    foreseen: Foreseen = NOTHING_FORESEEN,
) -> list[Receipt]:
    """Take in a batch: understand, hold back, recognise, score, route, arrange, write. One Receipt each, in order.

    When this returns, all of it is in the caller's transaction, or committed if there was none. `ahead` is what
    cleaning made of `raws`, if a door did that beforehand, and `foreseen` what need not be asked for any more.
    """
    with transaction.atomic(savepoint=False):
        version, procedure = in_force(now)
        arrivals = sieve.understand(raws, procedure, now, ahead)
        if terms.screened:
            sieve.hold_back(arrivals, procedure)
        sieve.set_aside_known(arrivals)
        held = [one for one in arrivals if one.status in ("quarantined", "rejected")]
        intake.hold(held, now=now, version=version, batch=terms.batch, rows=terms.rows)
        passed = [one for one in arrivals if one.status == "accepted"]
        touched = _take_in(passed, procedure, version, now, terms, foreseen) if passed else {}
        return receipts(arrivals, touched)


def _take_in(
    passed: list[Arrival],
    procedure: Procedure,
    version: int,
    now: datetime,
    terms: Terms,
    foreseen: Foreseen,
) -> Mapping[int, Arrangement]:
    """Record what passed, open and move prospects; returns what was arranged, by prospect."""
    sieve.recognise(passed, foreseen.known)
    if terms.skip_known:
        passed = sieve.leave_out_known(passed)
    intake.place_campaigns(passed, now=now, may_create=terms.may_create_campaigns)
    existing = queries.prospects_of({one.person for one in passed if one.person})
    firsts = [one for one in passed if one.is_first_of_person]
    cards = queries.persons({one.person for one in firsts if one.person})
    companies = intake.find_companies(passed, foreseen.companies)
    owners = _owners(firsts, procedure)
    keepers = customers.owners_of([row.id for row in existing.values() if row.stage == Stage.CUSTOMER])
    numbers = _number(passed, firsts, existing, companies)
    everybody, loads = at_work.everybody(procedure, now)
    by_profit = procedure.routing.method == "most_profit"
    known = profit.known(now, seed=version) if by_profit else None
    with bulk.together(
        len(passed)
    ):  # nothing is read here any more: the database writes while the rest is decided
        intake.write_companies(companies, numbers, now=now)
        intake.write_persons([one for one in passed if one.person not in cards], now=now)
        intake.claim_keys(passed)
        _score(passed, existing, procedure)
        routed = _route(firsts, existing, procedure, everybody, loads, owners, known, keepers)
        arranger = Arranger(procedure, now, terms.history, everybody, loads, cards)
        arranged = arranger.arrange(passed, routed, existing)
        transitions.open_new(arranged.openings, actor=terms.actor, version=version)
        transitions.apply(arranged.changes, actor=terms.actor, version=version, rows=arranged.rows)
        staying.follow(procedure, arranged.changes, arranged.rows)
        intake.fill_blanks([one for one in passed if one.person in cards], cards)
        intake.write_inquiries(passed, now=now, batch=terms.batch)
        note_inquired(passed, now=now, imported=terms.batch is not None)
        owed.owe_anew(arranged.owing, now=now)
    return arranged.by_prospect


def _owners(firsts: Sequence[Arrival], procedure: Procedure) -> dict[int, int]:
    """Who works with the companies that we know; those of this batch are not numbered yet."""
    known = {one.company for one in firsts if one.company}
    return queries.owners_of_companies(known) if procedure.routing.same_company_same_owner else {}


def _number(
    passed: Sequence[Arrival],
    firsts: Sequence[Arrival],
    existing: Mapping[int, Prospect],
    companies: Mapping[str, Cleaned],
) -> list[int]:
    """Give every arrival its company, person, prospect and inquiry number; a person's later ones follow the first.

    Returns the numbers of the new companies, in their order.
    """
    persons = [one for one in firsts if not one.person]
    new = [one for one in firsts if one.person not in existing]
    numbers = bulk.reserve_all(
        {Company: len(companies), Person: len(persons), Prospect: len(new), Inquiry: len(passed)}
    )
    for one, number in zip(persons, numbers[Person], strict=True):
        one.person = number
    for one, number in zip(new, numbers[Prospect], strict=True):
        one.prospect = number
    made = dict(zip(companies, numbers[Company], strict=True))
    leads = {one.position: one for one in firsts}
    for one, number in zip(passed, numbers[Inquiry], strict=True):
        first = leads[one.lead]
        one.inquiry, one.person = number, first.person
        one.company = made.get(one.company_key, one.company)
        row = existing.get(first.person)
        one.prospect = row.id if row else first.prospect
        one.status = "accepted" if not row and one is first else "repeated"
    return numbers[Company]


def _score(passed: Sequence[Arrival], existing: Mapping[int, Prospect], procedure: Procedure) -> None:
    """Rate every inquiry by the written scorecard, with its reasons."""
    seen: dict[int, int] = {}
    for one in passed:
        row = existing.get(one.person)
        repeats = seen.setdefault(one.person, row.inquiries if row else 0)
        seen[one.person] += 1
        score = rate(_facts(one, repeats, procedure), procedure.scorecard)
        one.score, one.band, one.score_reasons = score.points, score.band, score.reasons


def _facts(one: Arrival, repeats: int, procedure: Procedure) -> Facts:
    said = one.clean
    aligned = align(said.desired_outcome, procedure.outcomes) if said.desired_outcome else []
    return Facts(
        channel=one.raw.channel,
        campaign=one.raw.campaign,
        source=one.raw.source,
        country=said.country,
        mail_kind=said.mail_kind,
        has_phone=bool(said.phone),
        has_company=bool(said.company or said.domain),
        message=said.message,
        title=said.title,
        industry=said.industry,
        repeats=repeats,
        desired_outcome=aligned[0].key if aligned else "",
    )


def _route(
    firsts: Sequence[Arrival],
    existing: Mapping[int, Prospect],
    procedure: Procedure,
    everybody: Sequence[Candidate],
    loads: Mapping[int, int],
    owners: Mapping[int, int],
    known: Known | None,
    keepers: Mapping[int, int],
) -> dict[int, Routed]:
    """Pick an owner for every person's prospect that needs one; by the position of the person's first arrival."""
    wanting = [one for one in firsts if not _stays(existing.get(one.person))]
    wanted = [_wanted(one, existing.get(one.person), owners, procedure, keepers) for one in wanting]
    picked = pick(wanted, everybody, loads, procedure.routing, known) if wanted else []
    return {one.position: routed for one, routed in zip(wanting, picked, strict=True)}


def _stays(row: Prospect | None) -> bool:
    return row is not None and row.state == "working"


def _desk(row: Prospect | None, procedure: Procedure) -> str:
    """Whose work it is: deals that come back, and customers, go to a seller; all else starts at the first desk."""
    sold = row is not None and row.stage in (Stage.OPPORTUNITY, Stage.CUSTOMER)
    return Role.SELLER if sold else procedure.routing.first_desk


def _wanted(
    one: Arrival,
    row: Prospect | None,
    owners: Mapping[int, int],
    procedure: Procedure,
    keepers: Mapping[int, int],
) -> Wanted:
    """What the routing must know; who looks after this customer, or knew the prospect or company, comes first."""
    said = one.clean
    before = keepers.get(row.id, row.owner_id if row.state == "closed" else None) if row else None
    return Wanted(
        role=_desk(row, procedure),
        channel=one.raw.channel,
        country=said.country,
        language=said.language,
        industry=said.industry,
        campaign=one.raw.campaign,
        message=said.message,
        company_owner=before or owners.get(one.company or 0),
        exclude=frozenset(),
        company=str(one.company or ""),
        worth=one.score / 100,
        number=one.prospect,
    )
