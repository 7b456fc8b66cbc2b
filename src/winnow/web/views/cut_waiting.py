"""Who waits for a seller, and how many open prospects each seller has under the limit."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.access import seen_by
from winnow.prospects.words import Role
from winnow.qualify.queries.waiting import waiting_with_managers
from winnow.route.queries import everybody
from winnow.route.rules import limit_of
from winnow.web.lists import Column, Filter, Listing, Sort, days
from winnow.web.views.account import signed_in

WAITING = Listing(
    name="waiting-for-a-seller",
    noun="leads",
    filters=(
        Filter(
            "q",
            "Lead or company",
            lambda text: Q(person__name__icontains=text) | Q(company__name__icontains=text),
        ),
        days("since", "Due since", "due_at__date__gte"),
        days("until", "Due until", "due_at__date__lte"),
    ),
    sorts=(Sort("due", "due_at"), Sort("score", "score"), Sort("name", "person__name")),
    default="due",
    columns=(
        Column("Prospect", lambda row: row.id),
        Column("Name", lambda row: str(row.person)),
        Column("Company", lambda row: str(row.company or "")),
        Column("With", lambda row: str(row.owner)),
        Column("Answer due", lambda row: row.due_at),
        Column("Score", lambda row: row.score),
    ),
)


@dataclass(frozen=True)
class Place:
    """One seller: open prospects, and how many they may have."""

    name: str
    open: int
    limit: int
    away: bool

    @property
    def is_full(self) -> bool:
        return self.open >= self.limit


@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest) -> HttpResponseBase:
    """The worker hands them on by itself as soon as somebody who may take them has room."""
    user, now = signed_in(request), timezone.now()
    rows = waiting_with_managers().filter(seen_by(user)).select_related("person", "company", "owner")
    shown = WAITING.open(request, rows)
    page = {
        "list": shown, "sort": shown.sort, "now": now, "places": _places(user),
        "limit": in_force(now)[1].routing.wip_limit,
        "breadcrumbs": [{"label": "The cut", "url": reverse("cut")}, {"label": "Waiting", "url": ""}],
    }  # fmt: skip
    return shown.export or render(request, "cut/waiting.html", page)


def _places(user: User) -> list[Place]:
    """Sellers whom this person may know of: a manager those of their team."""
    now = timezone.now()
    procedure = in_force(now)[1]
    people, loads = everybody(procedure, now)
    team = user.team.name if user.role == Role.MANAGER and user.team else ""
    mine = [one for one in people if one.role == Role.SELLER and one.active and team in ("", one.team)]
    return [
        Place(one.name, loads.get(one.id, 0), limit_of(one, procedure.routing), one.away)
        for one in sorted(mine, key=lambda one: one.name)
    ]
