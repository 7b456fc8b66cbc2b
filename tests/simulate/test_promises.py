"""A promise is kept if somebody can keep it at its instant; called before its time, or nowhere, it is broken."""

from datetime import UTC, datetime, timedelta

import pytest

from winnow.simulate.board import Board, Row
from winnow.simulate.promises import Promises

MADE = datetime(2026, 3, 2, 9, tzinfo=UTC)
WHEN = MADE + timedelta(days=2)
AFTER = WHEN + timedelta(minutes=30)


def row(available_at: datetime) -> Row:
    return Row(1, 5, "call_back", "1_promised", available_at, available_at, None, "inquiry", 1, 0, None, 0)


def looked(available_at: datetime | None, tried: datetime | None, heard: datetime | None) -> Promises:
    promises, board = Promises(), Board()
    promises.make(1, WHEN, MADE)
    board.checks[1] = AFTER
    if available_at:
        board.working[1] = row(available_at)
    if tried:
        promises.tried[1] = tried
    promises.look(AFTER, board, lambda _prospect: heard)
    return promises


@pytest.mark.parametrize(("available_at", "tried"), [(WHEN, None), (None, WHEN), (WHEN, MADE)])
def test_it_is_kept_when_it_lies_on_a_desk_or_was_done(
    available_at: datetime | None, tried: datetime | None
) -> None:
    assert looked(available_at, tried, MADE).up_in_time == 1


def test_it_is_superseded_when_they_spoke_in_between() -> None:
    assert looked(None, None, WHEN - timedelta(hours=5)).superseded == 1


@pytest.mark.parametrize(
    ("available_at", "tried"),
    [(AFTER + timedelta(days=1), None), (None, None), (WHEN, WHEN - timedelta(hours=3))],
)
def test_it_is_broken_when_nobody_could_keep_it_or_somebody_called_too_early(
    available_at: datetime | None, tried: datetime | None
) -> None:
    assert [(number, when) for number, when, _ in looked(available_at, tried, MADE).broken] == [(1, WHEN)]
