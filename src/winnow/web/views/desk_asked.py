"""The one question on the desk: who was drawn by lot to be called stands in the queue like any other due action."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from winnow.followup.actions import release
from winnow.followup.windows import known_zone, welcome
from winnow.nurture import queries
from winnow.nurture.models import Question
from winnow.nurture.words import Bought
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Prospect
from winnow.prospects.words import Queue
from winnow.web.forms.asked import AnswerForm
from winnow.web.views.prospect_access import PersonRequest, may_read

FIRST = (Queue.PROMISED, Queue.NEW)  # promises and running clocks come before it
ANSWERS = (
    (Bought.FROM_US, "Bought from us", "Comes to a desk: find the order"),
    (Bought.ELSEWHERE, "Bought from somebody else", "Say from whom and why; closed"),
    (Bought.DECIDING, "Still deciding", "Comes to a desk"),
    (Bought.NO_LONGER, "No longer needed", "Closed as not buying"),
)
LATER = "question"  # ?later=question: the prospects first


def question_for(request: PersonRequest, row: Prospect | None, now: datetime) -> Question | None:
    """The call to be made before `row`, which they have just taken up; none if they held it already, or put it off."""
    calls = [] if request.GET.get("later") == LATER else queries.calls_of(request.user.pk, now)
    if not calls:
        return None
    procedure = in_force(now)[1]
    whole = timedelta(minutes=procedure.escalation.claim_minutes)
    if row is not None and row.claimed_until is not None and row.claimed_until < now + whole:
        return None
    return next((one for one in calls if _welcome(procedure, one, request.user.zone, now)), None)


def comes_before(row: Prospect | None, now: datetime) -> bool:
    """Whether the question is put before this prospect: not before promises, running clocks and what is late."""
    return row is None or (row.queue not in FIRST and (row.due_at is None or row.due_at > now))


def _welcome(procedure: Procedure, one: Question, mine: str, now: datetime) -> bool:
    """Whether a call is welcome there now; where it is not known where they are, by the caller's own clock."""
    zone = known_zone(one.prospect.person.timezone) or mine
    start, end = welcome(procedure.calling)
    there = now.astimezone(ZoneInfo(zone)).time()
    return start <= there < (end if end > time(0) else time.max)


def put(
    request: PersonRequest, one: Question, row: Prospect | None, now: datetime, form: AnswerForm | None = None,
    **foot: Any,
) -> HttpResponse:  # fmt: skip
    """The page of the question; the prospect that was taken up for it goes back to the queue."""
    if row is not None:
        release(row.pk, request.user.pk)
    form = form or AnswerForm(procedure=in_force(now)[1])
    chosen = form["answer"].value()
    page = {
        "one": one, "person": one.prospect.person, "now": now, "form": form,
        "has_history": may_read(request, one.prospect_id),
        "choices": [
            {"key": str(place), "value": key.value, "label": text, "effect": effect, "chosen": key.value == chosen}
            for place, (key, text, effect) in enumerate(ANSWERS, 1)
        ], **foot,
    }  # fmt: skip
    return render(request, "desk/asked.html", page, status=422 if form.errors else 200)
