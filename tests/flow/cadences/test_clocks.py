"""What a day off added later, a team's new time zone, the change of the clocks and a leap of one do to attempts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.cadence_world import firm, row, text_with, tried
from tests.world import NOW, Cast
from winnow.correspondence.models import Mail
from winnow.flow.cadences import replanning
from winnow.flow.cadences.planning import replan
from winnow.flow.cadences.replanning import undo
from winnow.flow.scene import Refused
from winnow.flow.tick import tick
from winnow.flow.work import Dispose, Reschedule, dispose, reschedule
from winnow.followup.models import Replanning
from winnow.procedure.actions import publish
from winnow.prospects.models import Prospect
from winnow.prospects.words import Queue

CALLS = """
[cadences.default]
least_attempts = 2
least_days = 3
steps = [{ kind = "call", after_days = 0 }, { kind = "call", after_days = 1 }, { kind = "call", after_days = 1 }]
"""
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def cast(db: None) -> Cast:
    return firm(CALLS)


def published(cast: Cast, old: str, new: str) -> None:
    text = text_with(CALLS)
    assert old in text
    publish(text.replace(old, new, 1), reason="Other hours", by=cast.ada, now=NOW + timedelta(minutes=1))


def local(one: Prospect) -> datetime:
    assert one.available_at
    return one.available_at.astimezone(BERLIN)


def test_an_attempt_on_a_day_off_added_later_is_moved_to_a_working_day(cast: Cast) -> None:
    one = tried(cast)
    off = local(one).date()
    published(cast, "holidays = [] ", f"holidays = [{off}] ")
    assert replan(now=NOW + timedelta(minutes=2)) == (1, 1)
    after = local(row(one.pk))
    assert off < after.date() <= off + timedelta(days=5)
    assert (after.weekday() < 5, 9 <= after.hour < 17) == (True, True)
    assert replan(now=NOW + timedelta(minutes=3)) == (1, 0)


def in_new_york(one: Prospect) -> bool:
    assert one.available_at
    return 9 <= one.available_at.astimezone(ZoneInfo("America/New_York")).hour < 17


def test_a_published_time_zone_moves_what_was_planned_into_its_hours_by_itself(cast: Cast) -> None:
    one = tried(cast)
    published(cast, 'timezone = "Europe/Berlin"', 'timezone = "America/New_York"')
    assert tick(NOW + timedelta(minutes=2), worker="w").replanned == 1
    assert in_new_york(row(one.pk))
    assert tick(NOW + timedelta(minutes=3), worker="w").replanned == 0
    said = Replanning.objects.get()
    assert (said.looked, said.moved, said.done_at) == (1, [one.pk], NOW + timedelta(minutes=2))


def test_what_a_publication_moved_is_put_back_once(cast: Cast) -> None:
    one = tried(cast)
    published(cast, 'timezone = "Europe/Berlin"', 'timezone = "America/New_York"')
    at = NOW + timedelta(minutes=2)
    tick(at, worker="w")
    number = Replanning.objects.get().pk
    assert undo(number, by=cast.cem.pk, now=at) == 1
    assert (row(one.pk).available_at, row(one.pk).due_at) == (one.available_at, one.due_at)
    with pytest.raises(Refused):
        undo(number, by=cast.cem.pk, now=at)


def test_what_has_gone_on_since_a_publication_is_not_put_back(cast: Cast) -> None:
    one = tried(cast)
    published(cast, 'timezone = "Europe/Berlin"', 'timezone = "America/New_York"')
    at = NOW + timedelta(minutes=2)
    tick(at, worker="w")
    reschedule(
        [Reschedule(one.pk, NOW + timedelta(days=2), at, cast.ben.pk, "She asked", promised=True)], now=at
    )
    assert undo(Replanning.objects.get().pk, by=cast.cem.pk, now=at) == 0
    assert row(one.pk).queue == Queue.PROMISED


def test_a_worker_that_died_in_between_goes_on_where_it_was(cast: Cast, monkeypatch) -> None:
    first, second = tried(cast), tried(cast, name="Ola Berg", email="ola@other.test", phone="+80020001234")
    published(cast, 'timezone = "Europe/Berlin"', 'timezone = "America/New_York"')
    monkeypatch.setattr(replanning, "CHUNK", 1)
    monkeypatch.setattr(replanning, "AT_ONCE", 1)
    at = NOW + timedelta(minutes=2)
    assert replanning.replan_if_published(at) == 1
    assert (Replanning.objects.get().reached, Replanning.objects.get().done_at) == (first.pk, None)
    while replanning.replan_if_published(at):
        pass
    assert (Replanning.objects.get().reached, Replanning.objects.get().looked) == (second.pk, 2)


def test_a_promise_on_a_day_off_added_later_stays_promised(cast: Cast) -> None:
    one = tried(cast)
    agreed = NOW + timedelta(days=1)
    reschedule([Reschedule(one.pk, agreed, NOW, cast.ben.pk, "She asked", promised=True)], now=NOW)
    published(cast, "holidays = [] ", f"holidays = [{date(2026, 3, 5)}] ")
    assert replan(now=NOW + timedelta(minutes=2)) == (0, 0)
    assert row(one.pk).due_at == agreed


def test_over_the_change_of_the_clocks_the_next_attempt_keeps_the_hours_on_the_wall(cast: Cast) -> None:
    friday = datetime(2026, 3, 27, 9, 30, tzinfo=UTC)  # the clocks change on Sunday the 29th
    one = tried(cast, friday)
    after = local(row(one.pk))
    assert (after.date(), after.hour) == (date(2026, 3, 30), 11)  # not in the morning again
    dispose([Dispose(one.pk, "no_answer", after.astimezone(UTC), cast.ben.pk)], now=after.astimezone(UTC))
    assert 9 <= local(row(one.pk)).hour < 17


def test_a_leap_of_the_clock_sends_nothing_while_it_is_doubted_and_nothing_twice_after(db: None) -> None:
    cast = firm()
    one = tried(cast)
    assert one.check_at
    leapt = one.check_at + timedelta(days=400)
    assert tick(leapt, worker="w", doubted=True).stepped == 0
    assert not Mail.objects.exists()
    tick(one.check_at, worker="w")
    tick(one.check_at - timedelta(hours=1), worker="w")
    assert Mail.objects.count() == 1
    assert row(one.pk).due_at


def test_a_worker_that_was_away_for_days_takes_the_step_once_and_plans_from_then(db: None) -> None:
    cast = firm()
    one = tried(cast)
    back = NOW + timedelta(days=6)
    while tick(back, worker="w").busy:  # that the verdict is late is told first
        pass
    after = row(one.pk)
    assert (Mail.objects.count(), after.queue, after.steps) == (1, Queue.RETRY, 2)
    assert after.available_at
    assert after.available_at >= back
