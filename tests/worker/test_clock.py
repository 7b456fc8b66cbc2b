"""A machine's clock that leaps: noticed, told once, and believed again only after a while (R13). Pure."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import NOW
from winnow.worker.clock import STEADY, TOLERANCE, Watch

HOUR, NEVER = timedelta(hours=1), timedelta(0)


def watching(*looks: tuple[timedelta, float]) -> Watch:
    """A watch after looks at so much after NOW, with so many seconds gone by in truth."""
    watch = Watch()
    for since, steady in looks:
        watch.look(NOW + since, steady)
    return watch


def test_the_first_look_finds_nothing() -> None:
    assert Watch().look(NOW, 12_345.0) == NEVER


@pytest.mark.parametrize("leap", [HOUR, -HOUR])
def test_a_leap_is_measured(leap: timedelta) -> None:
    watch = watching((NEVER, 100.0))
    assert watch.look(NOW + timedelta(seconds=5) + leap, 105.0) == leap


@given(st.lists(st.tuples(st.floats(0, 4_000), st.floats(-29, 29)), max_size=30))
def test_small_steps_are_no_leap_however_long_it_rests(rests: list[tuple[float, float]]) -> None:
    watch, at, steady = watching((NEVER, 0.0)), NOW, 0.0
    for rest, step in rests:
        at, steady = at + timedelta(seconds=rest + step), steady + rest
        assert watch.look(at, steady) == NEVER
    assert not watch.is_doubted(steady)


def test_after_a_leap_forward_it_is_doubted_until_it_has_gone_steadily() -> None:
    watch = watching((NEVER, 0.0), (HOUR, 0.0))
    almost = STEADY.total_seconds()
    assert (watch.is_doubted(almost - 1), watch.is_doubted(almost)) == (True, False)


def test_a_clock_that_is_set_right_again_is_believed_at_once() -> None:
    watch = watching((NEVER, 0.0), (HOUR, 0.0), (timedelta(seconds=60), 60.0))
    assert not watch.is_doubted(60.0)


def test_one_that_is_set_right_only_in_part_stays_doubted() -> None:
    watch = watching((NEVER, 0.0), (HOUR, 0.0), (HOUR / 2, 0.0))
    assert watch.is_doubted(0.0)
    assert watch.ahead > TOLERANCE


def test_after_a_leap_back_nothing_looks_late_that_is_not() -> None:
    assert not watching((HOUR, 0.0), (NEVER, 0.0)).is_doubted(0.0)
