"""Put off for a while: with a reason, within limits, and never a promise, a handover or a clock that runs."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.world import NOW, Cast
from winnow.flow.scene import Refused
from winnow.flow.takeback import TakeBack, take_back
from winnow.flow.work import Dispose, Reschedule, Snooze, dispose, reschedule, snooze
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Queue

DAY = timedelta(days=1)


@pytest.fixture
def tried(cast: Cast, one: int) -> int:
    dispose([Dispose(one, "no_answer", NOW, cast.ben.pk)], now=NOW)
    return one


def put_off(
    cast: Cast, number: int, days: float = 1, why: str = "In a meeting", at: object = NOW
) -> Prospect:
    wish = Snooze(number, at + days * DAY, at, cast.ben.pk, why)  # type: ignore[operator, arg-type]
    with transaction.atomic():
        return snooze(wish, now=at)  # type: ignore[arg-type]


def test_it_comes_back_at_its_time_with_the_reason(cast: Cast, tried: int) -> None:
    before = Prospect.objects.get(id=tried)
    after = put_off(cast, tried)
    assert after.due_at
    assert (after.available_at, after.next_note) == (NOW + DAY, "Snoozed: In a meeting")
    assert after.due_at > NOW + DAY
    assert (after.next_action, after.queue, after.steps) == (before.next_action, before.queue, before.steps)
    assert Event.objects.latest("id").kind == "snoozed"


@pytest.mark.parametrize(
    ("days", "why", "said"),
    [(15, "Later", "at most 14 days"), (-1, "Past", "lies ahead"), (1, " ", "Say why")],
)
def test_limits_are_the_procedures(cast: Cast, tried: int, days: float, why: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        put_off(cast, tried, days, why)


def test_so_often_in_a_row_and_then_somebody_must_try(cast: Cast, tried: int) -> None:
    for _ in range(3):
        put_off(cast, tried)
    with pytest.raises(Refused, match="3 times running"):
        put_off(cast, tried)
    dispose([Dispose(tried, "no_answer", NOW + DAY, cast.ben.pk)], now=NOW + DAY)
    put_off(cast, tried, at=NOW + DAY)


def test_a_promise_cannot_be_put_off(cast: Cast, tried: int) -> None:
    promise = Reschedule(tried, NOW + DAY, NOW, cast.ben.pk, "She asked", promised=True)
    reschedule([promise], now=NOW)
    with pytest.raises(Refused, match="was promised"):
        put_off(cast, tried)


def test_the_clock_of_an_inquiry_that_nobody_answered_goes_on(cast: Cast, one: int) -> None:
    with pytest.raises(Refused, match="Nobody has tried yet"):
        put_off(cast, one)
    due = Prospect.objects.get(id=one).due_at
    after = put_off(cast, one, days=10 / 1440)
    assert (after.queue, after.due_at, after.available_at) == (Queue.NEW, due, NOW + timedelta(minutes=10))


def test_it_can_be_undone(cast: Cast, tried: int) -> None:
    before = Prospect.objects.get(id=tried)
    put_off(cast, tried)
    event = Event.objects.latest("id").pk
    take_back(TakeBack(tried, event, NOW, cast.ben.pk, "Undone"), now=NOW)
    after = Prospect.objects.get(id=tried)
    assert (after.due_at, after.available_at, after.next_note) == (
        before.due_at, before.available_at, before.next_note,
    )  # fmt: skip
