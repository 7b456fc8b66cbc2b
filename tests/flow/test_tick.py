"""What time does by itself: warn, reassign, the manager's list; back from nurture; nothing twice."""

from datetime import timedelta
from typing import Any

import pytest

from tests.world import NOW, Cast, _user, inquire
from winnow.flow import owed
from winnow.flow import tick as ticking
from winnow.flow.finish import Rest, nurture
from winnow.flow.tick import tick
from winnow.flow.verdicts import Decide, answer, decide
from winnow.followup.models import Failure
from winnow.procedure.queries import in_force
from winnow.prospects.models import Effect, Event, Notification, Prospect
from winnow.prospects.words import Role, Verdict
from winnow.qualify.actions import Said
from winnow.qualify.models import Handover

pytestmark = pytest.mark.django_db
STEPS = [
    timedelta(minutes=31),
    timedelta(minutes=95),
    timedelta(hours=5),
]  # after the inquiry; within the day


@pytest.fixture
def bea(cast: Cast) -> Any:
    return _user("bea", Role.QUALIFIER, cast.berlin)


@pytest.fixture
def prospect(cast: Cast, bea: Any) -> Prospect:
    row = Prospect.objects.get(id=inquire().prospect)
    owed.deliver(now=NOW)  # that there is a new inquiry
    Notification.objects.all().delete()
    return row


def kinds(prospect: Prospect) -> list[str]:
    return list(Event.objects.filter(prospect=prospect).order_by("id").values_list("kind", flat=True))


def test_nothing_happens_before_it_is_due(prospect: Prospect) -> None:
    assert not tick(NOW + timedelta(minutes=29), worker="w").busy
    assert kinds(prospect) == ["opened"]


def test_the_owner_is_warned_first(prospect: Prospect) -> None:
    assert tick(NOW + STEPS[0], worker="w").warned == 1
    assert kinds(prospect) == ["opened", "warned"]
    assert Notification.objects.get().user == prospect.owner


def test_then_somebody_else_gets_it_and_the_manager_is_told(prospect: Prospect, cast: Cast) -> None:
    for step in STEPS[:2]:
        tick(NOW + step, worker="w")
    after = Prospect.objects.get(id=prospect.id)
    assert {prospect.owner.name, after.owner.name} == {"Ben", "Bea"}  # type: ignore[union-attr]
    told = set(Notification.objects.exclude(kind="overdue").values_list("user__name", flat=True))
    assert told == {"Cem", after.owner.name}  # type: ignore[union-attr]


def test_at_last_it_is_on_the_managers_own_list(prospect: Prospect) -> None:
    for step in STEPS:
        tick(NOW + step, worker="w")
    after = Prospect.objects.get(id=prospect.id)
    assert (after.escalation, after.check_at) == (3, None)
    assert after.owner is not None
    assert after.due_at == prospect.due_at


def test_a_second_tick_at_the_same_instant_does_nothing_more(prospect: Prospect) -> None:
    tick(NOW + STEPS[0], worker="one")
    assert not tick(NOW + STEPS[0], worker="two").busy
    assert Effect.objects.filter(key__startswith="warn:").count() == Notification.objects.count() == 1


def test_a_clock_set_back_takes_nothing_back(prospect: Prospect) -> None:
    tick(NOW + STEPS[0], worker="w")
    tick(NOW + STEPS[0] - timedelta(hours=1), worker="w")
    assert kinds(prospect) == ["opened", "warned"]


def test_who_works_on_it_in_time_is_left_alone(prospect: Prospect, cast: Cast) -> None:
    from winnow.flow.work import Dispose, dispose

    dispose([Dispose(prospect.id, "no_answer", NOW + timedelta(minutes=10), prospect.owner_id or 0)], now=NOW)
    assert not tick(NOW + STEPS[1], worker="w").busy


def test_nurture_comes_back_to_the_desk_on_its_day(prospect: Prospect, cast: Cast) -> None:
    day = NOW + timedelta(days=30)
    nurture([Rest(prospect.id, NOW, cast.ben.id, "Not now", day)], now=NOW)
    assert not tick(day - timedelta(minutes=1), worker="w").recycled
    assert tick(day, worker="w").recycled == 1
    after = Prospect.objects.get(id=prospect.id)
    assert (after.state, after.owner.role) == ("working", "qualifier")  # type: ignore[union-attr]


def test_one_that_fails_is_surfaced_and_does_not_stop_the_rest(
    prospect: Prospect, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [inquire().prospect for _ in range(3)]
    owed.deliver(now=NOW)
    step = ticking._step

    def broken(scene: Any, row: Prospect, *rest: Any) -> str:
        if row.id == prospect.id:
            raise RuntimeError("a broken row")
        return step(scene, row, *rest)

    monkeypatch.setattr(ticking, "_step", broken)
    done = tick(NOW + STEPS[0], worker="w")
    assert (done.warned, done.failed) == (len(others), 1)
    assert "a broken row" in Failure.objects.get().error
    after = Prospect.objects.get(id=prospect.id)
    assert after.check_at is not None
    assert after.check_at > NOW + STEPS[0]
    monkeypatch.undo()
    assert tick(after.check_at, worker="w").warned == 1
    assert Failure.objects.get().settled_at == after.check_at


def test_a_hold_that_ran_out_goes_back_to_the_queue(prospect: Prospect, cast: Cast) -> None:
    Prospect.objects.filter(id=prospect.id).update(claimed_by=cast.ben, claimed_until=NOW)
    assert tick(NOW, worker="w").released == 1
    assert Prospect.objects.get(id=prospect.id).claimed_by is None


def test_a_handover_that_goes_on_to_another_seller_waits_by_a_clock_of_its_own(
    prospect: Prospect, cast: Cast
) -> None:
    _user("sam", Role.SELLER, cast.berlin)
    questions = in_force(NOW)[1].qualification.questions
    answer([Said(prospect.id, one.key, one.choices[0].key, NOW, cast.ben.id) for one in questions], now=NOW)
    decide([Decide(prospect.id, Verdict.QUALIFIED, NOW, cast.ben.id, to=cast.anna.id)], now=NOW)
    late = Prospect.objects.get(id=prospect.id).due_at
    assert late is not None
    while Prospect.objects.get(id=prospect.id).owner_id == cast.anna.id:
        late += timedelta(minutes=30)
        tick(late, worker="w")
    after = Prospect.objects.get(id=prospect.id)
    assert after.due_at == Handover.objects.get(prospect=prospect, rejected_at=None).respond_by
    assert after.due_at is not None
    assert after.due_at > late
