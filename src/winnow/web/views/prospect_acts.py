"""The actions on a prospect's page, and their undo: each reads its form and calls the flow once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from winnow.flow.finish import Bought, Close, Reopen, Rest, close, nurture, order, reopen
from winnow.flow.scene import Refused
from winnow.flow.takeback import TakeBack, last_end, take_back
from winnow.flow.work import Dispose, Reassign, Reschedule, dispose, reassign, reschedule
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Direction, Outcome, TouchKind
from winnow.web.forms.ending import EndForm, mirrored
from winnow.web.views.desk_page import Sheet, sheet
from winnow.web.views.prospect import ENDS, FORMS, newest_event, page
from winnow.web.views.prospect_access import TOGETHER, PersonRequest, refusals, worked_on

Perform = Callable[[Sheet, Any], str]
UNDONE = "Undone"


@require_POST
@refusals
def act(request: PersonRequest, prospect: int, action: str) -> HttpResponse:
    """Do one thing; what is missing or refused is said beside its form, with everything typed still there."""
    row, now = worked_on(request, prospect), timezone.now()
    if action not in (*PERFORM, "close"):
        raise Http404("There is no such action.")
    of = sheet(row, request.user, now)
    outcome = request.POST.get("outcome", "")
    form, bound = _form(of, action, outcome, request.POST)
    if not form.is_valid():
        return page(request, of, 422, **bound)
    try:
        with transaction.atomic():
            said = PERFORM[action](of, form) if action != "close" else _close(of, form, Outcome(outcome))
    except Refused as refused:
        if type(refused) is not Refused:
            raise
        return page(request, of, 422, trouble=str(refused), **bound)
    messages.success(request, said, extra_tags=_tags(row, action, outcome))
    return redirect("prospect", row.id)


def _form(of: Sheet, action: str, outcome: str, data: Any) -> tuple[Any, dict[str, Any]]:
    if action != "close":
        form = FORMS[action](of, data)
        return form, {action: form}
    if outcome not in set(ENDS):
        raise Http404("There is no such outcome to close with.")
    form = EndForm(of.procedure, of.row, Outcome(outcome), data)
    return form, {"close": form, "outcome": outcome}


def _tags(row: Prospect, action: str, outcome: str) -> str:
    drafts = {"touch": "touch", "close": "end"}
    tags = f"draft:prospect-{row.id}-{drafts[action]}" if action in drafts else ""
    if action in UNDOABLE and outcome != Outcome.DO_NOT_CONTACT:  # which takes a manager, and a reason
        tags += f" undo:{reverse('prospect_undo', args=(row.id, newest_event(row.id)))}"
    return tags.strip()


def _touch(of: Sheet, form: Any) -> str:
    said = form.cleaned_data
    dispose(
        [Dispose(of.row.id, said["disposition"], of.now, of.user.id, kind=TouchKind(said["kind"]),
                 direction=Direction(said["direction"]), minutes=said["minutes"], note=said["note"])],
        now=of.now,
    )  # fmt: skip
    return "The touch is logged, and the next action set."


def _reschedule(of: Sheet, form: Any) -> str:
    said = form.cleaned_data
    reschedule(
        [
            Reschedule(
                of.row.id,
                form.when(),
                of.now,
                of.user.id,
                said["reason"],
                form.next_action(),
                said["promised"],
            )
        ],
        now=of.now,
    )
    return "Moved."


def _reassign(of: Sheet, form: Any) -> str:
    said = form.cleaned_data
    to = int(said["to"]) if said["to"] else None
    rows = reassign([Reassign(of.row.id, of.now, of.user.id, said["reason"], to)], now=of.now)
    return f"Now with {of.names.get(rows[of.row.id].owner_id or 0, 'somebody else')}."


def _nurture(of: Sheet, form: Any) -> str:
    said, why = form.cleaned_data, form.chosen()
    resting = Rest(
        of.row.id, of.now, of.user.id, why.text, form.revisit(), said["note"], {"reason": why.key},
        promised=said["promised"], unreachable=why.nobody_reached,
    )  # fmt: skip
    nurture([resting], now=of.now)
    return "In nurture until that day."


def _close(of: Sheet, form: Any, outcome: Outcome) -> str:
    said = form.cleaned_data
    ending = Close(
        of.row.id, outcome, of.now, of.user.id, said.get("reason", ""), said["note"], said.get("competitor", ""),
        tuple(said.get("checked", ())), mirrored(said),
    )  # fmt: skip
    close([ending], now=of.now)
    return "Closed."


def _reopen(of: Sheet, form: Any) -> str:
    rows = reopen([Reopen(of.row.id, of.now, of.user.id, form.cleaned_data["reason"])], now=of.now)
    return f"Taken up again by {of.names.get(rows[of.row.id].owner_id or 0, 'its desk')}."


def _mistake(of: Sheet, form: Any) -> str:
    wrong = TakeBack(of.row.id, last_end(of.row.id), of.now, of.user.id, form.cleaned_data["reason"])
    row = take_back(wrong, now=of.now)
    return f"As it was before, with {of.names.get(row.owner_id or 0, 'its desk')}."


def _order(of: Sheet, form: Any) -> str:
    said = form.cleaned_data
    bought = Bought(
        of.row.id, said["amount"], said["currency"], form.at(), of.user.id, said["margin"], said["po_number"]
    )
    order([bought], now=of.now)
    return f"{of.row.person} is a customer."


PERFORM: dict[str, Perform] = {
    "touch": _touch, "reschedule": _reschedule, "reassign": _reassign, "nurture": _nurture,
    "reopen": _reopen, "mistake": _mistake, "order": _order,
}  # fmt: skip
UNDOABLE = frozenset({"close", "nurture", "reassign", "reschedule", "order"})


@require_POST
@refusals
def undo(request: PersonRequest, prospect: int, event: int) -> HttpResponse:
    """Take a thing back, as long as nothing was built on it since."""
    row, now = _undone_by(request, prospect, event), timezone.now()
    wrong = get_object_or_404(Event, id=event, prospect_id=row.id)
    silent = wrong.outcome == Outcome.DO_NOT_CONTACT
    reason = request.POST.get("reason", "").strip()[:300] or ("" if silent else UNDONE)
    with transaction.atomic():
        take_back(TakeBack(row.id, wrong.id, now, request.user.id, reason), now=now)
    messages.success(request, "Undone.")
    return redirect("prospect", row.id)


def _undone_by(request: PersonRequest, prospect: int, event: int) -> Prospect:
    """Who did a thing may undo it, also if the prospect went to somebody else by it."""
    mine = Event.objects.filter(id=event, prospect_id=prospect, actor=request.user).exists()
    if not mine:
        return worked_on(request, prospect)
    return get_object_or_404(Prospect.objects.select_related(*TOGETHER), id=prospect)
