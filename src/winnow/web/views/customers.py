"""Everybody who has ordered: who looks after them, what is next, when they were asked."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery, Sum
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.customers.models import Customer, Member
from winnow.customers.queries import last_told, seen_by
from winnow.customers.words import STEP_TEXTS, Step
from winnow.web.access import may_open
from winnow.web.forms.customers import GiveForm
from winnow.web.lists import Column, Filter, Listing, Sort, days, row_of, same, whether
from winnow.web.views.customers_given import takers
from winnow.web.views.prospect_access import PersonRequest

TABS = (
    ("customers", "Customers"), ("customers_why", "Why they buy"), ("customers_time", "Time against value"),
    ("customers_profile", "Whom to look for"),
)  # fmt: skip


def places(request: PersonRequest, here: str) -> dict[str, Any]:
    """The tabs over these pages."""
    return {
        "tabs": [
            {"label": label, "url": reverse(route), "current": route == here, "count": None}
            for route, label in TABS
            if may_open(route, request.user)
        ]
    }


def _owners(request: Any) -> list[tuple[str, str]]:
    rows = seen_by(request.user).filter(owner__isnull=False).values_list("owner_id", "owner__name")
    return [(str(pk), name) for pk, name in rows.distinct().order_by("owner__name")]


def _named(text: str) -> Q:
    return Q(company__name__icontains=text) | Q(members__prospect__person__name__icontains=text)


STANDS = (("yes", "Stands"), ("no", "Has ended"))
LIST = Listing(
    name="customers",
    noun="customers",
    filters=(
        Filter("q", "Find", _named),
        row_of("owner", "Owner", "owner_id", _owners),
        same("step", "Next step", "next_step", [(one.value, text) for one, text in STEP_TEXTS.items()]),
        days("until", "Due until", "due_at__date__lte"),
        whether("stands", "Stands", "ended_at", STANDS),
    ),
    sorts=(Sort("due", "due_at", nullable=True), Sort("since", "since")),
    default="due",
    columns=(
        Column("Customer", lambda row: row.pk), Column("Name", lambda row: named(row)),
        Column("Owner", lambda row: str(row.owner or "")), Column("Since", lambda row: row.since),
        Column("Orders", lambda row: row.orders), Column("Next step", lambda row: row.next_step),
        Column("Due", lambda row: row.due_at), Column("Why", lambda row: row.next_note),
        Column("Ended", lambda row: row.ended_at),
    ),
)  # fmt: skip


def named(row: Any) -> str:
    """The company, or the person who buys without one."""
    return str(row.company) if row.company else row.person or f"Customer {row.pk}"


def rows_of(request: PersonRequest) -> Any:
    """With the name of a person, and how many orders stand."""
    person = (
        Member.objects.filter(customer=OuterRef("pk")).order_by("pk").values("prospect__person__name")[:1]
    )
    return (
        seen_by(request.user)
        .select_related("company", "owner")
        .annotate(person=Subquery(person), orders=Sum("members__prospect__order_count"))
    )


@require_http_methods(["GET", "POST"])
def listed(request: PersonRequest) -> HttpResponseBase:
    """All that this person may see."""
    shown = LIST.open(request, rows_of(request))
    if shown.export:
        return shown.export
    asked = last_told([row.pk for row in shown.rows])
    lines = [_line(row, asked) for row in shown.rows]
    context = {
        "list": shown,
        "sort": shown.sort,
        "lines": lines,
        "now": timezone.now(),
        "give": GiveForm(takers(request)) if may_open("customers_give", request.user) else None,
        **places(request, "customers"),
    }
    return render(request, "customers/list.html", context)


def _line(row: Customer, asked: dict[int, Any]) -> dict[str, Any]:
    step = STEP_TEXTS[Step(row.next_step)] if row.next_step else ""
    return {"row": row, "name": named(row), "step": step, "asked": asked.get(row.pk)}
