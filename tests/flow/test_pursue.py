"""They gave a sign: at a desk at once, with the reason; promises and sooner deadlines stay."""

from datetime import timedelta

import pytest

from tests.world import NOW, Cast, inquire
from winnow.flow.finish import Close, Rest, close, nurture
from winnow.flow.owed import deliver
from winnow.flow.pursue import Back, back, bring_back
from winnow.flow.scene import Scene
from winnow.flow.work import Dispose, Reassign, Reschedule, dispose, reassign, reschedule
from winnow.people.models import User
from winnow.prospects.models import Event, Notification, Prospect
from winnow.prospects.words import Outcome, Queue

WHY = "They followed the link “Prices” in our mail."
LATER = NOW + timedelta(minutes=10)


def row(number: int) -> Prospect:
    return Prospect.objects.get(id=number)


def test_who_rests_is_back_with_whoever_had_them_and_is_told_why(cast: Cast, one: int) -> None:
    bea = User.objects.create_user(
        "bea@winnow.example", None, name="Bea", role="qualifier", team=cast.berlin, joined_at=NOW
    )
    reassign([Reassign(one, NOW, cast.cem.pk, "Knows them", bea.pk)], now=NOW)
    nurture([Rest(one, NOW, bea.pk, "Later")], now=NOW)
    bring_back([Back(one, WHY, "click:1")], now=LATER)
    back = row(one)
    assert (back.state, back.owner_id, back.queue, back.next_note) == ("working", bea.pk, Queue.NEW, WHY)
    assert back.available_at == LATER
    event = Event.objects.latest("id")
    assert (event.kind, event.reason) == ("recycled", WHY)
    deliver(now=LATER)
    assert WHY in Notification.objects.get(prospect=one, kind="signalled").text


def test_who_rests_is_qualified_anew_although_a_seller_had_them(cast: Cast, one: int) -> None:
    reassign([Reassign(one, NOW, cast.cem.pk, "Knows them", cast.anna.pk)], now=NOW)
    nurture([Rest(one, NOW, cast.anna.pk, "Later")], now=NOW)
    bring_back([Back(one, WHY, "click:1")], now=LATER)
    assert row(one).owner_id == cast.ben.pk


def test_whoever_had_them_and_has_left_is_not_given_them(cast: Cast, one: int) -> None:
    bea = User.objects.create_user(
        "bea@winnow.example", None, name="Bea", role="qualifier", team=cast.berlin, joined_at=NOW
    )
    reassign([Reassign(one, NOW, cast.cem.pk, "Knows them", bea.pk)], now=NOW)
    nurture([Rest(one, NOW, bea.pk, "Later")], now=NOW)
    bea.is_active = False
    bea.save()
    bring_back([Back(one, WHY)], now=LATER)
    assert row(one).owner_id == cast.ben.pk


def test_on_a_desk_it_comes_first_and_no_later_than_it_was(cast: Cast, one: int) -> None:
    dispose([Dispose(one, "no_answer", NOW, cast.ben.pk)], now=NOW)
    before = row(one)
    bring_back([Back(one, WHY)], now=LATER)
    after = row(one)
    assert (before.queue, after.queue, after.available_at) == (Queue.RETRY, Queue.NEW, LATER)
    assert before.due_at
    assert after.due_at
    assert after.due_at < before.due_at
    assert after.attempts == 1


def test_a_sooner_deadline_is_not_put_off_by_a_sign(cast: Cast, one: int) -> None:
    due = row(one).due_at
    bring_back([Back(one, WHY)], now=LATER)
    assert (row(one).due_at, row(one).next_note) == (due, WHY)


def test_a_promise_stays_as_it_was_agreed(cast: Cast, one: int) -> None:
    agreed = NOW + timedelta(days=3)
    reschedule([Reschedule(one, agreed, NOW, cast.ben.pk, "She asked", promised=True)], now=NOW)
    bring_back([Back(one, WHY)], now=LATER)
    assert (row(one).queue, row(one).due_at, row(one).available_at) == (Queue.PROMISED, agreed, agreed)
    assert Event.objects.latest("id").kind == "signalled"


