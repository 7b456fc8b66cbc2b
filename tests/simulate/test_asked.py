"""Whoever was drawn for the one question is called, once: they answer, or were not reached."""

from datetime import timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from tests.nurture_world import resting
from tests.world import NOW, people
from winnow.flow.asking.putting import ask_if_due, draw
from winnow.nurture.models import Question
from winnow.nurture.words import Bought
from winnow.prospects.models import Event
from winnow.simulate.asked import Calls

ASKED = NOW + timedelta(days=182, hours=1)
CALLED = ASKED + timedelta(days=15)


@pytest.fixture
def drawn(db: None, settings: Any) -> Question:
    settings.PUBLIC_URL = "https://leads.example"
    resting(people())
    ask_if_due(ASKED)
    draw(CALLED)
    return Question.objects.get()


def calls(drawn: Question, reach: float) -> Calls:
    case = SimpleNamespace(
        inquirer=SimpleNamespace(fields={"email": "x@y.example"}), heard_at=None,
        truth=SimpleNamespace(number_works=True, reach=reach), became=lambda _at: (Bought.NO_LONGER, ""),
    )  # fmt: skip
    setting: Any = SimpleNamespace(cases={drawn.prospect_id: case}, rng=Random(1))
    return Calls(setting, 1)


@pytest.mark.parametrize(("reach", "answer"), [(1.0, Bought.NO_LONGER), (0.0, "")])
def test_a_call_is_made_once_and_ends_in_an_answer_or_an_attempt(
    drawn: Question, reach: float, answer: str
) -> None:
    made, there = calls(drawn, reach), [drawn.caller_id or 0]
    assert made.make(there, [drawn.prospect_id], CALLED) == []  # somebody is on the line with them
    made.done.clear()
    assert made.make(there, [], CALLED) == [drawn.prospect_id]
    assert made.make(there, [], CALLED + timedelta(days=1)) == []
    drawn.refresh_from_db()
    assert (drawn.answer, drawn.call_at) == (answer, None)
    assert Event.objects.filter(prospect=drawn.prospect_id, kind__in=("reported", "closed")).count() == 1
