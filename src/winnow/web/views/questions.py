"""The library of questions: what each tells, what it takes, and which to drop."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.flow.deals.unasked import unasked
from winnow.flow.worths import ClaimWorth, claim_worths
from winnow.measure.shares import Share
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Choice, Question
from winnow.prospects.access import visible
from winnow.prospects.words import Grade
from winnow.qualify.library import LEAST, Line, line
from winnow.qualify.queries.claims import taught
from winnow.qualify.taught import Taught, Worth
from winnow.web.access import may_export
from winnow.web.exports import Column, csv_of_lines
from winnow.web.views.account import signed_in
from winnow.web.views.learning import tabs

TONES = {"keep": "good", "drop": "bad", "turn": "warn", "unproved": "", "early": ""}
WORDS = {"keep": "Keep", "drop": "Drop", "turn": "Turn round", "unproved": "Not proved", "early": "Too early"}
ICONS = {"keep": "check", "drop": "x", "turn": "swap", "unproved": "soon", "early": "clock"}


@dataclass(frozen=True)
class Answered:
    """One answer: how often it was given, and what became of those who gave it, by evidence."""

    choice: Choice
    worth: Worth
    grades: tuple[tuple[str, Worth], ...]

    @property
    def bought(self) -> Share:
        return Share(self.worth.bought, self.worth.judged)

    @property
    def graded(self) -> list[tuple[str, Worth, Share]]:
        return [(grade, one, Share(one.bought, one.judged)) for grade, one in self.grades if one.said]


@dataclass(frozen=True)
class Shown:
    """One question of the library with its answers."""

    line: Line
    answers: tuple[Answered, ...]

    @property
    def word(self) -> dict[str, str]:
        return {"label": WORDS[self.line.word], "tone": TONES[self.line.word], "icon": ICONS[self.line.word]}

    @property
    def great(self) -> Share:
        return Share(min(self.line.liked, self.line.asked.said), self.line.asked.said)


@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest) -> HttpResponseBase:
    """Each question of the procedure in force, as everybody's answers judge it."""
    now, learned = timezone.now(), taught()
    procedure = in_force(now)[1]
    rules = procedure.qualification
    shown = [_shown(one, learned) for one in rules.questions]
    if request.method == "POST":
        if request.POST.get("export") == "claims":
            return csv_of_lines(request, "claims", CLAIMS, claim_worths(learned))
        return csv_of_lines(request, "questions", COLUMNS, shown)
    page = {
        "tabs": tabs(request, "questions"), "shown": shown, "taught": learned, "now": now, "least": LEAST,
        "days": rules.bought_within_days, "drop": [one for one in shown if one.line.word == "drop"],
        "unasked": unasked(procedure, visible(signed_in(request))), "may_export": may_export(request.user),
        "answered": any(one.line.asked.said for one in shown),
    }  # fmt: skip
    return render(request, "learning/questions.html", page)


def _shown(question: Question, learned: Taught) -> Shown:
    answers = tuple(
        Answered(
            choice,
            learned.worth(question.key, choice.key),
            tuple((grade.value, learned.worth(question.key, choice.key, grade.value)) for grade in Grade),
        )
        for choice in question.choices
    )
    return Shown(line(question, learned), answers)


def _told(what: str) -> Any:
    return lambda one: getattr(one.line.separation, what) if one.line.separation else None


COLUMNS = (
    Column("Question", lambda one: one.line.question.text),
    Column("Asked of", lambda one: one.line.asked.said),
    Column("Can be judged", lambda one: one.line.asked.judged),
    Column("Buyers", _told("buyers")),
    Column("Tells buyers from others", _told("value")),
    Column("At least", _told("low")),
    Column("At most", _told("high")),
    Column("Seconds", lambda one: round(one.line.seconds)),
    Column("Times measured", lambda one: one.line.timed),
    Column("Great question", lambda one: one.line.liked),
    Column("Conversations ended by it", lambda one: one.line.stopped),
    Column("What to do", lambda one: one.word["label"]),
    Column("Why", lambda one: one.line.because),
)
CLAIMS = tuple(
    Column(head, attrgetter(name))
    for head, name in zip(
        ("Question", "Answer", "Evidence", "Can be judged", "Bought", "At least", "At most", "Young"),
        ClaimWorth.__dataclass_fields__,
        strict=True,
    )
)
