"""What a prospect says, typed in place: answers with their evidence, great questions, the outcome they want."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from winnow.flow.scene import Refused
from winnow.flow.verdicts import Decide, answer, decide
from winnow.flow.worths import marked_great
from winnow.prospects.models import Prospect
from winnow.prospects.words import Grade, NextAction, Verdict
from winnow.qualify.actions import Said
from winnow.qualify.models import Answer
from winnow.qualify.queries.claims import seconds_since, taught
from winnow.web.views.desk import again
from winnow.web.views.desk_ask import asking, delivered, fits, not_ours, outcome_question
from winnow.web.views.desk_page import Sheet, sheet, wanted_words
from winnow.web.views.prospect import newest_event
from winnow.web.views.prospect_access import PersonRequest, back, refusals, worked_on

WHICH = "Choose the answer that fits; their words stand beside it."


@require_POST
@refusals
def answered(request: PersonRequest, prospect: int) -> HttpResponse:
    """One answer, saved at once; the panel comes back with the points it makes and the next question."""
    row, now = worked_on(request, prospect), timezone.now()
    of, trouble = sheet(row, request.user, now, newest=1), ""
    try:
        with transaction.atomic():
            answer([_said(request, of)], now=now)
    except Refused as refused:
        trouble = str(refused) if request.POST.get("choice") else WHICH
    return _panel(request, of, trouble)


def _panel(request: PersonRequest, of: Sheet, trouble: str = "") -> HttpResponse:
    if not request.htmx:
        if trouble:
            messages.error(request, trouble)
        return back(request, of.row.id)
    context = {
        "row": of.row, "ask": asking(of.row, of.procedure, wanted_words(of)), "trouble": trouble,
        "typed": request.POST, "now": of.now, "back": request.POST.get("back", ""), "saved": not trouble,
    }  # fmt: skip
    return render(request, "desk/ask.html", context, status=422 if trouble else 200)


def _said(request: PersonRequest, of: Sheet) -> Said:
    """What was typed. Confirming an outcome of ours answers its question; an answer that fails its gate unconfirms."""
    typed, procedure = request.POST, of.procedure
    key, choice, outcome, confirmed = (
        typed.get(name, "") for name in ("question", "choice", "outcome", "confirm")
    )
    question = next((one for one in procedure.qualification.questions if one.key == key), None)
    if question and confirmed:
        choice, outcome = delivered(question), confirmed
    passes = question and any(one.key == choice and one.gate == "pass" for one in question.choices)
    grade = typed.get("grade", "")
    return Said(
        of.row.id, key, choice, of.now, request.user.id, typed.get("text", "")[:4000],
        Grade(grade) if grade in set(Grade) else Grade.STATED, typed.get("evidence", "")[:300],
        outcome if passes and question and question.about == "outcome" else "", _seconds(of, key),
    )  # fmt: skip


def _seconds(of: Sheet, question: str) -> int | None:
    """How long it took to ask: only for a first answer. Corrections and evidence added later take no time of theirs."""
    row = of.row
    if Answer.objects.filter(prospect=row, question=question).exists():
        return None
    talking = row.last_touch_at if row.next_action == NextAction.QUALIFY else None
    return seconds_since(row.id, of.user.id, of.now, talking)


@require_POST
@refusals
def liked(request: PersonRequest, prospect: int) -> HttpResponse:
    """They found it a great question; a second time takes it back."""
    row, now = worked_on(request, prospect), timezone.now()
    of = sheet(row, request.user, now, newest=1)
    question, trouble = request.POST.get("question", ""), ""
    try:
        with transaction.atomic():
            marked_great(row.id, question, by=request.user.id, now=now)
    except Refused as refused:
        trouble = str(refused)
    return _panel(request, of, trouble)


@require_GET
def fitting(request: PersonRequest, prospect: int) -> HttpResponse:
    """A part of the page: which outcomes of ours the words typed so far may mean."""
    row = worked_on(request, prospect)
    of = sheet(row, request.user, timezone.now(), newest=1)
    question = outcome_question(of.procedure)
    found = fits(request.GET.get("text", "")[:4000], of.procedure, taught().outcomes)
    return render(
        request, "desk/fits.html", {"fits": found, "row": row, "key": question.key if question else ""}
    )


@require_POST
@refusals
def passed_on(request: PersonRequest, prospect: int) -> HttpResponse:
    """Theirs is not an outcome that we deliver: their words are kept, and that is reason enough to end it now."""
    row, now = worked_on(request, prospect), timezone.now()
    of = sheet(row, request.user, now)
    found = not_ours(of.procedure)
    if found is None:
        return again(
            request, row, trouble="The procedure has no answer for an outcome that we do not deliver."
        )
    question, choice = found
    words = request.POST.get("text", "").strip()[:4000] or wanted_words(of)
    if not words:
        return again(
            request, row, trouble="Say in their words what they want instead: others may want it too."
        )
    said = Said(
        row.id, question.key, choice.key, now, request.user.id, words, seconds=_seconds(of, question.key)
    )
    reason = of.procedure.qualification.other_outcome_reason
    with transaction.atomic():
        answer([said], now=now)
        decide(
            [Decide(row.id, Verdict.DISQUALIFIED, now, request.user.id, reason, f"Wants: {words}"[:1000])],
            now=now,
        )
    _tell(request, row)
    return redirect("desk")


def _tell(request: PersonRequest, row: Prospect) -> None:
    undo = reverse("prospect_undo", args=(row.id, newest_event(row.id)))
    text = f"{row.person} is closed: they want what we do not deliver. Their words are kept."
    messages.success(request, text, extra_tags=f"draft:prospect-{row.id}-verdict undo:{undo}")
