"""A cut that follows the desks, and how cuts end."""

from datetime import timedelta

import pytest

from tests.cut_world import FORTY, champion, half, scored, states, thrown, unseen
from tests.world import NOW
from winnow.doctor.report import examine
from winnow.flow import cutting
from winnow.flow.scene import Refused
from winnow.flow.tick import tick
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Prospect
from winnow.qualify.models import Cut, Placement

LATER = NOW + timedelta(minutes=5)


# Capacity


def test_a_cut_that_follows_the_desk_throws_nobody_away_while_there_is_room(cast, model):
    scored(model, FORTY)
    cutting.publish("capacity", 0.05, by=cast.cem, now=NOW, reason="As many as can be worked")
    tick(LATER, worker="w")
    assert not Placement.objects.filter(below=True).exists()


def test_a_cut_that_follows_the_desk_throws_away_what_it_cannot_work_but_no_more_than_was_promised(
    cast, model
):
    numbers = scored(model, [number / 200 for number in range(1, 101)])
    cut = cutting.publish("capacity", 0.05, by=cast.cem, now=NOW, reason="As many as can be worked")
    room = cutting.hours_of_desks(in_force(NOW)[1], NOW)
    assert room == 16 * 3  # ben, anna and ned
    tick(LATER, worker="w")
    below = Placement.objects.filter(below=True).count()
    assert below == min(100 - room, int(cut.share * 100))
    assert set(states(numbers[-40:])) == {"working"}


# Ending


def test_withdrawn_the_cut_throws_nobody_away_any_more(cast, model):
    half(cast)
    cutting.withdraw(by=cast.cem, now=NOW, reason="Quiet month")
    scored(model, FORTY)
    assert tick(LATER, worker="w").cut == 0
    assert Event.objects.get(kind="cut_withdrawn").reason == "Quiet month"


def test_withdrawn_it_can_bring_back_those_whom_nobody_has_touched(cast, model):
    numbers = scored(model, FORTY)
    half(cast)
    tick(LATER, worker="w")
    gone = thrown(numbers)
    owner = Event.objects.filter(prospect=gone[0]).latest("id").data["before"]["owner_id"]
    assert cutting.withdraw(by=cast.cem, now=LATER, reason="Quiet", bring_back=True) == len(gone)
    assert set(states(numbers)) == {"working"}
    assert Prospect.objects.get(id=gone[0]).owner_id == owner
    assert not examine(LATER).offending


def test_taken_back_it_is_as_if_it_had_never_been(cast, model):
    first = cutting.publish("share", 0.1, by=cast.cem, now=NOW, reason="A little")
    second = cutting.publish("share", 0.5, by=cast.cem, now=NOW, reason="A typing mistake")
    numbers = scored(model, FORTY)
    tick(LATER, worker="w")
    cutting.take_back(second.pk, by=cast.cem, now=LATER)
    first.refresh_from_db()
    assert (first.state, first.ended_at) == ("in_force", None)
    assert set(states(numbers)) == {"working"}


def test_a_cut_that_has_ended_cannot_be_taken_back(cast, model):
    first = half(cast)
    cutting.publish("share", 0.3, by=cast.cem, now=LATER, reason="Less")
    with pytest.raises(Refused, match="no longer in force"):
        cutting.take_back(first.pk, by=cast.cem, now=LATER)


def test_a_withdrawal_can_be_taken_back(cast, model):
    cut = half(cast)
    cutting.withdraw(by=cast.cem, now=NOW, reason="Oops")
    cutting.resume(cut.pk, by=cast.cem, now=LATER)
    cut.refresh_from_db()
    assert cut.state == "in_force"


def test_ended_it_can_be_published_again_as_it_was_proved_though_few_orders_are_left_that_no_cut_sifted(
    cast, model
):
    cut = cutting.publish("lose_at_most", 0.05, by=cast.cem, now=NOW, reason="Five")
    cutting.withdraw(by=cast.cem, now=NOW, reason="Quiet")
    champion(2, LATER, unseen=unseen(size=600))
    again = cutting.publish("lose_at_most", 0.05, by=cast.cem, now=LATER, reason="Busy again")
    assert (again.share, again.lose, again.orders) == (cut.share, 0.05, cut.orders)
    less = cutting.publish("share", cut.share / 2, by=cast.cem, now=LATER, reason="Half of that")
    assert (less.share, less.lose) == (cut.share / 2, 0.05)
    with pytest.raises(Refused, match="Not with these data"):
        cutting.publish("lose_at_most", 0.02, by=cast.cem, now=LATER, reason="A stricter promise")


def test_a_promise_that_was_broken_proves_nothing_any_more(cast, model):
    cutting.publish("lose_at_most", 0.05, by=cast.cem, now=NOW, reason="Five")
    cutting.withdraw(by=cast.cem, now=NOW, reason="Quiet")
    Cut.objects.update(alarm="It lost more.")
    champion(2, LATER, unseen=unseen(size=600))
    with pytest.raises(Refused, match="Not with these data"):
        cutting.publish("lose_at_most", 0.05, by=cast.cem, now=LATER, reason="Again")
