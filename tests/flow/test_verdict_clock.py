"""An inquiry that was answered and not decided about in time is told: to its owner, then to the manager, each once."""

from datetime import datetime, timedelta

import pytest

from tests.world import NOW, Cast, inquire
from winnow.flow.tick import tick
from winnow.flow.verdicts import Decide, decide
from winnow.flow.work import Dispose, Reschedule, dispose, reschedule
from winnow.followup.worktime import add_working
from winnow.procedure.queries import in_force
from winnow.prospects.models import Effect, Event, Notification, Prospect
from winnow.prospects.words import Verdict

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def answered(cast: Cast) -> Prospect:
    """Somebody spoke to them at once, and they asked for another call in a month."""
    row = Prospect.objects.get(id=inquire().prospect)
    later = NOW + timedelta(days=30)
    dispose([Dispose(row.id, "call_back", NOW + A_MINUTE, row.owner_id or 0, when=later)], now=NOW + A_MINUTE)
    return Prospect.objects.get(id=row.id)


def due(minutes: int) -> datetime:
    """So many working minutes after the inquiry."""
    from winnow.followup.queries import calendar

    return add_working(calendar(in_force(NOW)[1], "Berlin", NOW), NOW, timedelta(minutes=minutes))


def late() -> datetime:
    return due(in_force(NOW)[1].qualification.verdict_within)


def told() -> list[tuple[str, str]]:
    rows = Effect.objects.filter(key__startswith="verdict:").order_by("id")
    return list(rows.values_list("user__name", "body__kind"))


def test_the_owner_is_warned_when_the_verdict_is_late_and_not_before(answered: Prospect) -> None:
    assert answered.check_at == late()
    assert not tick(late() - A_MINUTE, worker="w").warned
    assert tick(late(), worker="w").warned == 1
    assert told() == [(answered.owner.name, "verdict_overdue")]  # type: ignore[union-attr]
    assert Notification.objects.filter(kind="verdict_overdue").count() == 1


def test_then_the_manager_is_told_and_it_stays_with_who_spoke_to_them(answered: Prospect) -> None:
    tick(late(), worker="w")
    soon = due(in_force(NOW)[1].qualification.verdict_within + in_force(NOW)[1].escalation.manager_after)
    assert tick(soon, worker="w").to_manager == 1
    after = Prospect.objects.get(id=answered.id)
    assert [name for name, _ in told()] == [answered.owner.name, "Cem"]  # type: ignore[union-attr]
    assert (after.owner_id, after.due_at) == (answered.owner_id, answered.due_at)


def test_after_a_pause_of_the_worker_the_steps_come_in_their_order(answered: Prospect) -> None:
    long_after = late() + timedelta(days=10)
    counts = [tick(long_after, worker="w") for _ in range(3)]
    assert [(one.warned, one.to_manager) for one in counts] == [(1, 0), (0, 1), (0, 0)]


def test_each_step_is_taken_once(answered: Prospect) -> None:
    tick(late(), worker="w")
    reschedule(
        [
            Reschedule(
                answered.id, NOW + timedelta(days=20), late(), answered.owner_id or 0, "Agreed.", None, True
            )
        ],
        now=late(),
    )
    tick(late() + A_MINUTE, worker="w")
    assert Event.objects.filter(prospect=answered, kind="warned").count() == 1


def test_a_verdict_stops_the_clock(answered: Prospect, cast: Cast) -> None:
    decide(
        [Decide(answered.id, Verdict.NURTURE, NOW + 2 * A_MINUTE, answered.owner_id or 0, "timing")],
        now=NOW,
    )
    tick(late(), worker="w")
    assert told() == []


def test_as_long_as_nobody_answers_the_clock_of_the_response_warns(cast: Cast) -> None:
    row = Prospect.objects.get(id=inquire().prospect)
    for _ in range(4):
        tick(late(), worker="w")
    assert told() == []
    assert Prospect.objects.get(id=row.id).escalation == 3
