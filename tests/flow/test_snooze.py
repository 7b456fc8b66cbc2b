"""Put off for a while: with a reason, within limits, and never a promise, a handover or a clock that runs."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.world import NOW, Cast
from winnow.flow.pursue import Back, bring_back
from winnow.flow.scene import Refused
from winnow.flow.takeback import TakeBack, take_back
from winnow.flow.work import Dispose, Reschedule, Snooze, dispose, reschedule, snooze
from winnow.followup.plan import by_hand
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import NextAction, Queue

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


def moved(cast: Cast, number: int, days: float, **said: object) -> Prospect:
    wish = Reschedule(number, NOW + days * DAY, NOW, cast.ben.pk, "Fits better", **said)  # type: ignore[arg-type]
    with transaction.atomic():
        return reschedule([wish], now=NOW)[number]


def test_what_is_moved_and_not_agreed_with_them_keeps_the_same_limits(cast: Cast, one: int) -> None:
    with pytest.raises(Refused, match="Nobody has tried yet"):
        moved(cast, one, 2)
    dispose([Dispose(one, "no_answer", NOW, cast.ben.pk)], now=NOW)
    with pytest.raises(Refused, match="at most 14 days"):
        moved(cast, one, 15)
    assert moved(cast, one, 13).due_at == NOW + 13 * DAY
    assert moved(cast, one, 40, promised=True).queue == Queue.PROMISED


def test_a_promise_is_moved_only_to_another_promise(cast: Cast, tried: int) -> None:
    moved(cast, tried, 3, promised=True)
    with pytest.raises(Refused, match="was promised"):
        moved(cast, tried, 5)
    assert moved(cast, tried, 5, promised=True).due_at == NOW + 5 * DAY


def test_what_a_touch_is_followed_by_instead_keeps_the_same_limits(cast: Cast, tried: int) -> None:
    def followed(action: NextAction, days: int) -> Prospect:
        plan = by_hand(action, NOW + days * DAY, "They travel")
        with transaction.atomic():
            return dispose([Dispose(tried, "no_answer", NOW, cast.ben.pk, next=plan)], now=NOW)[tried]

    for action, days, said in ((NextAction.CALL, 15, "at most 14 days"), (NextAction.MEETING, 61, "60 days")):
        with pytest.raises(Refused, match=said):
            followed(action, days)
    assert followed(NextAction.CALL, 5).queue == Queue.RETRY


def test_an_appointment_is_a_promise(cast: Cast, tried: int) -> None:
    row = moved(cast, tried, 20, next_action=NextAction.MEETING)
    assert (row.next_action, row.queue) == (NextAction.MEETING, Queue.PROMISED)
    bring_back([Back(tried, "They followed a link.")], now=NOW + DAY)
    assert Prospect.objects.get(id=tried).due_at == NOW + 20 * DAY


def test_it_can_be_undone(cast: Cast, tried: int) -> None:
    before = Prospect.objects.get(id=tried)
    put_off(cast, tried)
    event = Event.objects.latest("id").pk
    take_back(TakeBack(tried, event, NOW, cast.ben.pk, "Undone"), now=NOW)
    after = Prospect.objects.get(id=tried)
    assert (after.due_at, after.available_at, after.next_note) == (
        before.due_at, before.available_at, before.next_note,
    )  # fmt: skip
