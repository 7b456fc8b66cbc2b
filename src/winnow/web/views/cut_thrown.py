"""Whom the cut threw away. The honest sample is not among them, and stands in no list."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.prospects.access import visible
from winnow.prospects.words import State
from winnow.qualify.cutting import queries
from winnow.web.lists import Column, Listing, Sort, days, row_of, same
from winnow.web.views.account import signed_in


def _cuts(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(one.pk), f"Cut {one.pk} of {one.at:%Y-%m-%d}") for one in queries.history()[:100]]


THROWN = Listing(
    name="thrown-away",
    noun="prospects",
    filters=(
        same("state", "Now", "state", options=tuple((one.value, one.value.capitalize()) for one in State)),
        row_of("cut", "By", "placement__cut_id", _cuts),
        days("since", "Since", "placement__at__date__gte"),
    ),
    sorts=(
        Sort("at", "placement__at"),
        Sort("odds", "placement__probability"),
        Sort("rank", "placement__rank", nullable=True),
    ),
    default="-at",
    columns=(
        Column("Prospect", lambda row: row.id),
        Column("Name", lambda row: str(row.person)),
        Column("Thrown away", lambda row: row.placement.at),
        Column("Cut", lambda row: row.placement.cut_id),
        Column("Rank in its batch", lambda row: row.placement.rank),
        Column("Odds", lambda row: row.placement.probability),
        Column("Now", lambda row: row.state),
    ),
)


@require_http_methods(["GET", "POST"])
def thrown(request: HttpRequest) -> HttpResponseBase:
    """The newest first, with what has become of them."""
    rows = visible(signed_in(request)).filter(queries.THROWN_AWAY).select_related("person", "placement")
    shown = THROWN.open(request, rows)
    page = {
        "list": shown, "sort": shown.sort, "now": timezone.now(),
        "breadcrumbs": [{"label": "The cut", "url": reverse("cut")}, {"label": "Thrown away", "url": ""}],
    }  # fmt: skip
    return shown.export or render(request, "cut/thrown.html", page)
