"""A prospect's own page: everything that is known, everything that happened, everything that can be done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from winnow.procedure.schema import Procedure
from winnow.prospects import queries
from winnow.prospects.access import may_act
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Inquiry
from winnow.prospects.words import Outcome, Role
from winnow.qualify.models import Handover
from winnow.web.forms.acts import (
    LogForm,
    NurtureForm,
    OrderForm,
    ReassignForm,
    ReopenForm,
    RescheduleForm,
    TakeBackForm,
)
from winnow.web.forms.ending import EndForm
from winnow.web.views.customer_panel import panel
from winnow.web.views.deal_others import of_prospect as further
from winnow.web.views.desk_page import Sheet, card, sheet
from winnow.web.views.offers_listed import of_prospect
from winnow.web.views.prospect_access import PersonRequest, read

SHOWN = 200  # events on one page; the rest behind a link
FORMS: dict[str, Any] = {
    "touch": LogForm, "reschedule": RescheduleForm, "reassign": ReassignForm, "nurture": NurtureForm,
    "reopen": ReopenForm, "mistake": TakeBackForm, "order": OrderForm,
}  # fmt: skip
ENDS = (Outcome.BOUGHT_ELSEWHERE, Outcome.NOT_BUYING, Outcome.INVALID, Outcome.DO_NOT_CONTACT)


@require_GET
def prospect(request: PersonRequest, prospect: int) -> HttpResponse:
    """Merged prospects lead to the one that has them now."""
    row = read(request, prospect)
    if row.merged_into_id and "here" not in request.GET:
        return redirect("prospect", row.merged_into_id)
    newest = None if "all" in request.GET else SHOWN
    return page(request, sheet(row, request.user, timezone.now(), newest))


def page(request: PersonRequest, of: Sheet, status: int = 200, **bound: Any) -> HttpResponse:
    """`bound` are forms that were sent and are shown again with what is wrong, by their names."""
    row = of.row
    acts = may_act(request.user, row, of.now) and not row.merged_into_id
    context = {
        **card(of), "acts": acts, "orders": queries.orders(of.history.members),
        "handovers": Handover.objects.filter(prospect_id__in=of.history.members)
        .select_related("giver", "taker").order_by("-id"),
        "minutes": sum(touch.minutes for touch in of.history.touches), "trouble": bound.pop("trouble", ""),
        "ended_for": ended_for(row.outcome, row.outcome_reason, of.procedure),
        "opened": request.GET.get("do", "") or next(iter(bound), ""), **panel(of), **of_prospect(row, acts),
        **further(request, row, acts),
    }  # fmt: skip
    if acts:
        context |= _actions(request, of, bound)
    _mark_undoable(context["moments"], of)
    return render(request, "prospects/prospect.html", context, status=status)


def ended_for(outcome: str, reason: str, procedure: Procedure) -> str:
    """The reason in the procedure's words; a word that it has no longer stands as it was written down."""
    known = procedure.qualification.disqualify_reasons
    if outcome in procedure.closing:
        known = (*procedure.closing[Outcome(outcome)].reasons, *known)
    said = {one.key: one.text for one in known}
    return said.get(reason) or reason.replace("_", " ").capitalize()


def _actions(request: PersonRequest, of: Sheet, bound: dict[str, Any]) -> dict[str, Any]:
    forms = {name: bound.get(name) or form(of) for name, form in FORMS.items() if _fits(name, of)}
    chosen = bound.get("outcome") or request.GET.get("outcome", "")
    outcome = Outcome(chosen) if chosen in set(ENDS) else None
    if outcome and of.row.is_open:
        forms["close"] = bound.get("close") or EndForm(of.procedure, of.row, outcome)
    ends = [(one.value, of.procedure.closing[one].text) for one in ENDS if one in of.procedure.closing]
    return {"forms": forms, "ends": ends, "outcome": outcome, "alike": queries.lookalikes(of.row)}


def _fits(name: str, of: Sheet) -> bool:
    """Which actions its state allows."""
    if name == "order":
        return of.row.outcome != Outcome.DO_NOT_CONTACT
    if name == "reopen":
        return of.row.state != "working" and of.row.outcome != Outcome.DO_NOT_CONTACT
    if name == "mistake":
        return not of.row.is_open and of.row.outcome != Outcome.BOUGHT and _may_say_mistake(of)
    if name == "nurture":
        return of.row.state == "working"
    return of.row.is_open


def _may_say_mistake(of: Sheet) -> bool:
    """A wish not to be contacted is not for everybody to take back."""
    return of.row.outcome != Outcome.DO_NOT_CONTACT or of.user.role in (Role.MANAGER, Role.ADMIN)


def _mark_undoable(moments: list[Any], of: Sheet) -> None:
    """The newest merge that still stands can be taken back from the timeline."""
    members = set(of.history.members)
    for place, moment in enumerate(moments):
        if moment.kind == Kind.MERGED and moment.facts.get("lose") in members:
            moments[place] = moment.undoable()
            return


@require_GET
def inquiry(request: PersonRequest, inquiry: int) -> HttpResponse:
    """One inquiry exactly as it came in."""
    one = get_object_or_404(Inquiry.objects.select_related("campaign"), id=inquiry)
    row = read(request, one.prospect_id)
    return render(
        request,
        "prospects/inquiry_page.html",
        {"one": one, "row": row, "now": timezone.now(), "person": row.person},
    )


def newest_event(prospect: int) -> int:
    """The number of the last thing that happened, so that exactly that can be undone."""
    return (
        Event.objects.filter(prospect_id=prospect).order_by("-id").values_list("id", flat=True).first() or 0
    )
