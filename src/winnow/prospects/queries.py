"""Reads about one prospect: its whole history, also of those merged into it, and what it has cost so far."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q, Sum

from winnow.prospects import bulk
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Campaign, Cost, Event, Inquiry, Order, Prospect, Touch

MERGES = (Kind.MERGED, Kind.UNMERGED)
CENT = Decimal("0.01")
# Asked for every mail, so written out.
ABOVE = 'SELECT "id", "merged_into_id" FROM "prospects_person" WHERE "id" {among}'
INTO = 'SELECT "id", "merged_into_id" FROM "prospects_prospect" WHERE "merged_into_id" IS NOT NULL AND "id" {among}'
BELOW = """SELECT "id", "merged_into_id" FROM "prospects_person"
    WHERE "merged_into_id" IS NOT NULL AND "merged_into_id" {among}"""


@dataclass(frozen=True, slots=True)
class History:
    """What happened to a prospect, newest first; rows of prospects merged into it are among them."""

    events: list[Event]
    inquiries: list[Inquiry]
    touches: list[Touch]
    more: bool = False  # older events are left out
    members: tuple[int, ...] = ()


def whole(prospect: int) -> tuple[int, ...]:
    """The prospect and all that are merged into it now, whatever was merged into those."""
    found, open_ends = [prospect], [prospect]
    while open_ends:
        events = Event.objects.filter(prospect_id__in=open_ends, kind__in=MERGES).order_by("id")
        merged: dict[int, bool] = {}
        for kind, data in events.values_list("kind", "data"):
            if data.get("lose"):
                merged[data["lose"]] = kind == Kind.MERGED
        open_ends = [number for number, still in merged.items() if still and number not in found]
        found += open_ends
    return tuple(found)


def history(prospect: int, newest: int | None = None) -> History:
    """Events, inquiries and touches; `newest` cuts the events to so many."""
    members = whole(prospect)
    events = Event.objects.filter(prospect_id__in=members).order_by(
        "-id" if len(members) == 1 else "-at", "-id"
    )
    shown = list(events[: newest + 1] if newest else events)
    inquiries = Inquiry.objects.filter(prospect_id__in=members, withdrawn_at=None).select_related("campaign")
    touches = Touch.objects.filter(prospect_id__in=members).select_related("by").order_by("-at", "-id")
    return History(
        events=shown[:newest] if newest else shown,
        inquiries=list(inquiries.order_by("-at", "-id")),
        touches=list(touches),
        more=bool(newest and len(shown) > newest),
        members=members,
    )


def orders(members: Sequence[int]) -> list[Order]:
    """Orders that stand, newest first."""
    return list(Order.objects.filter(prospect_id__in=members, withdrawn_at=None).order_by("-at", "-id"))


@dataclass(frozen=True, slots=True)
class Spent:
    """What one prospect has cost so far, and how that was worked out; `known` False if a part is missing."""

    amount: Decimal
    currency: str
    known: bool
    how: tuple[str, ...]
    minutes: int = 0


@dataclass(slots=True)
class _Sum:
    amount: Decimal = Decimal(0)
    known: bool = True
    how: list[str] = field(default_factory=list)

    def say(self, text: str, amount: Decimal = Decimal(0), *, known: bool = True) -> None:
        self.amount += amount
        self.known &= known
        self.how.append(text)


def spent(inquiries: Sequence[Inquiry], touches: Sequence[Touch], currency: str) -> Spent:
    """Each inquiry's share of its campaign's costs, and the touches' minutes at the hourly cost of who made them."""
    total = _Sum()
    counted: dict[int, int] = {}
    campaigns: dict[int, Campaign] = {}
    for inquiry in inquiries:
        if inquiry.campaign:
            counted[inquiry.campaign.id] = counted.get(inquiry.campaign.id, 0) + 1
            campaigns[inquiry.campaign.id] = inquiry.campaign
    for number, mine in counted.items():
        _campaign_share(total, campaigns[number], mine, currency)
    if len(inquiries) > sum(counted.values()):
        total.say("Came without a campaign: no advertising cost is known.", known=False)
    minutes = _time_of(total, touches, currency)
    return Spent(total.amount.quantize(CENT, ROUND_HALF_UP), currency, total.known, tuple(total.how), minutes)


def _campaign_share(total: _Sum, campaign: Campaign, mine: int, currency: str) -> None:
    costs = dict(
        Cost.objects.filter(campaign=campaign).values_list("currency").annotate(Sum("amount")).order_by()
    )
    if not costs:
        total.say(f"No cost is recorded for “{campaign.name}” yet.", known=False)
        return
    if set(costs) != {currency}:
        named = ", ".join(sorted(costs))
        total.say(f"“{campaign.name}” was paid in {named}, which is not added to {currency}.", known=False)
        return
    everybody = Inquiry.objects.filter(campaign=campaign).count()
    each = costs[currency] / max(everybody, 1)
    times = f"{mine} × " if mine > 1 else ""
    total.say(
        f"“{campaign.name}”: {times}{costs[currency]:,.2f} {currency} ÷ {everybody:,} inquiries = "
        f"{each * mine:,.2f} {currency}.",
        each * mine,
    )


def _time_of(total: _Sum, touches: Sequence[Touch], currency: str) -> int:
    minutes = sum(touch.minutes for touch in touches)
    if not minutes:
        return 0
    priced = sum((touch.by.hourly_cost * touch.minutes / 60 for touch in touches if touch.by), Decimal(0))
    free = sorted(
        {touch.by.name for touch in touches if touch.by and touch.minutes and not touch.by.hourly_cost}
    )
    total.say(f"{minutes} minutes of touches at what the hours cost = {priced:,.2f} {currency}.", priced)
    if free:
        total.say(f"No hourly cost is recorded for {', '.join(free)}.", known=False)
    return minutes


def lookalikes(prospect: Prospect, limit: int = 5) -> list[Prospect]:
    """Prospects that may be the same human being: seen so on arrival, or of the same name at the same company."""
    data = Event.objects.filter(prospect=prospect).values_list("data", flat=True)
    persons = {number for one in data for number in one.get("looks_like", ())}
    name, company = prospect.person.name, prospect.company_id
    same = Q(person_id__in=persons)
    if name and company:
        same |= Q(company_id=company, person__name__iexact=name)
    rows = Prospect.objects.filter(same, merged_into=None, further_of=None).exclude(id=prospect.id)
    return list(rows.select_related("person", "company", "owner").order_by("id")[:limit])


def survivors(prospects: Collection[int]) -> dict[int, int]:
    """The prospect that each was merged into by now, through any number of merges; itself if into none."""
    found = {number: number for number in prospects}
    into: dict[int, int] = {}
    asked = set(prospects)
    while asked:
        into |= dict(bulk.look_up(INTO, asked))
        asked = {into[number] for number in asked if number in into} - into.keys()
    for number in found:
        while found[number] in into:
            found[number] = into[found[number]]
    return found


def family(persons: Collection[int]) -> dict[int, int]:
    """Everybody whom merges made one with these persons, each with the one whose card stands for all of them."""
    into: dict[int, int] = {}
    rising = set(persons)
    while rising:
        rows = dict(bulk.look_up(ABOVE, rising))
        into |= {number: above or number for number, above in rows.items()}
        rising = {above for above in rows.values() if above and above not in into}
    falling = {number for number, above in into.items() if number == above}
    while falling:
        below = dict(bulk.look_up(BELOW, falling))
        falling = below.keys() - into.keys()
        into |= below
    return {number: _top(number, into) for number in into}


def _top(number: int, into: Mapping[int, int]) -> int:
    while into[number] != number:
        number = into[number]
    return number
