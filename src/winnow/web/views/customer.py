"""One customer: orders, reasons, outcomes, people, time, next step; and what can be done."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from winnow.customers import queries
from winnow.customers.models import Customer
from winnow.customers.words import REACHED_TEXTS, REMEDIES, STEP_TEXTS, Reached, Step
from winnow.flow.customers.caring import Done, Plan, Said, done, note, plan
from winnow.flow.customers.serving import Served, serve
from winnow.flow.scene import Refused
from winnow.procedure.queries import in_force
from winnow.prospects.access import may_act, visible
from winnow.prospects.models import Prospect
from winnow.prospects.words import Role, TouchKind
from winnow.web.forms.customers import BECAUSE, DoneForm, PlanForm, ServedForm, ToldForm, outcome_field
from winnow.web.views.customers import named, places, rows_of
from winnow.web.views.customers_given import takers
from winnow.web.views.customers_time import time_of
from winnow.web.views.deal_others import of_customer as deals_of
from winnow.web.views.prospect_access import PersonRequest, back, refusals, seen

NEWEST = 5  # inquiries on the page


@require_GET
def page(request: PersonRequest, pk: int) -> HttpResponse:
    """Everything about one customer."""
    return shown(request, customer_of(request, pk))


def customer_of(request: PersonRequest, pk: int) -> Customer:
    """Raises Http404 for one that this person may not see."""
    row: Customer | None = rows_of(request).filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such customer, or it is another team's.")
    return row


def may_look_after(request: PersonRequest, row: Customer) -> bool:
    """Its owner, managers and admins."""
    return row.ended_at is None and (
        row.owner_id == request.user.pk or request.user.role in (Role.MANAGER, Role.ADMIN)
    )


def shown(request: PersonRequest, row: Customer, status: int = 200, **bound: Any) -> HttpResponse:
    procedure, now = in_force()[1], timezone.now()
    texts = {one.key: one.text for one in procedure.outcomes}
    step = request.GET.get("step", "")
    people = queries.people(row).filter(pk__in=visible(request.user)).select_related("person", "owner")
    context = {
        "row": row, "name": named(row), "now": now, "acts": may_look_after(request, row),
        "step": STEP_TEXTS[Step(row.next_step)] if row.next_step else "", "currency": procedure.company.currency,
        "orders": queries.orders(row.pk).select_related("prospect__person"),
        **deals_of(request, row, people),
        "told": [(one, texts.get(one.outcome, one.outcome), REACHED_TEXTS[Reached(one.reached)])
                 for one in row.told.select_related("by").order_by("-at", "-id")],
        "people": people, "inquiries": queries.inquiries(row, visible(request.user))[:NEWEST],
        "served": bound.get("served") or _served_form(request, row),
        "form": bound.get("form") or PlanForm(
            request.user.zone, takers(request), initial=step if step in REMEDIES else ""
        ),
        "opened": bool(step) or "form" in bound, "trouble": bound.get("trouble", ""),
        **time_of(row, request.user.zone, procedure.company.currency), **places(request, ""),
    }  # fmt: skip
    return render(request, "customers/customer.html", context, status=status)


def _served_form(request: PersonRequest, row: Customer, data: Any = None) -> ServedForm | None:
    """With those of its people whom this person may see; None without any."""
    rows = Prospect.objects.filter(member__customer=row.pk, merged_into=None, pk__in=visible(request.user))
    people = list(rows.select_related("person").order_by("pk"))
    return ServedForm(people, data) if people and row.ended_at is None else None


@require_POST
def served(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep what support took; whoever sees the customer may have been asked."""
    row, now = customer_of(request, pk), timezone.now()
    form = _served_form(request, row, request.POST)
    if form is None:
        raise Http404("Nobody of this customer is known to you.")
    if not form.is_valid():
        return shown(request, row, 422, served=form)
    asked = form.cleaned_data
    one = Served(
        asked["prospect"], now, request.user.pk, TouchKind(asked["kind"]), asked["minutes"], asked["note"]
    )
    try:
        with transaction.atomic():
            serve([one], now=now)
    except Refused as refused:
        return shown(request, row, 422, served=form, trouble=str(refused))
    messages.success(request, f"{asked['minutes']} minutes are noted.")
    return redirect("customer", pk)


@require_POST
def planned(request: PersonRequest, pk: int) -> HttpResponse:
    """Set the next step, with its reason."""
    row, now = customer_of(request, pk), timezone.now()
    if not may_look_after(request, row):
        raise PermissionDenied(f"{row.owner} looks after this customer. Ask them, or a manager.")
    form = PlanForm(request.user.zone, takers(request), request.POST)
    if not form.is_valid():
        return shown(request, row, 422, form=form)
    asked = form.cleaned_data
    owner = int(asked["owner"]) if asked["owner"] else None
    wanted = Plan(pk, Step(asked["step"]), now, request.user.pk, asked["reason"], form.due_at(), owner)
    try:
        with transaction.atomic():
            plan([wanted], now=now)
    except Refused as refused:
        return shown(request, row, 422, form=form, trouble=str(refused))
    messages.success(request, "The next step is set.")
    return redirect("customer", pk)


def acting(request: PersonRequest, number: int) -> Prospect:
    """A prospect of a customer whom this person works with. Raises Http404, PermissionDenied."""
    row = seen(request, number)
    keeper = queries.owners_of([row.pk]).get(row.pk)
    if keeper != request.user.pk and not may_act(request.user, row, timezone.now()):
        raise PermissionDenied(f"{row.owner} has this prospect. Ask them, or your manager.")
    return row


@require_POST
@refusals
def told(request: PersonRequest, prospect: int) -> HttpResponse:
    """Keep what they said, in the midst of other work."""
    row, now = acting(request, prospect), timezone.now()
    form = ToldForm(in_force(now)[1], data=request.POST)
    if not form.is_valid():
        return render(
            request, "customers/told_again.html", {"row": row, "told_form": form, "now": now}, status=422
        )
    asked = form.cleaned_data
    words = {name: asked[name] for name in ("why", "because", "words", "outcome", "said_by")}
    with transaction.atomic():
        note([Said(row.pk, now, request.user.pk, reached=Reached(asked["reached"]), **words)], now=now)
    messages.success(request, "What they told us is kept.")
    return back(request, row.pk)


@require_POST
@refusals
def done_with(request: PersonRequest, prospect: int) -> HttpResponse:
    """The step is done: off the desk, and the next one dated."""
    row, now = acting(request, prospect), timezone.now()
    form = DoneForm(request.user.zone, request.POST)
    if not form.is_valid():
        return render(
            request, "customers/told_again.html", {"row": row, "care_form": form, "now": now}, status=422
        )
    with transaction.atomic():
        done([Done(row.pk, now, request.user.pk, form.cleaned_data["note"], form.next_at())], now=now)
    messages.success(request, f"Done. {row.person} comes back on the day of the next step.")
    return back(request, row.pk)


@require_GET
def suggested(request: PersonRequest) -> HttpResponse:
    """A part of the page: our outcomes, the one that fits their words chosen."""
    form = ToldForm(in_force()[1])
    name = "because" if "why" in request.GET else "outcome"
    words, label = (
        (request.GET.get("why", ""), BECAUSE) if name == "because" else (request.GET.get("words", ""), "")
    )
    known = {"label": label} if label else {}
    form.fields[name] = outcome_field(in_force()[1], words[:4000], **known)
    return render(request, "customers/outcome.html", {"field": form[name]})
