"""The machine's clock is wrong for a time: no answer comes before its question, and what was late stays late."""

from datetime import timedelta

import pytest

from tests.world import NOW, Cast, inquire
from winnow.flow.tick import tick
from winnow.flow.work import Dispose, dispose
from winnow.prospects.models import Event, Prospect

HOUR = timedelta(hours=1)


def late(prospect: int) -> Prospect:
    """Warned about: the worker has seen that nobody answered in time."""
    row = Prospect.objects.get(id=prospect)
    assert row.check_at
    tick(row.check_at, worker="test")
    return Prospect.objects.get(id=prospect)


def answer(prospect: int, cast: Cast, at: object) -> Prospect:
    dispose([Dispose(prospect, "no_answer", at, cast.ben.id)], now=at)  # type: ignore[arg-type]
    return Prospect.objects.get(id=prospect)


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
def test_a_response_time_is_never_negative(cast: Cast, jump: timedelta) -> None:
    row = answer(inquire().prospect, cast, NOW + jump)
    assert row.responded_at
    assert row.clock_started_at
    assert row.responded_at >= row.clock_started_at


def test_with_the_clock_set_back_the_worker_takes_nothing_back(cast: Cast) -> None:
    before = late(inquire().prospect)
    tick(NOW - HOUR, worker="test")
    after = Prospect.objects.get(id=before.id)
    assert (after.escalation, after.check_at) == (1, before.check_at)


def test_an_answer_to_what_was_late_already_is_late_whatever_the_clock_says(cast: Cast) -> None:
    row = late(inquire().prospect)
    assert row.respond_by
    answered = answer(row.id, cast, row.respond_by - HOUR)
    assert answered.responded_at
    assert answered.responded_at > row.respond_by


def test_an_answer_in_time_is_in_time(cast: Cast) -> None:
    row = Prospect.objects.get(id=inquire().prospect)
    assert row.respond_by
    answered = answer(row.id, cast, row.respond_by)
    assert answered.responded_at == row.respond_by


def test_a_step_taken_is_not_taken_again_when_the_time_comes_round_again(cast: Cast) -> None:
    row = late(inquire().prospect)
    tick(NOW - HOUR, worker="test")
    tick(NOW + HOUR, worker="test")
    assert Event.objects.filter(prospect_id=row.id, kind="warned").count() == 1
