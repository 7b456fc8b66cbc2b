"""The verdict, and a seller's yes or no: thin doors to the flow."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from winnow.flow.scene import Refused
from winnow.flow.verdicts import Decide, Respond, decide, respond
from winnow.flow.work import Dispose, dispose
from winnow.prospects.models import Prospect
from winnow.prospects.words import Verdict
from winnow.web.forms.instants import morning_of
from winnow.web.forms.verdict import ReplyForm, VerdictForm
from winnow.web.views.desk import again
from winnow.web.views.desk_page import Sheet, sheet
from winnow.web.views.prospect import newest_event
from winnow.web.views.prospect_access import PersonRequest, refusals, worked_on
from winnow.web.views.verdict_panel import replying, verdict_panel


@require_GET
def choosing(request: PersonRequest, prospect: int) -> HttpResponse:
    """A part of the page: what a verdict asks for, and for a lead to whom it goes and why."""
    row = worked_on(request, prospect)
    of = sheet(row, request.user, timezone.now(), newest=1)
    verdict = _verdict(request.GET.get("verdict", ""))
    return render(request, "desk/verdict_fields.html", {"verdict": verdict_panel(of, verdict), "row": row})


@require_POST
@refusals
def decided(request: PersonRequest, prospect: int) -> HttpResponse:
    """Qualified, nurture or disqualified; the conversation it rests on is logged with it."""
    row, now = worked_on(request, prospect), timezone.now()
    of = sheet(row, request.user, now)
    verdict = _verdict(request.POST.get("verdict", ""))
    panel = verdict_panel(of, verdict, request.POST)
    form: VerdictForm = panel["form"]
    if verdict is None or not form.is_valid():
        return again(request, row, verdict=panel)
    try:
        with transaction.atomic():
            _log_conversation(of, form)
            rows = decide([_decision(of, verdict, form)], now=now)
    except Refused as said:
        if type(said) is not Refused:
            raise
        return again(request, row, verdict={**panel, "trouble": str(said)})
    _tell(request, of, verdict, rows[row.id])
    return redirect("desk")


def _verdict(text: str) -> Verdict | None:
    return Verdict(text) if text in set(Verdict) else None


def _log_conversation(of: Sheet, form: VerdictForm) -> None:
    minutes = form.cleaned_data.get("minutes")
    rule = next((one for one in of.procedure.dispositions if one.then == "qualify"), None)
    if minutes is not None and rule is not None:
        dispose([Dispose(of.row.id, rule.key, of.now, of.user.id, minutes=minutes)], now=of.now)


def _decision(of: Sheet, verdict: Verdict, form: VerdictForm) -> Decide:
    said = form.cleaned_data
    return Decide(
        of.row.id, verdict, of.now, of.user.id, reason=said.get("reason", ""), note=said.get("note", ""),
        revisit=morning_of(said["day"], of.user.zone) if said.get("day") else None,
        to=int(said["to"]) if said.get("to") else None, despite=said.get("despite", ""),
        promised=bool(said.get("promised")),
    )  # fmt: skip


def _tell(request: PersonRequest, of: Sheet, verdict: Verdict, row: Prospect) -> None:
    person = of.row.person
    text = {
        Verdict.QUALIFIED: f"{person} is a lead, with {of.names.get(row.owner_id or 0, 'its seller')}.",
        Verdict.NURTURE: f"{person} is in nurture until its day comes.",
        Verdict.DISQUALIFIED: f"{person} is closed: disqualified.",
    }[verdict]
    tags = f"draft:prospect-{row.id}-verdict"
    if verdict is not Verdict.QUALIFIED:
        tags += f" undo:{reverse('prospect_undo', args=(row.id, newest_event(row.id)))}"
    messages.success(request, text, extra_tags=tags)


@require_POST
@refusals
def replied(request: PersonRequest, prospect: int) -> HttpResponse:
    """A seller accepts a handover, or rejects it with a reason."""
    row, now = worked_on(request, prospect), timezone.now()
    of = sheet(row, request.user, now, newest=1)
    form = ReplyForm(of.procedure, request.POST)
    if not form.is_valid():
        return again(
            request,
            row,
            reply={**replying(of.procedure, request.POST), "trouble": "Accept it, or choose why not."},
        )
    said = form.cleaned_data
    yes = said["answer"] == "yes"
    with transaction.atomic():
        respond(
            [Respond(row.id, yes, now, request.user.id, "" if yes else said["answer"], said["note"])], now=now
        )
    messages.success(
        request, f"{row.person} is yours: an opportunity." if yes else f"{row.person} went back to the desk."
    )
    return redirect("desk")
