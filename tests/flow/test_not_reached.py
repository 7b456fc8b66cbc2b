"""Through no door is pursuit ended as not reached before the least attempts and days; and what was promised stays."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.world import NOW, Cast, inquire
from winnow.flow.finish import Reopen, Rest, nurture, reopen
from winnow.flow.scene import Refused
from winnow.flow.takeback import TakeBack, take_back
from winnow.flow.verdicts import Decide, decide
from winnow.flow.work import Dispose, dispose
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Queue, State, Verdict

DAY = timedelta(days=1)
MARCH = NOW + timedelta(days=20)


def tried(cast: Cast, prospect: int, times: int, over: timedelta) -> None:
    """So many attempts, the last `over` after the first."""
    for number in range(times):
        at = NOW + over * number / max(1, times - 1)
        dispose([Dispose(prospect, "no_answer", at, cast.ben.pk)], now=at)


def never_reached(cast: Cast, prospect: int, at=NOW) -> Rest:
    return Rest(prospect, at, cast.ben.pk, "Never reached in all attempts", unreachable=True)


def state(prospect: int) -> str:
    return Prospect.objects.get(id=prospect).state


def test_by_hand_it_is_refused_and_what_is_missing_is_said(cast, one):
    with pytest.raises(Refused, match="6 more attempts and 14 more days"):
        nurture([never_reached(cast, one)], now=NOW)


def test_enough_attempts_over_too_few_days_are_not_enough(cast, one):
    tried(cast, one, 6, 5 * DAY)
    with pytest.raises(Refused, match="so 9 more days to go"):
        nurture([never_reached(cast, one, NOW + 5 * DAY)], now=NOW + 5 * DAY)


def test_days_before_a_conversation_do_not_count(cast, one):
    tried(cast, one, 3, 10 * DAY)
    spoke = NOW + 11 * DAY
    dispose([Dispose(one, "connected", spoke, cast.ben.pk)], now=spoke)
    for number in range(6):
        at = spoke + (number + 1) * DAY
        dispose([Dispose(one, "no_answer", at, cast.ben.pk)], now=at)
    with pytest.raises(Refused, match="so 9 more days to go"):
        nurture([never_reached(cast, one, at)], now=at)


def test_a_cadence_that_is_worked_off_within_days_of_a_conversation_goes_on(cast, one):
    tried(cast, one, 2, 13 * DAY)
    spoke = NOW + 14 * DAY
    dispose([Dispose(one, "connected", spoke, cast.ben.pk)], now=spoke)
    for number in range(9):
        at = spoke + number * DAY + timedelta(hours=1)
        dispose([Dispose(one, "no_answer", at, cast.ben.pk)], now=at)
    assert state(one) == State.WORKING


def test_whoever_is_taken_up_by_hand_is_tried_anew(cast, one):
    tried(cast, one, 9, 20 * DAY)
    assert state(one) == State.NURTURE
    at = NOW + 30 * DAY
    reopen([Reopen(one, at, cast.cem.pk, "Their neighbour bought")], now=at)
    dispose([Dispose(one, "no_answer", at, cast.ben.pk)], now=at)
    row = Prospect.objects.get(id=one)
    assert (row.state, row.attempts, row.steps) == (State.WORKING, 1, 1)


def test_of_many_none_goes_if_one_goes_too_soon(cast, one):
    other = inquire().prospect
    resting = [Rest(other, NOW, cast.ben.pk, "Real need, but later"), never_reached(cast, one)]
    with pytest.raises(Refused), transaction.atomic():
        nurture(resting, now=NOW)
    assert state(other) == State.WORKING


def test_the_verdict_is_refused_too(cast, one):
    with pytest.raises(Refused, match="6 more attempts"), transaction.atomic():
        decide([Decide(one, Verdict.NURTURE, NOW, cast.ben.pk, "unreachable")], now=NOW)
    assert state(one) == State.WORKING


def test_whoever_said_not_now_goes_at_once(cast, one):
    decide([Decide(one, Verdict.NURTURE, NOW, cast.ben.pk, "timing")], now=NOW)
    assert state(one) == State.NURTURE


def test_a_verdict_can_keep_a_promise(cast, one):
    decide([Decide(one, Verdict.NURTURE, NOW, cast.ben.pk, "timing", revisit=MARCH, promised=True)], now=NOW)
    row = Prospect.objects.get(id=one)
    assert (row.queue, row.due_at) == (Queue.PROMISED, MARCH)


def test_a_promise_is_there_again_when_what_came_after_is_undone(cast, one):
    nurture([Rest(one, NOW, cast.ben.pk, "Later", MARCH, promised=True)], now=NOW)
    reopen([Reopen(one, NOW + DAY, cast.cem.pk, "They wrote")], now=NOW + DAY)
    event = Event.objects.filter(prospect_id=one).latest("id").pk
    take_back(TakeBack(one, event, NOW + DAY, cast.cem.pk, "Slip"), now=NOW + DAY)
    row = Prospect.objects.get(id=one)
    assert (row.state, row.queue, row.due_at) == (State.NURTURE, Queue.PROMISED, MARCH)
