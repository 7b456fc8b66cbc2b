"""The questions to ask, in deciding order, with the answers so far and what they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from winnow.procedure.schema import Procedure, Question
from winnow.prospects.models import Prospect
from winnow.prospects.words import Grade
from winnow.qualify.answers import Given, Weighing, align, weigh
from winnow.qualify.asking import next_question
from winnow.qualify.models import Answer

GRADES = [(Grade.STATED, "They say so"), (Grade.CORROBORATED, "Checked elsewhere"),
          (Grade.PURCHASE_ORDER, "Purchase order")]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the desk shows it."""

    question: Question
    answer: Answer | None
    points: int | None
    is_next: bool
    stops: bool  # its answer does not pass
    fits: tuple[str, ...]

    @property
    def choice(self) -> str:
        return self.answer.choice if self.answer else ""


def asking(row: Prospect, procedure: Procedure) -> dict[str, Any]:
    """Everything the panel of questions shows: one query."""
    answers = {one.question: one for one in Answer.objects.filter(prospect=row)}
    given = {key: Given(one.choice, Grade(one.grade)) for key, one in answers.items()}
    rules = procedure.qualification
    weighing, upcoming = weigh(given, rules), next_question(given, rules)
    asked = [_asked(one, answers, weighing, procedure, one is upcoming) for one in rules.questions]
    texts = {one.key: one.text for one in rules.questions}
    return {
        "asked": asked, "weighing": weighing, "enough": rules.qualified_at, "grades": GRADES,
        "missing": [texts[key] for key in weighing.missing], "answered": len(answers), "all": len(asked),
    }  # fmt: skip


def _asked(
    one: Question, answers: Mapping[str, Answer], weighing: Weighing, procedure: Procedure, is_next: bool
) -> Asked:
    answer = answers.get(one.key)
    fits: tuple[str, ...] = ()
    if answer and one.about == "outcome" and answer.text:
        fits = tuple(fit.text for fit in align(answer.text, procedure.outcomes)[:2])
    points = dict(weighing.reasons).get(one.key)
    return Asked(one, answer, points, is_next, one.key in weighing.gates_failed, fits)
