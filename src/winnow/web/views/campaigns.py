"""The marketer's desk: what each campaign returned."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.measure.queries.campaigns import Brought, brought
from winnow.measure.returns import JUDGED_AFTER
from winnow.prospects.models import Campaign, Inquiry
from winnow.prospects.words import Role
from winnow.web.lists import Column, Filter, Listing, Sort, days, same
from winnow.web.views.account import signed_in
from winnow.web.views.coverage_asked import CHANNELS

MAY_EDIT = frozenset({Role.MARKETER, Role.ADMIN})
CAMPAIGNS = Listing(
    name="campaigns",
    noun="campaigns",
    filters=(
        Filter("q", "Name or code", lambda text: Q(name__icontains=text) | Q(code__icontains=text)),
        same("channel", "Channel", "channel", options=CHANNELS),
        days("since", "Ended since", "ends__date__gte"),
    ),
    sorts=(
        Sort("name", "name"), Sort("starts", "starts", nullable=True),
        Sort("inquiries", "counted", nullable=True, type=Campaign._meta.pk),
    ),
    default="-starts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A campaign with what it brought; without campaign, all that came without one."""

    campaign: Campaign | None
    brought: Brought

    @property
    def costs_each(self) -> list[dict[str, Any]]:
        """What an inquiry, a lead, an order cost, in each currency in which something was spent."""
        of = self.brought
        return [
            {
                "currency": one.currency,
                "inquiry": one.cost_of(of.inquiries),
                "lead": one.cost_of(of.qualified),
                "order": one.cost_of(one.orders),
            }
            for one in of.money
            if one.cost
        ]


@require_http_methods(["GET", "POST"])
def campaigns(request: HttpRequest) -> HttpResponseBase:
    """All campaigns with cost, inquiries, verdicts, orders and return."""
    now, user = timezone.now(), signed_in(request)
    rows = Campaign.objects.all()
    if request.GET.get("sort", "").removeprefix("-") == "inquiries":
        made = (
            Inquiry.objects.filter(campaign=OuterRef("pk"), withdrawn_at=None).order_by().values("campaign")
        )
        rows = rows.annotate(counted=Subquery(made.annotate(counted=Count("id")).values("counted")))
    if request.method == "POST":
        found = brought(now)
        return _exported(request, rows, found)
    shown = replace(CAMPAIGNS, columns=COLUMNS).open(request, rows)
    found = brought(now)
    page = {
        "list": shown, "sort": shown.sort, "now": now, "judged_after": JUDGED_AFTER, "none": found.get(None),
        "lines": [Line(one, found.get(one.id, Brought(one.id))) for one in shown.rows],
        "may_edit": user.role in MAY_EDIT,
    }  # fmt: skip
    return render(request, "campaigns/list.html", page)


def _exported(request: HttpRequest, rows: Any, found: Mapping[int | None, Brought]) -> HttpResponseBase:
    """The list as a file: one row a campaign, the amounts of each currency in one cell."""
    columns = tuple(_column(head, value, found) for head, value in FIGURES.items())
    shown = replace(CAMPAIGNS, columns=columns).open(request, rows)
    return shown.export or render(request, "campaigns/list.html", {"list": shown, "lines": []}, status=400)


def _column(head: str, value: Any, found: Mapping[int | None, Brought]) -> Column:
    return Column(head, lambda row: value(Line(row, found.get(row.id, Brought(row.id)))))


def _amounts(line: Line, of: str) -> str:
    amounts = [(getattr(one, of), one.currency) for one in line.brought.money]
    return ", ".join(f"{amount:.2f} {currency}" for amount, currency in amounts if amount is not None)


def _rois(line: Line) -> str:
    if not line.brought.is_ripe:
        return "too young to judge"
    return ", ".join(
        f"{one.roi:.3f} ({one.basis}, {one.currency})" for one in line.brought.money if one.roi is not None
    )


FIGURES: Mapping[str, Any] = {
    "Campaign": lambda line: line.campaign.name,
    "Code": lambda line: line.campaign.code,
    "Channel": lambda line: line.campaign.channel,
    "First day": lambda line: line.campaign.starts,
    "Last day": lambda line: line.campaign.ends,
    "Cost": lambda line: _amounts(line, "cost"),
    "Inquiries": lambda line: line.brought.inquiries,
    "Prospects": lambda line: line.brought.prospects,
    "Qualified": lambda line: line.brought.qualified,
    "Nurture": lambda line: line.brought.nurture,
    "Disqualified": lambda line: line.brought.disqualified,
    "No verdict yet": lambda line: line.brought.none,
    "Followed up": lambda line: line.brought.followed.part,
    "Of": lambda line: line.brought.followed.whole,
    "Orders": lambda line: line.brought.orders,
    "Revenue": lambda line: _amounts(line, "revenue"),
    "Margin": lambda line: _amounts(line, "margin"),
    "ROI": _rois,
    "Bought from us": lambda line: line.brought.bought,
    "Bought elsewhere": lambda line: line.brought.elsewhere,
    "Expected buyers (Rule of 45)": lambda line: line.brought.yardstick(Decimal(45)).expected,
}
COLUMNS = (
    Column("Campaign", str),
)  # that there is a file to be had; its columns are measured when it is asked for
