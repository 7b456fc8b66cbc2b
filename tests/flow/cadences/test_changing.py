"""Another cadence for many: promises stay, attempts follow, and it can be undone."""

from datetime import timedelta

import pytest

from tests.cadence_world import firm, row, tried
from tests.world import NOW, Cast, inquire
from winnow.flow.cadences.changing import change, undo
from winnow.flow.cadences.standing import on_cadence, standings
from winnow.flow.finish import Rest, nurture
from winnow.flow.scene import Refused
from winnow.flow.work import Reschedule, reschedule
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Queue

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return firm()


def changed(cast: Cast, *numbers: int, to: str = "gentle") -> None:
    change(numbers, to, by=cast.cem.pk, reason="A quiet week", now=LATER)


def test_an_attempt_follows_the_new_cadence_at_once(cast: Cast) -> None:
    one = tried(cast)
    changed(cast, one.pk)
    after = row(one.pk)
    assert (after.cadence, after.next_action, after.queue, after.steps) == (
        "gentle",
        "letter",
        Queue.RETRY,
        1,
    )
    event = Event.objects.latest("id")
    assert (event.kind, event.reason, event.actor_id) == ("cadence_changed", "A quiet week", cast.cem.pk)


def test_a_promise_stays_as_it_was_agreed(cast: Cast) -> None:
    one = tried(cast)
    agreed = NOW + timedelta(days=3)
    reschedule([Reschedule(one.pk, agreed, NOW, cast.ben.pk, "She asked", promised=True)], now=NOW)
    changed(cast, one.pk)
    after = row(one.pk)
    assert (after.cadence, after.queue, after.due_at, after.available_at) == (
        "gentle", Queue.PROMISED, agreed, agreed,
    )  # fmt: skip


def test_an_agreed_day_in_nurture_and_a_running_clock_stay(cast: Cast) -> None:
    resting, fresh = tried(cast), row(inquire().prospect)
    nurture([Rest(resting.pk, NOW, cast.ben.pk, "Later", NOW + timedelta(days=40))], now=NOW)
    changed(cast, resting.pk, fresh.pk)
    assert (row(resting.pk).cadence, row(resting.pk).due_at) == ("", NOW + timedelta(days=40))
    assert (row(fresh.pk).cadence, row(fresh.pk).due_at, row(fresh.pk).queue) == (
        "gentle",
        fresh.due_at,
        Queue.NEW,
    )


def test_what_is_planned_anew_is_never_due_in_the_past(cast: Cast) -> None:
    one = tried(cast)
    long_after = NOW + timedelta(days=30)
    change([one.pk], "gentle", by=None, reason="Spring", now=long_after)
    after = row(one.pk)
    assert after.due_at
    assert after.available_at
    assert after.due_at >= after.available_at >= long_after


def test_it_is_undone_for_all_who_were_not_changed_since(cast: Cast) -> None:
    first, second = tried(cast), tried(cast, name="Jo Doe", email="jo@doe.test", phone="+80099887766")
    done = change([first.pk, second.pk], "gentle", by=cast.cem.pk, reason="A quiet week", now=LATER)
    change([second.pk], "default", by=cast.cem.pk, reason="Not him", now=LATER)
    assert undo(done.change.pk, by=cast.cem.pk, now=LATER) == 1
    assert (row(first.pk).cadence, row(second.pk).cadence) == ("", "default")
    assert row(first.pk).queue == Queue.BY_ITSELF
    with pytest.raises(Refused, match="undone already"):
        undo(done.change.pk, by=cast.cem.pk, now=LATER)


@pytest.mark.parametrize(
    ("to", "why", "said"), [("gentel", "Spring", "no cadence"), ("gentle", " ", "Say why")]
)
def test_what_cannot_be_followed_is_refused(cast: Cast, to: str, why: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        change([tried(cast).pk], to, by=None, reason=why, now=LATER)


def test_who_stands_where_is_counted_by_step(cast: Cast) -> None:
    one, fresh = tried(cast), row(inquire().prospect)
    moved = tried(cast, name="Jo Doe", email="jo@doe.test", phone="+80099887766")
    changed(cast, moved.pk)
    _, procedure = in_force(LATER)
    found = standings(procedure, Prospect.objects.all())
    assert (dict(found["default"].steps), dict(found["gentle"].steps)) == ({0: 1, 1: 1}, {1: 1})
    assert on_cadence(procedure, Prospect.objects.all(), "default") == [one.pk, fresh.pk]


def test_any_number_is_changed_with_the_same_number_of_statements(
    cast: Cast,
    django_assert_max_num_queries: pytest.fixture,  # type: ignore[valid-type]
) -> None:
    numbers = [
        tried(cast, name=f"P {n}", email=f"p{n}@p.test", phone=f"+8002000{n:04}").pk for n in range(15)
    ]
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        changed(cast, *numbers)
    assert Prospect.objects.filter(cadence="gentle", next_action="letter").count() == 15
