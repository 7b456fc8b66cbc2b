"""One statement tells whether anything is due, and a round in which nothing is asks nothing else."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.world import NOW, Cast
from winnow.flow.due import DATED, STATEMENT
from winnow.flow.mailing.claiming import ANY_OWED
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


NAMES = ("now", "yesterday", "swept", "midnight", "today", "monday")
KINDS = {"today": "date", "monday": "date"}
MARKS = {name: f"${n}::{KINDS.get(name, 'timestamptz')}" for n, name in enumerate(NAMES, 1)}
KEPT = {table: STATEMENT % MARKS for table, _, _ in DATED.values()}
KEPT |= {"intake_answered": STATEMENT % MARKS, "correspondence_mail": ANY_OWED % "$1"}


@pytest.mark.postgresql
@pytest.mark.parametrize("table", KEPT)
def test_a_plan_kept_for_any_instant_goes_by_the_index(db: None, table: str) -> None:
    """Of an instant that it does not know the database supposes much to be due, and would read the table for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")  # the tables are empty: nothing else is dear in them
        cursor.execute(f"EXPLAIN (GENERIC_PLAN) {KEPT[table]}")
        plan = [line for (line,) in cursor.fetchall() if f" on {table}" in line]
    assert any("Index" in line for line in plan)  # of holds there are few: any way to them will do
