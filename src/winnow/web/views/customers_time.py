"""Time against value: which customers and segments bring what for an hour, and who costs more than they bring."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from winnow.customers.models import Customer
from winnow.customers.quarters import quarters
from winnow.customers.queries import seen_by
from winnow.customers.spending import accounts
from winnow.customers.value import Account, Spent, by_segment, ratio, trend, worst
from winnow.customers.words import REMEDIES, STEP_TEXTS
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.web.templatetags.vocabulary import look
from winnow.web.views.customers import named, places, rows_of
from winnow.web.views.prospect_access import PersonRequest

QUARTERS = 8
JUDGED = 4  # the newest of them
SHOWN = 20
KINDS = (("channel", "Channel"), ("campaign", "Campaign"), ("country", "Country"), ("industry", "Industry"))


@require_GET
def time_page(request: PersonRequest) -> HttpResponse:
    """The last year by segment, eight quarters as a trend, and the review of the worst."""
    now, procedure = timezone.now(), in_force()[1]
    stretches = quarters(now, request.user.zone, QUARTERS)
    currency = procedure.company.currency
    some = accounts(seen_by(request.user), stretches, now, currency)
    since = 1 + QUARTERS - JUDGED
    losing = worst(some, since)
    few = len(losing) if "all" in request.GET else SHOWN
    context = {
        "currency": currency, "total": ratio(one.since(since) for one in some), "now": now,
        "kinds": [(title, [(_said(kind, name), found) for name, found in by_segment(some, kind, since)])
                  for kind, title in KINDS],
        "trend": list(zip(stretches, trend(some)[1:], strict=True)) if some else [],
        "losing": _lines(request, losing[:few]), "more": max(0, len(losing) - few),
        "remedies": [(one.value, STEP_TEXTS[one]) for one in REMEDIES], **blind_spots(some, since),
        **places(request, "customers_time"),
    }  # fmt: skip
    return render(request, "customers/time.html", context)


def _said(kind: str, name: str) -> str:
    return look(name).label if kind == "channel" else name or "Not known"


def blind_spots(some: list[Account], since: int) -> dict[str, int]:
    """What the figures do not know."""
    unpriced = User.objects.filter(is_active=True, hourly_cost=0, role__in=["seller", "qualifier", "manager"])
    return {
        "unpriced": unpriced.count(),
        "unknown": sum(one.since(since).unknown > 0 for one in some),
        "young": sum(one.is_young for one in some),
    }


def _lines(request: PersonRequest, losing: list[tuple[Account, Spent]]) -> list[dict[str, Any]]:
    rows = {row.pk: row for row in rows_of(request).filter(pk__in=[one.customer for one, _ in losing])}
    return [
        {"row": rows[one.customer], "name": named(rows[one.customer]), "spent": spent,
         "planned": STEP_TEXTS[row_step] if (row_step := rows[one.customer].next_step) in REMEDIES else ""}
        for one, spent in losing
    ]  # fmt: skip


def time_of(row: Customer, zone: str, currency: str) -> dict[str, Any]:
    """The same of one customer, for its page."""
    now = timezone.now()
    stretches = quarters(now, zone, QUARTERS)
    found = accounts(Customer.objects.filter(pk=row.pk), stretches, now, currency)
    if not found:
        return {}
    parts = list(zip(stretches, found[0].parts[1:], strict=True))
    return {
        "spent": found[0].all,
        "quarters": [(one, part) for one, part in parts if part.minutes or part.orders],
    }
