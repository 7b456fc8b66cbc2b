"""Blocks of a firm: proposed where nothing else is, worked in a queue of their own, and nothing lost by them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import NOW, Cast, inquire
from winnow.flow.at_work import everybody
from winnow.flow.blocks import kept, propose_due
from winnow.flow.claims import next_for
from winnow.flow.tick import tick
from winnow.followup.blocks import actions, queries
from winnow.followup.blocks.models import Block
from winnow.people.actions import NotDone
from winnow.people.models import Absence
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect, Touch

HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
THURSDAY = NOW + A_DAY
MONDAY = date(2026, 3, 9)


def local(day: int, hour: float) -> datetime:
    """In the week to come, in Berlin."""
    return datetime(2026, 3, 9, tzinfo=UTC) + day * A_DAY + (hour - 1) * HOUR


def of(user) -> list[tuple[datetime, datetime]]:
    return [(one.starts, one.ends) for one in Block.objects.filter(user=user).order_by("starts")]


def promise(number: int, at: datetime) -> None:
    Prospect.objects.filter(id=number).update(
        queue="1_promised", next_action="call_back", available_at=at, due_at=at
    )


def test_the_worker_proposes_six_hours_for_the_week_to_come_once(cast: Cast) -> None:
    tick(NOW, worker="tests")
    assert not Block.objects.exists()  # it is Wednesday
    tick(THURSDAY, worker="tests")
    assert [ends - starts for starts, ends in of(cast.anna)] == [2 * HOUR] * 3
    assert {one.user.role for one in Block.objects.select_related("user")} == {"seller", "qualifier"}
    count = Block.objects.count()
    Block.objects.all().delete()
    assert propose_due(THURSDAY + HOUR) == 0
    assert count == 9  # three people


def test_promises_days_away_and_what_is_planned_are_left_alone(cast: Cast) -> None:
    number = inquire().prospect
    Prospect.objects.filter(id=number).update(owner=cast.ben)
    first = local(0, 9)
    promise(number, first)
    Absence.objects.create(user=cast.ben, starts=MONDAY + 2 * A_DAY, ends=MONDAY + 4 * A_DAY)
    actions.add(cast.ben, local(1, 9), local(1, 11), now=NOW)
    propose_due(THURSDAY)
    found = [(one.starts, one.ends) for one in Block.objects.filter(user=cast.ben, state="proposed")]
    assert len(found) == 2
    for starts, ends in found:
        assert starts.date() in (MONDAY, MONDAY + A_DAY)
        assert not starts < first + HOUR / 2 <= ends or starts >= first + HOUR / 2
        assert not starts < local(1, 11) or ends <= local(1, 9)


def test_proposals_for_many_take_as_many_statements_as_for_few(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as captured:
        propose_due(THURSDAY)
    assert len(captured) <= 16


def test_what_is_proposed_is_planned_moved_dropped_and_taken_up_again(cast: Cast) -> None:
    propose_due(THURSDAY)
    first, second, *_ = Block.objects.filter(user=cast.anna).order_by("starts")
    assert actions.accept(cast.anna, [first.pk, second.pk], now=THURSDAY) == 2
    actions.move(first, local(0, 14), local(0, 16), now=THURSDAY)
    first.refresh_from_db()
    assert (first.starts, first.state, first.changes) == (local(0, 14), "planned", 1)
    with pytest.raises(NotDone, match="Another block"):
        actions.move(first, second.starts, second.ends, now=THURSDAY)
    actions.drop(second, now=THURSDAY)
    actions.restore(second, now=THURSDAY)
    second.refresh_from_db()
    assert (second.state, second.changes) == ("planned", 2)


def test_in_a_block_attempts_come_before_handovers_and_after_promises(cast: Cast) -> None:
    numbers = [inquire().prospect for _ in range(3)]
    Prospect.objects.filter(id__in=numbers).update(owner=cast.anna, due_at=NOW + HOUR, available_at=NOW)
    handover, attempt, promised = numbers
    Prospect.objects.filter(id=handover).update(next_action="accept", due_at=NOW + HOUR / 6)
    assert next_for(cast.anna, now=NOW).pk == handover
    Prospect.objects.update(claimed_by=None, claimed_until=None)
    actions.begin(cast.anna, 2 * HOUR, now=NOW)
    assert next_for(cast.anna, now=NOW).pk == attempt
    Prospect.objects.update(claimed_by=None, claimed_until=None)
    promise(promised, NOW)
    assert next_for(cast.anna, now=NOW).pk == promised


def test_in_a_block_whose_attempts_are_done_the_rest_comes_and_the_worker_watches_all_the_while(
    cast: Cast,
) -> None:
    number = inquire().prospect
    Prospect.objects.filter(id=number).update(owner=cast.anna, next_action="accept", check_at=NOW, due_at=NOW)
    actions.begin(cast.anna, 2 * HOUR, now=NOW)
    assert tick(NOW, worker="tests").warned == 1
    assert next_for(cast.anna, now=NOW).pk == number


def test_a_block_stops_by_hand_or_at_its_end(cast: Cast) -> None:
    block = actions.begin(cast.anna, 2 * HOUR, now=NOW)
    assert actions.begin(cast.anna, 2 * HOUR, now=NOW + HOUR).pk == block.pk
    assert not queries.running([cast.anna.pk], NOW + 2 * HOUR)
    assert actions.stop(cast.anna, now=NOW + HOUR)
    assert not queries.running([cast.anna.pk], NOW + HOUR)
    assert actions.stop(cast.anna, now=NOW + HOUR) is None


def test_one_that_is_planned_now_is_the_one_that_begins(cast: Cast) -> None:
    planned = actions.add(cast.anna, NOW - HOUR / 4, NOW + 2 * HOUR, now=NOW)
    assert actions.begin(cast.anna, 2 * HOUR, now=NOW).pk == planned.pk


def test_what_was_kept_is_told_by_touches_in_four_statements(cast: Cast) -> None:
    one = Prospect.objects.get(id=inquire().prospect)
    for user in (cast.anna, cast.ben):
        actions.add(user, NOW, NOW + 2 * HOUR, now=NOW)
    for minutes in (5, 50, 150):
        at = NOW + timedelta(minutes=minutes)
        Touch.objects.create(
            prospect=one, at=at, kind="call", direction="out", by=cast.anna, disposition="no_answer"
        )
    with CaptureQueriesContext(connection) as captured:
        found = kept([cast.anna, cast.ben], NOW - A_DAY, NOW + 3 * HOUR)
    assert (found[cast.anna.pk].kept, found[cast.anna.pk].kept_hours, found[cast.ben.pk].kept) == (1, 1.0, 0)
    assert len(captured) <= 4


def test_a_block_on_a_day_away_is_not_held_against_anybody(cast: Cast) -> None:
    actions.add(cast.anna, NOW, NOW + 2 * HOUR, now=NOW)
    Absence.objects.create(user=cast.anna, starts=NOW.date(), ends=NOW.date())
    assert not kept([cast.anna], NOW - A_DAY, NOW + 3 * HOUR)


def test_blocks_reduce_capacity_only_if_the_procedure_says_so(cast: Cast) -> None:
    actions.add(cast.anna, NOW, NOW + 4 * HOUR, now=NOW)
    _, procedure = in_force(NOW)
    rules = procedure.prospecting.model_copy(update={"reduces_capacity": True})
    less = procedure.model_copy(update={"prospecting": rules})
    whole, reduced = ({one.id: one.capacity for one in everybody(how, NOW)[0]} for how in (procedure, less))
    assert whole[cast.anna.pk] > reduced[cast.anna.pk] >= 0.85 * whole[cast.anna.pk]
    assert whole[cast.ben.pk] == reduced[cast.ben.pk]
