"""Answers from before a prospect was taken up again: shown with their day, counted once they are confirmed."""

import pytest

from tests.web.desk_steps import Desk, said
from winnow.flow.finish import Close, Reopen, close, reopen
from winnow.flow.verdicts import answer
from winnow.procedure.queries import in_force
from winnow.prospects.words import Outcome
from winnow.qualify.actions import Said
from winnow.qualify.models import Answer
from winnow.qualify.queries.standing import standing


@pytest.fixture
def again(desk: Desk) -> Desk:
    """Every question was answered well, then it was closed, and is taken up a month later."""
    questions = in_force(desk.now)[1].qualification.questions
    answer(
        [Said(desk.prospect, one.key, one.choices[0].key, desk.now, desk.cast.ben.id) for one in questions],
        now=desk.now,
    )
    close([Close(desk.prospect, Outcome.NOT_BUYING, desk.now, desk.cast.ben.id, "no_need")], now=desk.now)
    desk.later(desk.now.replace(month=4, day=8))
    reopen([Reopen(desk.prospect, desk.now, desk.cast.cem.id, "They called")], now=desk.now)
    return desk


def page(desk: Desk) -> str:
    return said(desk.as_(desk.cast.ben).get(f"/prospects/{desk.prospect}/"))


def test_they_are_shown_with_their_day_and_do_not_count(again):
    shown = page(again)
    assert "before they were taken up again" in shown
    assert '<strong class="num">0</strong>' in shown
    assert "Ask this next" in shown


def test_one_press_confirms_one(again):
    first = page(again).split("question-next", 1)[1].split('name="question" value="', 1)[1].split('"', 1)[0]
    old = Answer.objects.get(question=first)
    fields = {"question": first, "choice": old.choice}
    again.as_(again.cast.ben).post(f"/desk/{again.prospect}/answer/", fields)
    known = standing([again.prospect])[again.prospect]
    assert list(known.counting) == [first]
    assert known.counting[first].at == again.now


def test_a_page_without_such_answers_says_nothing_of_them(desk):
    assert "before they were taken up again" not in page(desk)
