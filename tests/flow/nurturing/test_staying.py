"""A stay begins and ends with the state of its prospect, whatever door moves it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.nurture_world import deliver, resting
from tests.world import NOW, inquire
from winnow.correspondence.models import Mail
from winnow.flow.finish import Bought, Close, Reopen, close, order, reopen
from winnow.flow.mailing.answers import answered
from winnow.flow.merge import Merge, merge
from winnow.flow.nurturing.looking import enrol
from winnow.flow.nurturing.stepping import step_due
from winnow.flow.takeback import TakeBack, take_back
from winnow.flow.tick import tick
from winnow.flow.work import Dispose, Reschedule, dispose, reschedule
from winnow.nurture.models import Stay
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Outcome, Queue

MARCH = NOW + timedelta(days=60)


def stay(row: Prospect) -> Stay:
    return Stay.objects.filter(prospect=row).latest("id")


def test_it_begins_with_a_track_its_reason_and_the_first_step(cast):
    mine = stay(resting(cast))
    assert (mine.track, mine.next_step, mine.due_at) == ("short", "first", NOW + timedelta(days=7))
    assert mine.because == "it takes everybody whom no other takes"


@pytest.mark.parametrize(
    ("how", "said"),
    [("inquiry", "inquiry"), ("person", "person"), ("bought", "bought"), ("closed", "closed"), ("undone", "undone"),
     ("revisit", "revisit")],
)  # fmt: skip
def test_it_ends_and_says_how(cast, how, said):
    row = resting(cast, email="mette@nordlys.example.com")
    later = NOW + timedelta(days=1)
    match how:
        case "inquiry":
            inquire(later, email="mette@nordlys.example.com")
        case "person":
            reopen([Reopen(row.pk, later, cast.cem.pk, "They called")], now=later)
        case "bought":
            order([Bought(row.pk, Decimal(10), "EUR", later, cast.cem.pk)], now=later)
        case "closed":
            close([Close(row.pk, Outcome.NOT_BUYING, later, cast.cem.pk, "no_need")], now=later)
        case "undone":
            wrong = Event.objects.filter(prospect=row, kind="nurtured").latest("id")
            take_back(TakeBack(row.pk, wrong.pk, later, cast.cem.pk, "A mistake"), now=later)
        case "revisit":
            tick(NOW + timedelta(days=91), worker="w")
    mine = stay(row)
    assert (mine.left, mine.due_at) == (said, None)


def test_another_inquiry_raises_their_interest(cast):
    row = resting(cast, email="mette@nordlys.example.com")
    inquire(NOW + timedelta(days=1), email="mette@nordlys.example.com")
    assert list(stay(row).signs.values_list("kind", "points")) == [("form", 6)]


def test_an_answer_to_a_mail_of_ours_raises_their_interest_and_brings_them_back(cast):
    row = resting(cast, email="mette@nordlys.example.com")
    step_due(NOW + timedelta(days=7))
    later = NOW + timedelta(days=8)
    sent = deliver(later)[0]
    answered(sent, "Tell me more", now=later)
    row.refresh_from_db()
    assert (row.state, stay(row).left) == ("working", "reply")
    assert list(stay(row).signs.values_list("kind", "points")) == [("reply", 10)]


def test_merging_two_that_rest_leaves_one_stay(cast):
    one, other = resting(cast), resting(cast)
    merge(Merge(one.pk, other.pk, cast.cem.pk, "The same"), now=NOW)
    assert Stay.objects.filter(left_at=None).count() == 1
    assert Stay.objects.get(left_at__isnull=False).left == "merged"


def test_the_date_that_they_named_themselves_is_a_promise_that_no_track_moves(cast):
    number = inquire().prospect
    told = Dispose(number, "bad_timing", NOW, cast.ben.pk, reason="timing", when=MARCH, promised=True)
    dispose([told], now=NOW)
    row = Prospect.objects.get(id=number)
    assert (row.state, row.queue, row.due_at) == ("nurture", Queue.PROMISED, MARCH)
    for days in range(1, 60):
        tick(NOW + timedelta(days=days), worker="w")
    row.refresh_from_db()
    assert (row.state, row.due_at) == ("nurture", MARCH)
    tick(MARCH, worker="w")
    row.refresh_from_db()
    assert (row.state, row.queue) == ("working", Queue.PROMISED)
    assert stay(row).left == "promise"


def test_a_day_that_we_chose_ourselves_is_no_promise(cast):
    number = inquire().prospect
    dispose([Dispose(number, "bad_timing", NOW, cast.ben.pk, reason="timing", when=MARCH)], now=NOW)
    row = Prospect.objects.get(id=number)
    assert (row.state, row.due_at) == ("nurture", MARCH)
    assert row.queue != Queue.PROMISED


def test_a_promise_made_meanwhile_stops_the_mail_that_waits(cast):
    row = resting(cast)
    step_due(NOW + timedelta(days=7))
    at = NOW + timedelta(days=7, minutes=1)
    when = NOW + timedelta(days=10)
    reschedule([Reschedule(row.pk, when, at, cast.mia.pk, "Call me then", promised=True)], now=at)
    assert Mail.objects.get().status == "stopped"
    assert Prospect.objects.get(id=row.pk).queue == Queue.PROMISED


def test_what_waits_is_not_sent_to_whoever_has_left(cast):
    row = resting(cast)
    step_due(NOW + timedelta(days=7))
    reopen([Reopen(row.pk, NOW + timedelta(days=7), cast.cem.pk, "They called")], now=NOW + timedelta(days=7))
    assert Mail.objects.get().status == "stopped"
    assert deliver(NOW + timedelta(days=8)) == []


def test_whoever_rested_before_there_were_stays_gets_one(cast):
    row = resting(cast)
    Stay.objects.all().delete()
    assert enrol(NOW + timedelta(days=1)) == 1
    assert stay(row).entered_at == NOW + timedelta(days=1)
    assert enrol(NOW + timedelta(days=1)) == 0


def test_stays_that_end_at_many_instants_cost_no_statement_for_each(cast, django_assert_max_num_queries):
    def back(rows, most):
        ends = [
            Reopen(row.pk, MARCH + timedelta(hours=n), cast.cem.pk, "They called")
            for n, row in enumerate(rows)
        ]
        with django_assert_max_num_queries(most) as asked:
            reopen(ends, now=MARCH + timedelta(days=1))
        left = Stay.objects.filter(prospect__in=rows).order_by("prospect").values_list("left_at", flat=True)
        assert list(left) == [one.at for one in ends]
        return len(asked)

    few = back([resting(cast), resting(cast)], 80)
    back([resting(cast) for _ in range(9)], few + 1)
