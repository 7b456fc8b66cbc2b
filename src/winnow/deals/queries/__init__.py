"""Reads of opportunities: all open ones set-wise, one with what hangs on it, what the purge would free and cost."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When

from winnow.deals.models import Look, Opportunity, Participant, Purge, Purged
from winnow.deals.worth import Usual
from winnow.prospects import bulk
from winnow.prospects.models import Order, Prospect, Touch
from winnow.prospects.words import Outcome, Role, Stage, State

YEAR = timedelta(days=365)
OPEN = Q(prospect__stage=Stage.OPPORTUNITY, prospect__state=State.WORKING)
TOGETHER = ("prospect__person", "prospect__company", "prospect__owner")


def rows(prospects: Iterable[int]) -> dict[int, Opportunity]:
    return dict(bulk.rows(Opportunity, set(prospects)))


def shown(prospects: Iterable[int]) -> dict[int, Opportunity]:
    """The same with those whom people see beside them."""
    found = Opportunity.objects.filter(pk__in=set(prospects)).select_related(*TOGETHER)
    return {row.pk: row for row in found}


def further_open(prospect: int, about: str) -> bool:
    """Whether one of this prospect's further opportunities that are open is about the same."""
    return open_ones().filter(prospect__further_of=prospect, about__iexact=about).exists()


def of_person(person: int, besides: int, seen: QuerySet[Prospect]) -> QuerySet[Opportunity]:
    """Their other opportunities, as far as they may be seen; open ones and newest first."""
    return _newest(Q(prospect__person=person), seen).exclude(pk=besides)


def of_customer(customer: int, company: int | None, seen: QuerySet[Prospect]) -> QuerySet[Opportunity]:
    """Those of a customer's people, as far as they may be seen; open ones and newest first."""
    mine = Q(prospect__member__customer=customer) | Q(prospect__further_of__member__customer=customer)
    if company:
        mine |= Q(prospect__company=company)
    return _newest(mine, seen)


def _newest(whose: Q, seen: QuerySet[Prospect]) -> QuerySet[Opportunity]:
    rows = Opportunity.objects.filter(whose, prospect__merged_into=None, prospect__in=seen)
    is_open = Case(When(OPEN, then=0), default=1)
    return rows.select_related(*TOGETHER).order_by(is_open, "-opened_at", "-pk")


def open_ones() -> QuerySet[Opportunity]:
    return Opportunity.objects.filter(OPEN)


def at_stage(owner: int, stage: str) -> int:
    """How many open ones a seller has at a stage."""
    return open_ones().filter(prospect__owner=owner, stage=stage).count()


def participant(prospect: int, number: int) -> str:
    found = Participant.objects.filter(opportunity=prospect, pk=number).values_list("name", flat=True)
    return found.first() or ""


def minutes(prospects: Collection[int], since: datetime | None = None) -> dict[int, int]:
    """Minutes of touches by prospect; those without any are not in it."""
    touches = Touch.objects.filter(prospect__in=prospects)
    if since is not None:
        touches = touches.filter(at__gte=since)
    found = touches.order_by().values_list("prospect").annotate(spent=Sum("minutes"))
    return {number: spent for number, spent in found if spent}


def looked_at() -> datetime | None:
    """When the pipeline was looked at last."""
    return Look.objects.order_by("-at").values_list("at", flat=True).first()


def usual(now: datetime) -> dict[str, Usual]:
    """What the orders of the last year brought, by currency."""
    return {
        currency: Usual(float(margin / amount) if amount else None, float(margin / number))
        for currency, margin, amount, number in _orders(now)
    }


def an_hour(now: datetime, currency: str) -> float | None:
    """The margin of those in a currency, by the hours that sellers spent in that year; None without either."""
    margin = next((margin for known, margin, _, _ in _orders(now) if known == currency), None)
    touches = Touch.objects.filter(at__gte=now - YEAR, role=Role.SELLER)
    spent = touches.aggregate(spent=Sum("minutes"))["spent"]
    return float(margin) / (spent / 60) if margin is not None and spent else None


def _orders(now: datetime) -> QuerySet[Order, tuple[str, Decimal, Decimal, int]]:
    orders = Order.objects.filter(at__gte=now - YEAR, withdrawn_at=None, margin__isnull=False).order_by()
    told = {"brought": Sum("margin"), "cost": Sum("amount"), "number": Count("id")}
    return orders.values_list("currency").annotate(**told)


def open_by_owner() -> dict[int, int]:
    """How many open ones each has."""
    return dict(open_ones().order_by().values_list("prospect__owner").annotate(number=Count("pk")))


def leads_with_managers() -> int:
    """Leads for which no seller had room."""
    waits = {"stage": Stage.LEAD, "state": State.WORKING, "owner__role": Role.MANAGER}
    return Prospect.objects.filter(**waits).count()


# What purging does

LOST = (Outcome.BOUGHT_ELSEWHERE, Outcome.NOT_BUYING)


def _orders_of(outer: str) -> QuerySet[Order]:
    """Those that stand, of the prospect that an outer row names."""
    return Order.objects.filter(prospect=OuterRef(outer), withdrawn_at=None).order_by("at")


FIRST_ORDER = Subquery(_orders_of("pk").filter(at__gte=OuterRef("opened_at")).values("at")[:1])


def first_purge() -> datetime | None:
    """Of those that were not undone."""
    return Purge.objects.filter(undone_at=None).order_by("at").values_list("at", flat=True).first()


def purged_count() -> int:
    return Purged.objects.filter(undone_at=None).count()


def ended(since: datetime, until: datetime) -> list[tuple[datetime, datetime, bool, bool]]:
    """When opened, when ended, won, purged: of opportunities that were bought, lost or purged within that time.

    One is won by its first order, whatever is done for the customer since. What was no inquiry at all, or asked not to
    be contacted, is neither won nor lost.
    """
    won = Opportunity.objects.annotate(won_at=FIRST_ORDER).filter(won_at__gte=since, won_at__lt=until)
    lost = Opportunity.objects.annotate(won_at=FIRST_ORDER).filter(
        won_at=None, prospect__outcome__in=LOST, prospect__closed_at__gte=since, prospect__closed_at__lt=until
    )
    gone = Purged.objects.filter(undone_at=None, purge__at__gte=since, purge__at__lt=until).exclude(
        Q(opportunity__prospect__state=State.CLOSED)  # it has come to an end of its own since
        | Q(opportunity__in=Opportunity.objects.annotate(won_at=FIRST_ORDER).filter(won_at__isnull=False))
    )
    rows = [(opened, at, True, False) for opened, at in won.values_list("opened_at", "won_at")]
    rows += [
        (opened, at, False, False)
        for opened, at in lost.values_list("opened_at", "prospect__closed_at")
        if at
    ]
    return rows + [
        (opened, at, False, True) for opened, at in gone.values_list("opportunity__opened_at", "purge__at")
    ]


def minutes_between(since: datetime, until: datetime) -> int:
    """Of touches on opportunities, from when they were opened until the order that won them."""
    touches = Touch.objects.filter(
        at__gte=since,
        at__lt=until,
        prospect__opportunity__isnull=False,
        at__gt=F("prospect__opportunity__opened_at"),
    )
    after = Exists(_orders_of("prospect").filter(at__lt=OuterRef("at")))
    return int(touches.exclude(after).aggregate(spent=Sum("minutes"))["spent"] or 0)
