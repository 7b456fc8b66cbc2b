"""What routing by profit must know: worths, what sellers have made of those they accepted, and what a place is worth.

The worker reckons the last two every few minutes from what came in lately, so that intake only reads a row.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery

from winnow.flow.at_work import everybody
from winnow.flow.learning.needed import is_here
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Inquiry, Prospect
from winnow.prospects.words import Outcome, Role
from winnow.qualify.models import Handover, Odds
from winnow.route import actions
from winnow.route.assign.factors import Record, factors
from winnow.route.assign.known import Known, Price
from winnow.route.models import Reckoned
from winnow.route.rules import limit_of, prices
from winnow.route.values import Candidate, Wanted

SINCE, UNTIL = timedelta(days=730), timedelta(days=90)  # before now: what is younger may yet be bought
CELL = ("taker_id", "taker__team__name", "prospect__band")
EVERY, STALE = timedelta(minutes=10), timedelta(days=1)
AHEAD = timedelta(days=7)  # prices are for what comes in so long, by what came in as long before
LEAST, MOST = 20, 5_000  # prospects that tell enough; the newest that are looked at
FREES = (Kind.CLOSED, Kind.ORDERED, Kind.NURTURED, Kind.QUALIFIED)  # a place on the owner's desk


class Worth(NamedTuple):
    """Expected profit, hours (0: not known), and whether by learned odds or by the written score."""

    profit: float
    hours: float
    learned: bool


def worth_of(row: Prospect) -> Worth:
    """By the learned odds; by the written score, without hours, where none are learned."""
    return _learned([row.id]).get(row.id) or _written(row)


def known(now: datetime, seed: int, *, learned: bool = False) -> Known:
    """What is known for worths by learned odds or by the written score, as the worker last reckoned it."""
    figures = Reckoned.objects.filter(at__gt=now - STALE).values_list("figures", flat=True).first() or {}
    records = [Record(*one) for one in figures["records"]] if "records" in figures else _records(now)
    places = figures.get("prices", {}).get(_unit(learned), {})
    return Known(factors(records), {int(person): Price(*price) for person, price in places.items()}, seed)


def reckon_if_due(now: datetime) -> bool:
    """Reckon records and prices anew where profit decides, every ten minutes; whether that was done."""
    _, procedure = in_force(now)
    if procedure.routing.method != "most_profit" or not is_here() or not actions.begin(now, EVERY):
        return False
    records = _records(now)
    people, loads = everybody(procedure, now)
    room = _room(procedure, people, loads, now)
    priced: dict[str, dict[int, Price]] = {_unit(False): {}, _unit(True): {}}
    for role, rows in _came(procedure, now).items():
        for learned, sample in _samples(role, rows).items():
            if len(sample) >= LEAST:
                known = Known(factors(records))
                priced[_unit(learned)] |= prices(sample, people, room, procedure.routing, known, len(rows))
    actions.keep({"records": [list(astuple(one)) for one in records], "prices": priced}, now=now)
    return True


def _came(procedure: Procedure, now: datetime) -> dict[Role, list[Prospect]]:
    """By the desk that they came to, the prospects of the last days, with the words that rules look for."""
    first = Role(procedure.routing.first_desk)
    arrived = Q(clock_started_at__gte=now - AHEAD)
    found = {first: arrived}
    if first != Role.SELLER:
        handed = Handover.objects.filter(at__gte=now - AHEAD).order_by().values("prospect")
        found[Role.SELLER] = Q(id__in=handed)
    said = Inquiry.objects.filter(prospect=OuterRef("pk")).order_by("id").values("message")[:1]
    rows = Prospect.objects.filter(merged_into__isnull=True).select_related("person", "campaign")
    return {
        role: list(rows.filter(which).annotate(message=Subquery(said)).order_by("-id")[:MOST])
        for role, which in found.items()
    }


def _samples(role: Role, rows: Sequence[Prospect]) -> dict[bool, list[Wanted]]:
    """The same prospects as they were sought for, with worths by score, and by odds as far as those are known."""
    learned = _learned([row.id for row in rows])
    by_odds = [(row, learned[row.id]) for row in rows if row.id in learned]
    return {
        False: [_wanted(role, row, _written(row)) for row in rows],
        True: [_wanted(role, row, worth) for row, worth in by_odds],
    }


def _wanted(role: Role, row: Prospect, worth: Worth) -> Wanted:
    return Wanted(
        role=role, channel=row.channel, country=row.person.country, language=row.person.language,
        industry=row.person.industry,
        campaign=row.campaign.name if row.campaign else "", message=getattr(row, "message", "") or "",
        worth=worth.profit, hours=worth.hours, number=row.id,
    )  # fmt: skip


def _room(
    procedure: Procedure, people: Sequence[Candidate], loads: Mapping[int, int], now: datetime
) -> dict[int, int]:
    """Places that there will be in the days ahead: those free now, and as many as became free in the days before."""
    events = Event.objects.filter(at__gte=now - AHEAD, at__lte=now, kind__in=FREES, owner__isnull=False)
    freed = dict(events.order_by().values_list("owner").annotate(count=Count("id")))
    return {
        one.id: max(limit_of(one, procedure.routing) - loads.get(one.id, 0), 0) + freed.get(one.id, 0)
        for one in people
    }


def _learned(prospects: Sequence[int]) -> dict[int, Worth]:
    rows = Odds.objects.filter(prospect__in=prospects).values_list(
        "prospect", "probability", "margin", "hours"
    )
    return {
        prospect: Worth(probability * (margin or 1.0), hours or 0.0, True)
        for prospect, probability, margin, hours in rows
    }


def _written(row: Prospect) -> Worth:
    return Worth(row.score / 100, 0.0, False)


def _unit(learned: bool) -> str:
    return "learned" if learned else "written"


def _records(now: datetime) -> list[Record]:
    """What each seller got of accepted leads, beside what all got of leads of the same band."""
    accepted = Handover.objects.filter(accepted_at__gte=now - SINCE, accepted_at__lt=now - UNTIL)
    bought = Count("id", filter=Q(prospect__outcome=Outcome.BOUGHT))
    cells = accepted.values(*CELL)
    rows = list(cells.annotate(number=Count("id"), won=bought).values_list(*CELL, "number", "won"))
    leads: Counter[str] = Counter()
    orders: Counter[str] = Counter()
    for _, _, band, number, won in rows:
        leads[band] += number
        orders[band] += won
    return [
        Record(person, team or "", "", number * orders[band] / leads[band], won)
        for person, team, band, number, won in rows
    ]
