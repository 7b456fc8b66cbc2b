"""Leads that wait with a manager while sellers have as many as they can work at once."""

from datetime import timedelta

import pytest

from tests.world import NOW, Cast, inquire, people
from winnow.doctor.report import examine
from winnow.flow.finish import Close, close
from winnow.flow.tick import tick
from winnow.flow.verdicts import Decide, Respond, answer, decide, respond
from winnow.flow.work import Reassign, reassign
from winnow.procedure.actions import default_text, publish
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Notification, Prospect
from winnow.prospects.words import Outcome, Verdict
from winnow.qualify.actions import Said
from winnow.qualify.models import Handover

LATER = NOW + timedelta(minutes=30)
MIRROR = tuple(
    (key, "We do not know") for key in ("who_decides", "which_outcome", "not_asked", "would_have_to")
)


@pytest.fixture
def cast(db: None) -> Cast:
    found = people()
    publish(
        default_text().replace("wip_limit = 0", "wip_limit = 1"),
        now=NOW - timedelta(days=1),
        by=None,
        reason="One",
    )
    return found


def lead(cast: Cast) -> int:
    """One that ben has qualified."""
    number = inquire(country="DE").prospect
    questions = in_force(NOW)[1].qualification.questions
    answer([Said(number, one.key, one.choices[0].key, NOW, cast.ben.id) for one in questions], now=NOW)
    decide([Decide(number, Verdict.QUALIFIED, NOW, cast.ben.id)], now=NOW)
    return number


def two(cast: Cast) -> tuple[int, int]:
    """One that anna took, and one for which she has no room."""
    first, second = lead(cast), lead(cast)
    respond([Respond(first, True, NOW, cast.anna.id)], now=NOW)
    return first, second


def owner(number: int) -> str:
    return Prospect.objects.get(id=number).owner.name


def test_over_the_limit_a_new_handover_waits_with_the_manager(cast):
    first, second = two(cast)
    assert (owner(first), owner(second)) == ("Anna", "Cem")
    assert (
        "waits with the manager"
        in Event.objects.filter(prospect=second, kind="handed_over").latest("id").reason
    )


def test_as_long_as_there_is_no_room_it_waits(cast):
    _, second = two(cast)
    assert tick(NOW, worker="w").handed_on == 0
    assert owner(second) == "Cem"


def test_with_room_again_it_is_handed_on_with_a_clock_of_its_own(cast):
    first, second = two(cast)
    close(
        [Close(first, Outcome.NOT_BUYING, LATER, cast.anna.id, "no_need", checked=_all(), mirror=MIRROR)],
        now=LATER,
    )
    assert tick(LATER, worker="w").handed_on == 1
    row = Prospect.objects.get(id=second)
    waiting = Handover.objects.get(prospect=second, accepted_at=None, rejected_at=None)
    assert (row.owner, row.next_action, waiting.taker, waiting.giver) == (
        cast.anna,
        "accept",
        cast.anna,
        cast.ben,
    )
    assert row.due_at == waiting.respond_by > LATER
    tick(LATER, worker="w")
    assert Notification.objects.filter(user=cast.anna, prospect=second, kind="yours_now").count() == 1
    assert not examine(LATER).offending


def _all() -> tuple[str, ...]:
    return tuple(in_force(NOW)[1].closing[Outcome.NOT_BUYING].checklist)


def test_who_waits_longest_is_handed_on_first(cast):
    first, second = two(cast)
    third = lead(cast)
    close(
        [Close(first, Outcome.NOT_BUYING, LATER, cast.anna.id, "no_need", checked=_all(), mirror=MIRROR)],
        now=LATER,
    )
    assert tick(LATER, worker="w").handed_on == 1
    assert (owner(second), owner(third)) == ("Anna", "Cem")


def test_what_a_person_gave_to_a_manager_stays_there(cast):
    first, second = two(cast)
    soon = NOW + timedelta(minutes=1)
    reassign([Reassign(second, soon, cast.cem.id, "She knows them", cast.nora.id)], now=soon)
    close(
        [Close(first, Outcome.NOT_BUYING, LATER, cast.anna.id, "no_need", checked=_all(), mirror=MIRROR)],
        now=LATER,
    )
    assert tick(LATER, worker="w").handed_on == 0
    assert owner(second) == "Nora"


def test_late_it_never_goes_to_the_qualifying_desk(cast):
    _, second = two(cast)
    for hours in range(1, 60, 2):
        tick(NOW + timedelta(hours=hours), worker="w")
    assert Prospect.objects.get(id=second).owner.role in ("manager", "admin", "seller")
    assert not examine(NOW + timedelta(hours=60)).offending


def test_the_manager_may_take_it_on_themselves(cast):
    _, second = two(cast)
    respond([Respond(second, True, NOW, cast.cem.id)], now=NOW)
    assert Prospect.objects.get(id=second).stage == "opportunity"
    assert tick(LATER, worker="w").handed_on == 0
