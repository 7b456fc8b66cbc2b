"""Who is asked, when, by which way; and who is not."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.nurture_world import deliver, resting
from tests.world import NOW, inquire
from winnow.correspondence.models import Mail
from winnow.flow.asking.putting import ask_if_due, draw
from winnow.flow.finish import Bought, Close, Reopen, close, order, reopen
from winnow.flow.mailing.claiming import claim
from winnow.flow.merge import Merge, merge
from winnow.nurture.models import Question
from winnow.nurture.queries import OPEN, calls_of, may_be_asked, to_be_asked
from winnow.prospects.models import Effect, Event, Person, Prospect
from winnow.prospects.words import Outcome

HALF_A_YEAR, A_YEAR = NOW + timedelta(days=182, hours=1), NOW + timedelta(days=365, hours=1)


def test_after_half_a_year_a_year_and_at_the_horizon_each_once(cast):
    row = resting(cast, name="Mette Krag", email="mette@nordlys.example.com")
    for days in (100, 181, 183, 184, 200, 366, 367, 731, 800):
        ask_if_due(NOW + timedelta(days=days))
    assert list(Question.objects.order_by("id").values_list("age", flat=True)) == [182, 365, 730]
    mail = Mail.objects.filter(template="did_you_buy").order_by("id")[0]
    token = Question.objects.get(age=182).token
    assert (mail.purpose, f"http://testserver/asked/{token}/" in mail.text) == ("marketing", True)
    assert Event.objects.filter(prospect=row, kind="asked").count() == 3


def test_whoever_ordered_is_worked_on_or_wants_no_contact_is_not_asked(cast):
    bought, working, silent, mistaken = resting(cast), inquire(), resting(cast), resting(cast)
    order([Bought(bought.pk, Decimal(10), "EUR", NOW, cast.cem.pk)], now=NOW)
    Person.objects.filter(id=silent.person_id).update(do_not_contact_at=NOW)
    close([Close(mistaken.pk, Outcome.INVALID, NOW, cast.cem.pk, "spam")], now=NOW)
    ask_if_due(HALF_A_YEAR)
    assert Prospect.objects.get(id=working.prospect).state == "working"
    assert not Question.objects.exists()


def test_whoever_said_that_they_will_not_buy_is_asked_too(cast):
    row = resting(cast)
    close([Close(row.pk, Outcome.NOT_BUYING, NOW, cast.cem.pk, "no_need")], now=NOW)
    ask_if_due(HALF_A_YEAR)
    assert Question.objects.get().stratum == "closed:182"


def test_whoever_has_been_due_for_long_is_not_asked_any_more(cast):
    resting(cast)
    ask_if_due(HALF_A_YEAR + timedelta(days=61))
    assert not Question.objects.exists()


def test_a_promise_within_days_is_not_disturbed_by_a_question(cast):
    resting(cast, HALF_A_YEAR + timedelta(days=3), promised=True)
    ask_if_due(HALF_A_YEAR)
    assert not Question.objects.exists()


def test_some_of_the_silent_ones_are_called_by_lot_and_never_more_than_the_procedure_says(cast):
    for _ in range(14):
        resting(cast)
    ask_if_due(HALF_A_YEAR)
    deliver(HALF_A_YEAR)
    assert not Question.objects.filter(call_at__isnull=False).exists()
    later = HALF_A_YEAR + timedelta(days=15)
    assert draw(later) == 10
    assert draw(later + timedelta(days=1)) == 0
    assert draw(later + timedelta(days=8)) == 4
    drawn = Question.objects.filter(drawn_at=later).order_by("token").values_list("token", flat=True)
    assert list(drawn) == sorted(Question.objects.values_list("token", flat=True))[:10]
    assert Effect.objects.filter(key__endswith=":call").count() == 14


def test_whom_no_mail_reaches_may_be_called_at_once_if_there_is_a_number(cast):
    row = resting(cast)
    Person.objects.filter(id=row.person_id).update(email="")
    other = resting(cast)
    Person.objects.filter(id=other.person_id).update(email="", phone="")
    ask_if_due(HALF_A_YEAR)
    assert set(Question.objects.values_list("mail", flat=True)) == {None}
    assert Question.objects.get(call_at__isnull=False).prospect == row


def test_a_question_that_ran_out_is_called_no_more(cast):
    resting(cast)
    ask_if_due(HALF_A_YEAR)
    draw(HALF_A_YEAR + timedelta(days=15))
    assert Question.objects.get().call_at
    draw(HALF_A_YEAR + timedelta(days=61))
    assert Question.objects.get().call_at is None


def test_whoever_objected_after_the_lot_was_drawn_is_called_no_more(cast):
    row = resting(cast)
    ask_if_due(HALF_A_YEAR)
    later = HALF_A_YEAR + timedelta(days=15)
    draw(later)
    caller = Question.objects.get().caller_id or 0
    assert [one.prospect_id for one in calls_of(caller, later)] == [row.pk]
    Person.objects.filter(id=row.person_id).update(do_not_contact_at=later)
    assert calls_of(caller, later) == []


@pytest.mark.parametrize("how", ["ordered", "worked on", "known"])
def test_whose_end_is_known_or_who_is_worked_on_since_is_neither_drawn_nor_called(cast, how):
    row, later = resting(cast), HALF_A_YEAR + timedelta(days=15)
    ask_if_due(HALF_A_YEAR)
    draw(later)
    caller = Question.objects.get().caller_id or 0
    it_goes_on(row, cast, how, later)
    assert calls_of(caller, later) == []
    Question.objects.update(call_at=None, drawn_at=None)
    assert draw(later + timedelta(days=8)) == 0


@pytest.mark.parametrize("how", ["ordered", "worked on", "known"])
def test_a_question_that_waits_is_not_sent_to_them_either(cast, how):
    row = resting(cast)
    ask_if_due(HALF_A_YEAR)
    it_goes_on(row, cast, how, HALF_A_YEAR)
    morning = HALF_A_YEAR + timedelta(days=1)
    assert claim(now=morning, worker="w") == []
    assert Mail.objects.get(template="did_you_buy").status == "stopped"


@pytest.mark.parametrize("how", ["rests", "will not buy", "ordered", "worked on", "known", "merged"])
def test_a_row_that_is_read_and_every_statement_agree_on_who_may_be_asked(cast, how):
    row = resting(cast)
    ask_if_due(HALF_A_YEAR)
    if how == "will not buy":
        close([Close(row.pk, Outcome.NOT_BUYING, NOW, cast.cem.pk, "no_need")], now=NOW)
    elif how == "merged":
        merge(Merge(resting(cast).pk, row.pk, cast.cem.pk, "The same"), now=HALF_A_YEAR)
    elif how != "rests":
        it_goes_on(row, cast, how, HALF_A_YEAR)
    row.refresh_from_db()
    may = how in ("rests", "will not buy")
    asked = Question.objects.get(prospect=row)
    assert may_be_asked(row) is may
    assert Question.objects.filter(OPEN, pk=asked.pk).exists() is may
    asked.delete()
    since = NOW - timedelta(days=1)
    assert (row.pk in to_be_asked(182, since, HALF_A_YEAR, HALF_A_YEAR, 9)) is may


def it_goes_on(row, cast, how, at):
    if how == "ordered":
        order([Bought(row.pk, Decimal(10), "EUR", at, cast.cem.pk)], now=at)
    elif how == "worked on":
        reopen([Reopen(row.pk, at, cast.cem.pk, "They called")], now=at)
    else:
        end = Close(row.pk, Outcome.BOUGHT_ELSEWHERE, at, cast.cem.pk, "price", "They said so", "Rival")
        close([end], now=at)
