"""Reads of what customers' time costs and what their orders bring, by quarters, set-wise."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from winnow.customers.models import Customer, Member, Told
from winnow.customers.quarters import Quarter
from winnow.customers.value import Account, Spent
from winnow.prospects.models import Inquiry, Order, Touch

YOUNG = timedelta(days=90)  # since the first order; they have had no time to bring anything


def accounts(
    some: QuerySet[Customer], quarters: Sequence[Quarter], now: datetime, currency: str
) -> list[Account]:
    """Each with what was before the quarters, then one part for each of them; margins of other currencies unknown."""
    standing = dict(some.filter(ended_at=None).order_by("pk").values_list("pk", "since"))
    segments = _segments(list(standing) if len(standing) == 1 else ())
    found = {
        pk: Account(
            pk, [Spent() for _ in range(len(quarters) + 1)], segments.get(pk, {}), now - since < YOUNG
        )
        for pk, since in standing.items()
    }
    only = list(standing) if len(standing) == 1 else ()
    for customer, place, minutes, cost in _time(quarters, only):
        if customer in found:
            found[customer].parts[place] += Spent(minutes or 0, cost or 0.0)
    for customer, place, orders, margin, unknown in _orders(quarters, currency, only):
        if customer in found:
            found[customer].parts[place] += Spent(0, 0.0, orders, margin or 0.0, unknown)
    return list(found.values())


def _of_customers(rows: Any, quarters: Sequence[Quarter], only: Collection[int]) -> Any:
    """With `customer` (of the prospect, of the one it was merged into, or of its company) and `place` in time."""
    firm = Customer.objects.filter(company=OuterRef("prospect__company")).values("pk")[:1]
    places = [When(at__lt=one.start, then=Value(place)) for place, one in enumerate(quarters)]
    known = rows.annotate(
        customer=Coalesce(
            F("prospect__member__customer"), F("prospect__merged_into__member__customer"), Subquery(firm)
        ),
        place=Case(*places, default=Value(len(quarters)), output_field=IntegerField()),
    )
    return known.filter(customer__in=only) if only else known.filter(customer__isnull=False)


def _time(quarters: Sequence[Quarter], only: Collection[int]) -> Iterable[tuple[Any, ...]]:
    hourly = Cast(F("by__hourly_cost"), FloatField())
    rows = _of_customers(Touch.objects.order_by(), quarters, only).values("customer", "place")
    spent = rows.annotate(
        spent=Sum("minutes"), cost=Sum(F("minutes") * hourly / 60.0, output_field=FloatField())
    )
    found: Iterable[tuple[Any, ...]] = spent.values_list("customer", "place", "spent", "cost")
    return found


def _orders(quarters: Sequence[Quarter], currency: str, only: Collection[int]) -> Iterable[tuple[Any, ...]]:
    usable = Q(margin__isnull=False, currency=currency)
    rows = _of_customers(Order.objects.filter(withdrawn_at=None).order_by(), quarters, only)
    found: Iterable[tuple[Any, ...]] = rows.values("customer", "place").annotate(
        orders=Count("pk"),
        brought=Sum(Cast(F("margin"), FloatField()), filter=usable),
        unknown=Count("pk", filter=~usable),
    ).values_list("customer", "place", "orders", "brought", "unknown")  # fmt: skip
    return found


def _segments(only: Collection[int]) -> dict[int, dict[str, str]]:
    """Channel, campaign, country and industry of each customer's first prospect."""
    rows = Member.objects.order_by("-pk")
    if only:
        rows = rows.filter(customer__in=only)
    person = ("prospect__person__country", "prospect__person__industry")
    columns = ("customer_id", "prospect__channel", "prospect__campaign__name", *person)
    return {
        customer: {
            "channel": channel,
            "campaign": campaign or "",
            "country": country,
            "industry": _spelled(industry),
        }
        for customer, channel, campaign, country, industry in rows.values_list(*columns)
    }


def _spelled(industry: str) -> str:
    """In their words, so that “hotels” and “Hotels ” are one industry; nothing more is guessed."""
    words = " ".join(industry.split())
    return words[:1].upper() + words[1:]


def first_inquiries(customers: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """What was known of each when it first inquired: channel, country, title, payload."""
    rows = (
        Inquiry.objects.filter(prospect__member__customer__in=customers, withdrawn_at=None)
        .order_by("-at", "-pk")
        .values_list("prospect__member__customer", "channel", "prospect__person__country",
                     "prospect__person__title", "payload")
    )  # fmt: skip
    return {customer: tuple(rest) for customer, *rest in rows}  # the oldest is the last, and stays


def newest_told(customers: Collection[int]) -> dict[int, str]:
    """How far each said, last of all, that they got."""
    rows = Told.objects.filter(customer__in=customers).order_by("at", "pk")
    return dict(rows.values_list("customer_id", "reached"))
