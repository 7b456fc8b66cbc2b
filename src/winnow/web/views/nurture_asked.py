""" "Did you buy?": what the answers say of everybody who was asked; and the calls to those who were drawn by lot."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.flow.asking.answering import answer, not_reached
from winnow.flow.asking.putting import ages
from winnow.flow.scene import Refused
from winnow.nurture import queries
from winnow.nurture.models import Question
from winnow.nurture.replies import replies
from winnow.procedure.queries import in_force
from winnow.prospects.access import of_visible
from winnow.prospects.words import Role
from winnow.web.forms.asked import SAID, AnswerForm
from winnow.web.lists import Column, Filter, Listing, Sort, days, same
from winnow.web.views.desk_asked import put
from winnow.web.views.nurture import places
from winnow.web.views.prospect_access import PersonRequest, may_read

CALLS = Listing(
    name="calls",
    noun="calls",
    filters=(
        Filter("q", "Name", lambda text: Q(prospect__person__name__icontains=text)),
        days("since", "Drawn since", "call_at__date__gte"),
        days("until", "Drawn until", "call_at__date__lte"),
    ),
    sorts=(Sort("drawn", "call_at"), Sort("name", "prospect__person__name"), Sort("ends", "expires_at")),
    default="drawn",
    columns=(
        Column("Prospect", lambda one: one.prospect_id), Column("Name", lambda one: one.prospect.person),
        Column("Caller", lambda one: one.caller), Column("Drawn", lambda one: one.call_at),
        Column("Open until", lambda one: one.expires_at),
    ),
)  # fmt: skip
ANSWERS = Listing(
    name="answers",
    noun="answers",
    filters=(
        same("answer", "Answer", "answer", options=tuple(SAID.items())),
        Filter("q", "Name, from whom or why", lambda text: _says(text)),
        days("since", "Answered since", "answered_at__date__gte"),
        days("until", "Answered until", "answered_at__date__lte"),
    ),
    sorts=(Sort("new", "answered_at"), Sort("name", "prospect__person__name")),
    default="-new",
    columns=(
        Column("Prospect", lambda one: one.prospect_id), Column("Name", lambda one: one.prospect.person),
        Column("Answered", lambda one: one.answered_at), Column("Days after the inquiry", lambda one: one.age),
        Column("Answer", lambda one: one.answer), Column("From whom", lambda one: one.whom),
        Column("Why", lambda one: one.why), Column("By a call", lambda one: "yes" if one.by_call else "no"),
    ),
)  # fmt: skip
OVERSEEING = (Role.MARKETER, Role.MANAGER, Role.ADMIN)


@require_http_methods(["GET", "POST"])
def asked(request: PersonRequest) -> HttpResponseBase:
    """Response rate, weighted shares with their intervals, and what no weighting can know."""
    answers = Question.objects.filter(of_visible(request.user)).exclude(answer="")
    shown = ANSWERS.open(request, answers.select_related("prospect__person"))
    if shown.export:
        return shown.export
    now = timezone.now()
    procedure = in_force(now)[1]
    page = {
        "now": now, "found": replies(queries.strata(Question.objects.all())), "words": SAID,
        "rules": procedure.did_you_buy, "ages": ages(procedure),
        "list": shown, "sort": shown.sort, "answers": [(one, SAID[one.answer]) for one in shown.rows],
        **places(request, "nurture_asked"),
    }  # fmt: skip
    return render(request, "nurture/asked_overview.html", page)


def _says(text: str) -> Q:
    name = Q(prospect__person__name__icontains=text)
    return name | Q(whom__icontains=text) | Q(why__icontains=text)


def mine(request: PersonRequest) -> QuerySet[Question]:
    """The calls that this person may make: their own, and for those who oversee them, all that they may see."""
    rows = Question.objects.filter(call_at__isnull=False).select_related("prospect__person", "caller")
    own = Q(caller=request.user)
    return rows.filter(own | Q(of_visible(request.user)) if request.user.role in OVERSEEING else own)


@require_http_methods(["GET", "POST"])
def calls(request: PersonRequest) -> HttpResponseBase:
    """Who was drawn by lot and has not been called, first drawn first."""
    shown = CALLS.open(request, mine(request).filter(queries.OPEN))
    page = {"list": shown, "sort": shown.sort, **places(request, "nurture_calls")}
    return shown.export or render(request, "nurture/calls.html", page)


@require_http_methods(["GET", "POST"])
def call(request: PersonRequest, pk: int) -> HttpResponse:
    """What somebody said on the telephone."""
    # What was said before it was over is still noted; nobody is sent to call after that.
    rows = mine(request).filter(queries.OPEN) if request.method == "GET" else mine(request)
    one = _one(rows, pk)
    now = timezone.now()
    form = AnswerForm(request.POST or None, procedure=in_force(now)[1])
    if request.method == "POST" and form.is_valid():
        try:
            answer(form.answered(one.pk, by=request.user.pk), now=now)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Noted: {one.prospect.person}.")
        return _back(request)
    if request.method == "POST" and request.POST.get("back") == "desk":
        return put(request, one, None, now, form)
    status = 422 if request.method == "POST" else 200
    page = {
        "now": now,
        "one": one,
        "form": form,
        "person": one.prospect.person,
        "has_history": may_read(request, one.prospect_id),
        **places(request, "nurture_calls"),
    }
    return render(request, "nurture/call.html", page, status=status)


@require_POST
def missed(request: PersonRequest, pk: int) -> HttpResponse:
    """They were called and not reached; the lot does not fall on them again."""
    one = _one(mine(request), pk)
    not_reached(one.pk, by=request.user.pk, now=timezone.now())
    messages.success(request, f"Noted: {one.prospect.person} was not reached.")
    return _back(request)


def _back(request: PersonRequest) -> HttpResponse:
    """To where they came from: the next thing on their desk, or the list."""
    return redirect("desk" if request.POST.get("back") == "desk" else "nurture_calls")


def _one(rows: QuerySet[Question], pk: int) -> Question:
    one = rows.filter(pk=pk).first()
    if one is None:
        raise Http404("This call is not open any more, or it is somebody else's.")
    return one
