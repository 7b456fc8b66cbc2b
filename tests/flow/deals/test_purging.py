"""What is neither big nor moving is told to its seller, then kept or let go by a manager, and can come back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.deals_world import opportunity, refused
from tests.world import NOW, people
from winnow.deals.models import Look, Opportunity, Purge, Purged
from winnow.flow.deals.moving import Sized, Timeline, tell
from winnow.flow.deals.purging import keep, look_if_due, purge, review, undo
from winnow.flow.scene import Scene
from winnow.flow.takeback import TakeBack, take_back
from winnow.flow.tick import tick
from winnow.flow.work import Reschedule, reschedule
from winnow.people.models import User
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Effect, Event, Prospect
from winnow.prospects.transitions import Change

DAY = timedelta(days=1)
LOOKED = NOW + 20 * DAY  # old enough to be told
DUE = LOOKED + 15 * DAY


@pytest.fixture
def cast(db):
    return people()


@pytest.fixture
def small(cast):
    """Beside a big one, so that it is not the biggest that anna has."""
    opportunity(cast, amount=Decimal(90_000))
    deal = opportunity(cast, amount=Decimal(500))
    return deal


def again(deal):
    return Opportunity.objects.select_related("prospect").get(pk=deal.pk)


def told(deal):
    assert look_if_due(LOOKED)
    return again(deal)


def test_the_daily_look_warns_its_seller_with_reasons(cast, small):
    warned = told(small)
    assert (warned.doubted_at, warned.review_at) == (LOOKED, LOOKED + 14 * DAY)
    assert warned.doubt == ["Not big", "Nobody knows when they decide", "Nothing has moved for 14 days"]
    assert Effect.objects.get(user=cast.anna, body__kind="doubted").prospect_id == small.pk
    assert Event.objects.filter(kind="doubted").count() == 1
    assert not look_if_due(LOOKED + timedelta(hours=3))
    assert Look.objects.get().stays == 1


def test_whoever_becomes_big_or_moving_is_relieved(cast, small):
    told(small)
    at = LOOKED + DAY
    tell([Timeline(small.pk, at, cast.anna.id, date(2026, 4, 20), "Said Ida Ott on the phone")], now=at)
    tell([Sized(small.pk, at, cast.anna.id, Decimal(99_000))], now=at)
    look_if_due(at)
    assert again(small).review_at is None


def test_nothing_is_due_before_its_days_have_passed(cast, small):
    told(small)
    assert (review(LOOKED + DAY).warned, review(LOOKED + DAY).count) == (1, 0)
    with refused("no longer in the review"):
        purge([small.pk], by=cast.cem.id, reason="Too small", now=LOOKED + DAY)


def test_a_purge_gives_to_nurture_and_tells_what_it_frees_and_costs(cast, small):
    told(small)
    worth = review(DUE).worth
    assert worth.count == 1
    assert worth.costs[0].margin == pytest.approx(75)  # 15 % of 500
    assert worth.costs[0].high <= 500
    done = purge([small.pk], by=cast.cem.id, reason="Too small", now=DUE)
    row = again(small).prospect
    assert (row.state, row.stage, row.due_at) == ("nurture", "opportunity", DUE + 90 * DAY)
    assert (done.purge.count, done.purge.told["count"], again(small).review_at) == (1, 1, None)
    assert Purged.objects.get().why[0] == "Not big"


def test_the_manager_is_told_of_the_review(cast, small):
    told(small)
    look_if_due(DUE)
    assert Effect.objects.filter(user=cast.cem, body__kind="purge_review").count() == 1
    assert not Effect.objects.filter(user=cast.nora, body__kind="purge_review").exists()


def test_what_a_seller_without_a_team_has_every_manager_is_told_of(cast, small):
    User.objects.filter(pk=cast.anna.pk).update(team=None)
    told(small)
    look_if_due(DUE)
    for manager in (cast.cem, cast.nora):
        assert Effect.objects.filter(user=manager, body__kind="purge_review").count() == 1


def test_a_promise_is_kept_and_one_that_is_due_comes_first(cast, small):
    told(small)
    when = DUE + 3 * DAY
    reschedule([Reschedule(small.pk, when, LOOKED, cast.anna.id, "Call then", promised=True)], now=LOOKED)
    with refused("promised something that is due"):
        purge([small.pk], by=cast.cem.id, reason="Too small", now=when + DAY)
    purge([small.pk], by=cast.cem.id, reason="Too small", now=DUE)
    assert again(small).prospect.due_at == when
    tick(when, worker="test")
    assert again(small).prospect.state == "working"


def test_a_manager_keeps_one_with_a_reason_so_often_as_allowed(cast, small):
    told(small)
    with refused("Only a manager"):
        keep(small.pk, by=cast.anna.id, reason="Mine", until=DUE + DAY, now=DUE)
    with refused("at most 30 days"):
        keep(small.pk, by=cast.cem.id, reason="Door opener", until=DUE + 31 * DAY, now=DUE)
    keep(small.pk, by=cast.cem.id, reason="Door opener", until=DUE + 5 * DAY, now=DUE)
    kept = again(small)
    assert (kept.keeps, kept.kept_because, kept.review_at) == (1, "Door opener", None)
    assert not review(DUE + DAY).fresh
    Opportunity.objects.filter(pk=small.pk).update(keeps=2, doubted_at=DUE, review_at=DUE)
    with refused("all the procedure allows"):
        keep(small.pk, by=cast.cem.id, reason="Again", until=DUE + DAY, now=DUE)


def test_a_purge_is_undone_within_its_days(cast, small):
    told(small)
    done = purge([small.pk], by=cast.cem.id, reason="Too small", now=DUE)
    number = done.purge.pk
    with refused("30 days"):
        undo(number, by=cast.cem.id, now=DUE + 31 * DAY)
    assert undo(number, by=cast.cem.id, now=DUE + 29 * DAY) == (1, [])
    row = Prospect.objects.get(pk=small.pk)
    assert (row.state, row.owner_id) == ("working", cast.anna.id)
    assert (Purge.objects.get().undone_at, Purged.objects.get().undone_at) == (DUE + 29 * DAY, DUE + 29 * DAY)
    with refused("undone already"):
        undo(number, by=cast.cem.id, now=DUE + 29 * DAY)


def test_a_mail_of_nurture_does_not_stand_in_the_way_of_its_undo(cast, small):
    told(small)
    number = purge([small.pk], by=cast.cem.id, reason="Too small", now=DUE).purge.pk
    scene = Scene.of([small.pk], now=DUE + DAY)
    mail = Change(small.pk, Kind.MAILED, DUE + DAY, "Sent by itself: “Three ways to start”")
    scene.apply([mail], scene.actor(None, "worker"))
    assert undo(number, by=cast.cem.id, now=DUE + 2 * DAY) == (1, [])


def test_one_taken_back_by_hand_counts_as_undone(cast, small):
    told(small)
    purge([small.pk], by=cast.cem.id, reason="Too small", now=DUE)
    wrong = TakeBack(small.pk, Purged.objects.get().event, DUE + DAY, cast.cem.id, "It was big after all")
    take_back(wrong, now=DUE + DAY)
    assert Purged.objects.get().undone_at == DUE + DAY
