"""A campaign's dated costs: added, corrected, removed, each with its Event."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.people.actions.record import NotDone
from winnow.prospects.actions import campaigns as actions
from winnow.prospects.models import Campaign, Cost
from winnow.web.forms.campaigns import CostForm
from winnow.web.views.account import signed_in
from winnow.web.views.campaigns_page import done, page_of

SALT = "winnow.web.cost"
A_DAY = 24 * 60 * 60


@require_POST
def cost_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Money spent on a day."""
    row = get_object_or_404(Campaign, pk=pk)
    form = CostForm(request.POST)
    by = signed_in(request)
    if done(request, form, lambda: actions.add_cost(row, **form.cleaned_data, by=by, now=timezone.now())):
        messages.success(request, "The cost is added.")
        return redirect(f"{reverse('campaign', args=[pk])}#costs")
    return render(request, "campaigns/campaign.html", page_of(request, row, cost_form=form), status=422)


@require_http_methods(["GET", "POST"])
def cost_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was written."""
    row = get_object_or_404(Cost.objects.select_related("campaign"), pk=pk)
    now_said = {name: getattr(row, name) for name in ("at", "amount", "currency", "note")}
    form = CostForm(request.POST or None, initial=now_said)
    by = signed_in(request)
    if done(request, form, lambda: actions.edit_cost(row, **form.cleaned_data, by=by, now=timezone.now())):
        messages.success(request, "The cost is corrected.")
        return redirect(f"{reverse('campaign', args=[row.campaign_id])}#costs")
    page = {"form": form, "campaign": row.campaign, "cost": row}
    return render(request, "campaigns/cost.html", page, status=422 if form.errors else 200)


@require_POST
def cost_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove it; the undo puts it back."""
    row = get_object_or_404(Cost.objects.select_related("campaign"), pk=pk)
    campaign, number = row.campaign_id, row.pk
    by = signed_in(request)
    was = actions.drop_cost(row, by=by, now=timezone.now())
    sealed = signing.dumps([by.pk, campaign, number, dict(was)], salt=SALT, compress=True)
    undo = reverse("cost_restore", args=[sealed])
    messages.success(request, "The cost is removed.", extra_tags=f"undo:{undo}")
    return redirect(f"{reverse('campaign', args=[campaign])}#costs")


@require_POST
def cost_restore(request: HttpRequest, sealed: str) -> HttpResponse:
    """Undo of a removal, for a day, by who removed it."""
    try:
        by, campaign, number, was = signing.loads(sealed, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError):
        by = None
    if by != signed_in(request).pk:
        messages.error(request, "This cannot be undone any more. Add the cost again.")
        return redirect("campaigns")
    row = get_object_or_404(Campaign, pk=campaign)
    try:
        actions.restore_cost(row, number, was, by=signed_in(request), now=timezone.now())
    except NotDone as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "The cost is back.")
    return redirect(f"{reverse('campaign', args=[campaign])}#costs")