def test_who_was_promised_a_day_and_gives_a_sign_before_is_on_a_desk_and_the_promise_stands(
    cast: Cast, one: int
) -> None:
    """Whoever is to call sees it; if they do not reach them, it is called on the day that was agreed, not sooner."""
    march = NOW + timedelta(days=90)
    nurture([Rest(one, NOW, cast.ben.pk, "Later", march, promised=True)], now=NOW)
    bring_back([Back(one, WHY, "click:1")], now=LATER)
    back = row(one)
    assert (back.state, back.queue, back.available_at) == ("working", Queue.NEW, LATER)
    assert back.next_note == f"{WHY} Promised to them: 2 Jun 2026."
    dispose([Dispose(one, "no_answer", LATER, cast.ben.pk)], now=LATER)
    assert (row(one).queue, row(one).due_at, row(one).available_at) == (Queue.PROMISED, march, march)


def test_whoever_was_spoken_with_since_is_held_to_what_was_said_then(cast: Cast, one: int) -> None:
    nurture([Rest(one, NOW, cast.ben.pk, "Later", NOW + timedelta(days=90), promised=True)], now=NOW)
    bring_back([Back(one, WHY, "click:1")], now=LATER)
    for minutes, said in ((20, "connected"), (60, "no_answer")):
        at = LATER + timedelta(minutes=minutes)
        dispose([Dispose(one, said, at, cast.ben.pk)], now=at)
    assert row(one).queue == Queue.RETRY


@pytest.mark.parametrize(("reopens", "state"), [(True, "working"), (False, "closed")])
def test_only_a_strong_sign_takes_up_again_who_was_closed(
    cast: Cast, one: int, reopens: bool, state: str
) -> None:
    close([Close(one, Outcome.NOT_BUYING, NOW, cast.ben.pk, "no_need")], now=NOW)
    bring_back([Back(one, WHY, reopens=reopens)], now=LATER)
    assert row(one).state == state


def test_nothing_takes_up_again_who_asked_for_no_contact(cast: Cast, one: int) -> None:
    close([Close(one, Outcome.DO_NOT_CONTACT, NOW, cast.ben.pk, "asked")], now=NOW)
    bring_back([Back(one, WHY, reopens=True)], now=LATER)
    assert row(one).outcome == "do_not_contact"


def test_a_sign_seen_twice_tells_once_and_several_of_a_batch_are_all_recorded(cast: Cast, one: int) -> None:
    nurture([Rest(one, NOW, cast.ben.pk, "Later")], now=NOW)
    bring_back([Back(one, WHY, "click:1"), Back(one, "And again.", "click:2")], now=LATER)
    bring_back([Back(one, WHY, "click:1")], now=LATER)
    deliver(now=LATER)
    assert Notification.objects.filter(prospect=one, kind="signalled").count() == 2
    assert [*Event.objects.filter(prospect=one).order_by("-id").values_list("kind", flat=True)[:3]] == [
        "signalled", "signalled", "recycled",
    ]  # fmt: skip


def test_any_number_comes_back_with_the_same_number_of_statements(
    cast: Cast,
    django_assert_max_num_queries: pytest.fixture,  # type: ignore[valid-type]
) -> None:
    numbers = [inquire().prospect for _ in range(30)]
    nurture([Rest(number, NOW, cast.ben.pk, "Later") for number in numbers], now=NOW)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        bring_back([Back(number, WHY, f"click:{number}") for number in numbers], now=LATER)
    assert not Prospect.objects.exclude(state="working").exists()


@pytest.mark.parametrize("ends", ["rests", "closed"])
def test_whoever_comes_back_is_tried_anew_and_on_no_clock_of_their_inquiry(
    cast: Cast, one: int, ends: str
) -> None:
    dispose([Dispose(one, "no_answer", NOW, cast.ben.pk)], now=NOW)
    if ends == "rests":
        nurture([Rest(one, NOW, cast.ben.pk, "Later")], now=NOW)
    else:
        close([Close(one, Outcome.NOT_BUYING, NOW, cast.ben.pk, "no_need")], now=NOW)
    scene = Scene.of([one], now=LATER)
    before, owner = scene.row(one), cast.ben.pk
    pursuit = scene.pursue(scene.first(one, LATER, owner), owner)
    change = back(scene, before, WHY, pursuit, owner, also={"conversations": 2}, data={"seen": 1})
    scene.apply([change], scene.actor(None, "door"))
    now, event = row(one), Event.objects.latest("id")
    assert (now.state, now.owner_id, now.attempts, now.conversations) == ("working", owner, 0, 2)
    assert (now.clock_started_at, now.respond_by, now.responded_at) == (None, None, None)
    assert (event.kind, event.at) == ("recycled" if ends == "rests" else "reopened", LATER)
    assert (event.reason, event.data["seen"]) == (WHY, 1)
