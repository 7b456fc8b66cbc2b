"""One statement tells whether anything is due, and a round in which nothing is asks nothing else."""

from datetime import timedelta

import pytest

from tests.world import NOW, Cast
from winnow.flow.owed import deliver
from winnow.flow.tick import tick
from winnow.prospects.models import Prospect


def test_a_round_with_nothing_due_is_one_statement(
    cast: Cast,
    one: int,
    django_assert_num_queries: pytest.fixture,  # type: ignore[valid-type]
) -> None:
    deliver(now=NOW)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert not tick(NOW + timedelta(minutes=1), worker="w", looks=False).busy


def test_what_is_due_is_done_all_the_same(cast: Cast, one: int) -> None:
    row = Prospect.objects.get(id=one)
    assert row.check_at
    assert tick(row.check_at, worker="w", looks=False).warned == 1
