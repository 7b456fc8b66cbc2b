"""Where blocks for prospecting fit, and which of them were kept."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from winnow.followup.blocks.keeping import Kept, Planned, judged, kept_by
from winnow.followup.blocks.proposing import Span, needed, overlaps, propose, without

MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
HOUR, MINUTE, A_DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


def on(day: int, start: float, end: float) -> Span:
    return MONDAY + day * A_DAY + start * HOUR, MONDAY + day * A_DAY + end * HOUR


def days_of(spans: list[Span]) -> list[int]:
    return [(starts - MONDAY) // A_DAY for starts, _ in spans]


WHOLE_WEEK = [[on(day, 8, 17)] for day in range(5)] + [[], []]
MINUTES = st.integers(0, 24 * 60)
BUSY = st.lists(
    st.tuples(st.integers(0, 6), MINUTES, MINUTES).map(
        lambda one: (
            MONDAY + one[0] * A_DAY + min(one[1:]) * MINUTE,
            MONDAY + one[0] * A_DAY + max(one[1:]) * MINUTE,
        )
    ),
    max_size=12,
)
LENGTHS = st.sampled_from([HOUR / 2, HOUR, 2 * HOUR, 3 * HOUR])


def test_six_hours_are_three_blocks_over_the_week() -> None:
    found = propose(WHOLE_WEEK, needed(6, 2, timedelta(0)), 2 * HOUR)
    assert found == [on(0, 8, 10), on(2, 8, 10), on(4, 8, 10)]


def test_what_is_planned_already_is_not_proposed_again() -> None:
    assert [needed(6, 2, hours * HOUR) for hours in (0, 1, 4, 5, 6, 9)] == [3, 3, 1, 1, 0, 0]


def test_no_week_is_so_full_that_a_shorter_block_is_proposed() -> None:
    assert propose([[on(0, 8, 9.75)], [on(1, 8, 9)]], 3, 2 * HOUR) == []


def test_with_few_free_days_a_day_gets_a_second_block() -> None:
    assert days_of(propose([[on(0, 8, 17)], [on(1, 8, 17)]], 3, 2 * HOUR)) == [0, 1, 1]


def test_a_block_begins_at_a_quarter_of_an_hour() -> None:
    opens = MONDAY + 8 * HOUR + 7 * MINUTE
    assert propose([[(opens, opens + 3 * HOUR)]], 1, 2 * HOUR)[0][0] == MONDAY + 8 * HOUR + 15 * MINUTE


@given(BUSY, st.integers(0, 8), LENGTHS)
def test_blocks_lie_in_free_time_apart_from_one_another_and_are_long_enough(
    busy: list[Span], count: int, length: timedelta
) -> None:
    free = [without(spans, busy) for spans in WHOLE_WEEK]
    found = propose(free, count, length)
    assert len(found) <= count
    for place, one in enumerate(found):
        assert one[1] - one[0] == length
        assert any(opens <= one[0] and one[1] <= closes for spans in free for opens, closes in spans)
        assert not overlaps(one, [(starts, ends) for starts, ends in busy if starts < ends])
        assert not overlaps(one, found[place + 1 :])


@given(BUSY, st.integers(1, 8), LENGTHS)
def test_no_day_has_two_blocks_while_another_with_room_has_none(
    busy: list[Span], count: int, length: timedelta
) -> None:
    free = [without(spans, busy) for spans in WHOLE_WEEK]
    days = days_of(propose(free, count, length))
    empty = [day for day in range(7) if day not in days and propose([free[day]], 1, length)]
    assert not empty or len(set(days)) == len(days)


@given(BUSY)
def test_what_is_left_and_what_is_busy_share_nothing(busy: list[Span]) -> None:
    for spans in WHOLE_WEEK:
        for piece in without(spans, busy):
            assert not overlaps(piece, [one for one in busy if one[0] < one[1]])


def test_a_block_is_kept_if_half_of_its_half_hours_have_a_touch() -> None:
    starts, ends = on(0, 8, 10)
    block = Planned(7, starts, ends, begun=True)
    touches = [starts, starts + 40 * MINUTE, starts + 45 * MINUTE, ends]
    assert judged(block, touches, 0.5) == Kept(1, 1, 1, 2.0, 1.0, 3)
    assert judged(block, touches[1:], 0.5).kept == 0


@given(st.lists(st.integers(-300, 300), max_size=40))
def test_no_more_is_kept_than_was_planned(minutes: list[int]) -> None:
    touches = sorted(MONDAY + minute * MINUTE for minute in minutes)
    whole = kept_by([Planned(1, MONDAY, MONDAY + 2 * HOUR), Planned(1, MONDAY + 3 * HOUR, MONDAY + 5 * HOUR)],
                    {1: touches}, 0.5)[1]  # fmt: skip
    assert 0 <= whole.kept_hours <= whole.planned_hours == 4
    assert whole.kept <= whole.blocks == 2
    assert whole.touches <= len(touches)
