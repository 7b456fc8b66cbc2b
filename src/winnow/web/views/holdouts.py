"""A campaign's hold-outs: drawn before it starts, told by what the two parts ordered."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.flow import holding_out
from winnow.measure.canonical import Unknown
from winnow.people.actions.record import NotDone
from winnow.prospects.models import Campaign
from winnow.tables import TableError, read
from winnow.web.access import may_export
from winnow.web.exports import Column, csv_of_lines
from winnow.web.forms.holdouts import HoldOutForm
from winnow.web.views.account import signed_in
from winnow.web.views.campaigns import MAY_EDIT

YOUNG = timedelta(days=30)  # before, a hold-out has hardly had time to show anything


@require_http_methods(["GET", "POST"])
def holdouts(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What each brought so far; a POST draws one and answers with the file of those to be touched."""
    row, now = get_object_or_404(Campaign, pk=pk), timezone.now()
    user = signed_in(request)
    form = HoldOutForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _drawn(request, row, form, now)
        except (NotDone, TableError) as error:
            form.add_error("file", str(error))
    found = [_told(holding_out.compared(one, now), now) for one in row.holdouts.order_by("-drawn_at")]
    page = {
        "campaign": row, "form": form, "found": found, "may_edit": user.role in MAY_EDIT, "now": now,
        "breadcrumbs": [
            {"label": "Campaigns", "url": reverse("campaigns")},
            {"label": row.name, "url": reverse("campaign", args=[row.pk])},
            {"label": "Hold-outs", "url": ""},
        ],
    }  # fmt: skip
    return render(request, "campaigns/holdouts.html", page, status=422 if form.errors else 200)


def _drawn(request: HttpRequest, row: Campaign, form: HoldOutForm, now: Any) -> HttpResponseBase:
    said = form.cleaned_data
    if not may_export(request.user):
        raise NotDone(
            "Your role does not take lists out of Winnow, and this one is needed to send the campaign."
        )
    people = holding_out.audience(read(said["file"]), said["column"])
    division = holding_out.draw(row, people, said["per_cent"] / 100, by=signed_in(request), now=now)
    columns = [Column("email", lambda one: one)]
    return csv_of_lines(request, f"touch-{division.holdout.pk}", columns, division.touch, campaign=row.name)


def _told(one: holding_out.Compared, now: Any) -> dict[str, Any]:
    found = None if isinstance(one.found, Unknown) else one.found
    return {
        "row": one.holdout, "touched": one.touched, "held": one.held, "found": found, "currency": one.currency,
        "unknown": one.found.reason if isinstance(one.found, Unknown) else "",
        "is_young": now - one.holdout.drawn_at < YOUNG,
        "points": [100 * value for value in (found.difference, found.low, found.high)] if found else None,
    }  # fmt: skip
