"""The purge review: what is neither big nor moving, what its going frees and costs; keep, purge, undo; the proof."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from winnow.deals import queries
from winnow.deals.models import Purge
from winnow.deals.sieve import Scope
from winnow.flow.deals import purging
from winnow.flow.deals.judging import Judgement
from winnow.flow.deals.proving import proof
from winnow.flow.deals.purging import Review
from winnow.flow.deals.sending_back import SendBack, send_back
from winnow.flow.scene import Refused
from winnow.procedure.queries import in_force
from winnow.prospects.access import sees, visible
from winnow.web.forms.deals import BecauseForm, KeepForm
from winnow.web.lists import Listing, Sort, picked
from winnow.web.views.deal import opportunity, shown
from winnow.web.views.deals_board import places
from winnow.web.views.prospect_access import PersonRequest, refusals, seen, worked_on

SHOWN = 200  # rows on one page; a purge takes what is ticked, and the rest the next time
HISTORY = Listing(name="purges", noun="purges", sorts=(Sort("new", "at"),), default="-new", size=10)


@require_GET
def review_page(request: PersonRequest) -> HttpResponse:
    """The dry run: looking writes nothing."""
    return _page(request)


def _page(request: PersonRequest, status: int = 200, **more: Any) -> HttpResponse:
    now = timezone.now()
    found = purging.review(now, Scope(sees=sees(request.user)), SHOWN)
    rule = found.procedure.deals.purge
    purges = HISTORY.open(request, _purges(request))
    context = {
        "rows": _rows(found, now), "count": found.count, "left_out": max(found.count - SHOWN, 0),
        "warned": found.warned, "fresh": found.fresh, "worth": found.worth, "rule": rule, "now": now,
        "currency": found.procedure.company.currency, "form": BecauseForm(), "keep_most": rule.keep_days,
        "history": _history(purges.rows, now, rule.undo_days), "list": purges, "days": purging.SPENT_SINCE.days,
        **places(request, "purge"), **more,
    }  # fmt: skip
    return render(request, "purge/review.html", context, status=status)


def _rows(found: Review, now: datetime) -> list[dict[str, Any]]:
    if not found.due:
        return []
    known, judgement = queries.shown(found.due), Judgement.at(now)
    judged, spent = judgement.of(known.values()), queries.minutes(list(known), now - purging.SPENT_SINCE)
    keeps = found.procedure.deals.purge.keeps
    return [
        {
            "row": known[number], "why": judgement.why(judged[number]), "odds": odds,
            "minutes": spent.get(number, 0), "keeps_left": keeps - known[number].keeps,
        }
        for number, odds in found.due.items()
    ]  # fmt: skip


def _purges(request: PersonRequest) -> QuerySet[Purge]:
    """Those of their own team; of whoever made one for several teams, only who manages all of them takes it back."""
    rows, scope = Purge.objects.select_related("by"), sees(request.user)
    return rows if scope is None else rows.filter(by__team_id=scope.team)


def _history(rows: list[Purge], now: datetime, days: int) -> list[dict[str, Any]]:
    return [
        {"purge": row, "may_undo": row.undone_at is None and row.at + timedelta(days=days) >= now}
        for row in rows
    ]


@require_POST
def run(request: PersonRequest) -> HttpResponse:
    """Give what is ticked to nurture."""
    form, now = BecauseForm(request.POST), timezone.now()
    numbers = picked(request, SHOWN)
    mine = list(visible(request.user).filter(id__in=numbers).values_list("id", flat=True))
    if not form.is_valid():
        return _page(request, 422, form=form)
    if not mine:
        return _page(request, 422, form=form, trouble="Tick those that are to go.")
    try:
        with transaction.atomic():
            done = purging.purge(mine, by=request.user.pk, reason=form.cleaned_data["reason"], now=now)
    except Refused as refusal:
        return _page(request, 422, form=form, trouble=str(refusal))
    left = f" {len(done.left)} stayed: a promise to them is due." if done.left else ""
    undo = reverse("purge_undo", args=[done.purge.pk])
    messages.success(request, f"{done.purge.count} went to nurture.{left}", extra_tags=f"undo:{undo}")
    return redirect("purge")


@require_POST
@refusals
def kept(request: PersonRequest, prospect: int) -> HttpResponse:
    """One stays all the same, with a reason and until a day."""
    row, now = worked_on(request, prospect), timezone.now()
    form = KeepForm(request.POST, most=in_force(now)[1].deals.purge.keep_days)
    if not form.is_valid():
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _page(request, 422, trouble=f"{row.person} was not kept: {said}")
    until = now + timedelta(days=form.cleaned_data["days"])
    try:
        with transaction.atomic():
            purging.keep(row.pk, by=request.user.pk, reason=form.cleaned_data["reason"], until=until, now=now)
    except Refused as refusal:
        return _page(request, 422, trouble=f"{row.person} was not kept: {refusal}")
    messages.success(request, f"{row.person} stays until {until:%-d %b}.")
    return redirect("purge")


@require_POST
def undone(request: PersonRequest, pk: int) -> HttpResponse:
    """Bring back what a purge took."""
    now = timezone.now()
    get_object_or_404(_purges(request), pk=pk)
    try:
        back, problems = purging.undo(pk, by=request.user.pk, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("purge")
    messages.success(request, f"{back} came back to their sellers.")
    for problem in problems[:3]:
        messages.warning(request, problem)
    return redirect("purge")


@require_GET
def proof_page(request: PersonRequest) -> HttpResponse:
    """Before and after, and what cannot be concluded."""
    context = {"proof": proof(timezone.now()), **places(request, "purge_proof")}
    return render(request, "purge/proof.html", context)


@require_POST
@refusals
def sent_back(request: PersonRequest, prospect: int) -> HttpResponse:
    """A lost one goes back to its seller, once."""
    row, now = seen(request, prospect), timezone.now()
    form = BecauseForm(request.POST, "back")
    if not form.is_valid():
        return shown(request, row, opportunity(row), 422, send_back=form)
    try:
        with transaction.atomic():
            send_back([SendBack(row.pk, now, request.user.pk, form.cleaned_data["reason"])], now=now)
    except Refused as refusal:
        return shown(request, row, opportunity(row), 422, trouble=str(refusal))
    messages.success(request, "Sent back to its seller.")
    return redirect("deal", row.pk)
