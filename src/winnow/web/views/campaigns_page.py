"""One campaign: its return, its months, its dispositions by owner and age, its costs."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from winnow.measure.queries import campaigns as measure
from winnow.measure.queries.campaigns import Brought, brought, ripe_on
from winnow.measure.returns import JUDGED_AFTER, RULE_OF_45
from winnow.nurture.models import Question
from winnow.nurture.queries import strata
from winnow.nurture.replies import Replies, replies
from winnow.people.actions.record import NotDone
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.actions import campaigns as actions
from winnow.prospects.models import Campaign
from winnow.web.forms.campaigns import CampaignForm, CostForm, ShareForm
from winnow.web.views.account import signed_in
from winnow.web.views.campaigns import MAY_EDIT, Line
from winnow.web.views.campaigns_chart import Bars, bars

AGES = ("Under 7 days", "7–30 days", "30–90 days", "Older")
OUTCOMES = (
    ("qualified", "Qualified"), ("nurture", "Nurture"), ("disqualified", "Disqualified"), ("none", "No verdict yet"),
)  # fmt: skip


@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """What one campaign returned, and what became of everybody whom it brought."""
    row = get_object_or_404(Campaign, pk=pk)
    return render(request, "campaigns/campaign.html", page_of(request, row))


def page_of(request: HttpRequest, row: Campaign, **more: Any) -> dict[str, Any]:
    """Everything that the page shows; `more` replaces parts of it, as a form with its errors."""
    now = timezone.now()
    of = brought(now, [row.id]).get(row.id, Brought(row.id))
    months = measure.months(row.id)
    _, procedure = in_force(now)
    page = {
        "campaign": row, "line": Line(row, of), "brought": of, "now": now, "judged_after": JUDGED_AFTER,
        "ripe_on": None if of.is_ripe else ripe_on(row.id), "yardstick": of.yardstick(_share(request)),
        "chart": _chart(row, months), "months": months, "verdicts": _verdicts(row, of),
        "dispositions": _dispositions(row, procedure), "ages": AGES, "owners": _owners(row, now),
        "costs": row.costs.order_by("-at", "-id"), "urls": {what: behind(row, what) for what in LINKED},
        "cost_form": CostForm(initial={"at": now.date(), "currency": procedure.company.currency}),
        "may_edit": signed_in(request).role in MAY_EDIT, "asked": _asked(row),
        "breadcrumbs": [{"label": "Campaigns", "url": reverse("campaigns")}, {"label": row.name, "url": ""}],
    }  # fmt: skip
    return page | more


def _asked(row: Campaign) -> Replies | None:
    """What those of this campaign say who were asked whether they bought; None if nobody was."""
    found = replies(strata(Question.objects.filter(prospect__campaign=row)))
    return found if found.asked else None


LINKED = ("inquired", "followed", "untouched", "bought", "elsewhere")


def behind(row: Campaign, what: str) -> str:
    """The address of the prospects behind a figure of this campaign."""
    return f"{reverse('coverage_prospects')}?{urlencode({'campaign': row.id, 'days': 'all', 'what': what})}"


def _share(request: HttpRequest) -> Decimal:
    form = ShareForm(request.GET)
    if not form.is_valid():
        raise BadRequest("The share of buyers is a number of per cent from 0 to 100.")
    given: Decimal | None = form.cleaned_data["share"]
    return RULE_OF_45 if given is None else given


def _verdicts(row: Campaign, of: Brought) -> list[dict[str, Any]]:
    return [
        {"label": label, "count": getattr(of, what), "url": behind(row, what),
         "share": getattr(of, what) / of.prospects if of.prospects else None}
        for what, label in OUTCOMES
    ]  # fmt: skip


def _chart(row: Campaign, months: Any) -> Bars | None:
    points = [(f"{one.first:%b %Y}", (one.prospects, one.qualified, one.bought)) for one in months]
    return bars(points) if points else None


def _dispositions(row: Campaign, procedure: Any) -> list[dict[str, Any]]:
    """Each disposition in the procedure's words, with its share of all touches."""
    found = measure.dispositions(row.id)
    total = sum(count for _, count in found)
    rules = {key: procedure.disposition(key) for key, _ in found}
    return [
        {"label": rules[key].text if rules[key] else key.replace("_", " ") or "none", "count": count,
         "share": count / total}
        for key, count in found
    ]  # fmt: skip


def _owners(row: Campaign, now: Any) -> list[dict[str, Any]]:
    """Who has given dispositions to this campaign's prospects, and who has not; the most untouched first."""
    found = measure.by_owner_and_age(row.id, now)
    names = dict(User.objects.values_list("id", "name"))
    rows = [{"name": names.get(one.owner, "Nobody"), "by_age": one.by_age, "all": one.all} for one in found]
    return sorted(rows, key=lambda one: (one["all"].part - one["all"].whole, one["name"]))


@require_http_methods(["GET", "POST"])
def campaign_add(request: HttpRequest) -> HttpResponse:
    """A new one."""
    form = CampaignForm(request.POST or None)
    by = signed_in(request)
    row = done(request, form, lambda: actions.add_campaign(form.told, by=by, now=timezone.now()))
    if row:
        messages.success(
            request, f"“{row.name}” is there. Add what it costs, so that its return can be told."
        )
        return redirect("campaign", pk=row.pk)
    return render(request, "campaigns/add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name, channel, code and days."""
    row = get_object_or_404(Campaign, pk=pk)
    fields = ("name", "channel", "code", "starts", "ends")
    form = CampaignForm(request.POST or None, initial={field: getattr(row, field) for field in fields})
    by = signed_in(request)
    if done(request, form, lambda: actions.edit_campaign(row, form.told, by=by, now=timezone.now())):
        messages.success(request, "Saved.")
        return redirect("campaign", pk=pk)
    page = {"form": form, "campaign": Campaign.objects.get(pk=pk)}
    return render(request, "campaigns/edit.html", page, status=422 if form.errors else 200)


def done(request: HttpRequest, form: Any, act: Callable[[], Any]) -> Any:
    """What the action returned, or None where the form or the action refuses; the form says why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except NotDone as refusal:
        form.add_error(None, str(refusal))
        return None
