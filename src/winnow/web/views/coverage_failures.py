"""What the worker could not do: pushed forward, tried again, and shown here until it worked."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.followup.models import Failure
from winnow.prospects.access import of_visible
from winnow.web.lists import Column, Listing, Sort, whether
from winnow.web.views.account import signed_in

FAILURES = Listing(
    name="failures",
    noun="failures",
    filters=(
        whether("state", "Which", "settled_at", (("open", "Not done yet"), ("settled", "Worked since"))),
    ),
    sorts=(Sort("at", "at"),),
    default="-at",
    columns=(
        Column("At", lambda row: row.at),
        Column("Prospect", lambda row: row.prospect_id),
        Column("What", lambda row: row.what),
        Column("Error", lambda row: row.error),
        Column("Worked at", lambda row: row.settled_at),
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def coverage_failures(request: HttpRequest) -> HttpResponseBase:
    """Newest first, of the prospects that this manager answers for."""
    user = signed_in(request)
    rows = Failure.objects.select_related("prospect__person", "prospect__owner")
    if user.team_id and user.role != "admin":
        rows = rows.filter(of_visible(user))
    shown = FAILURES.open(request, rows)
    page = {"list": shown, "sort": shown.sort, "now": timezone.now()}
    return shown.export or render(request, "coverage/failures.html", page)
