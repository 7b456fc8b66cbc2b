"""Mails of a cadence go out by themselves: once, permitted, and the person keeps a dated next action."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cadence_world import BY_ITSELF, firm, row, text_with, tried
from tests.mail.world import MAILBOX, POSTAL, incoming
from tests.world import NOW, Cast, inquire, raw
from winnow.correspondence.actions import suppress
from winnow.correspondence.composing import compose
from winnow.correspondence.models import Mail
from winnow.correspondence.queries import digest
from winnow.correspondence.words import Cause, Scope, Status
from winnow.flow import Terms, receive
from winnow.flow.claims import hold, next_for
from winnow.flow.finish import Close, close
from winnow.flow.mailing import Letter, take_in, write
from winnow.flow.mailing.claiming import claim
from winnow.flow.mailing.outgoing import outgoing
from winnow.flow.mailing.wishes import Wisher, unsubscribe
from winnow.flow.tick import tick
from winnow.flow.work import Dispose, dispose
from winnow.followup.plan import GRACE
from winnow.procedure.actions import publish
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Prospect, Touch
from winnow.prospects.transitions import Actor
from winnow.prospects.words import Outcome, Queue

DOOR = Terms(Actor("door"))


def spam(prospect: int, at: datetime, by: int) -> Close:
    return Close(prospect, Outcome.INVALID, at, by, "spam")


@pytest.fixture
def cast(db: None) -> Cast:
    return firm()


@pytest.fixture
def one(cast: Cast) -> Prospect:
    return tried(cast)


def instant(one: Prospect) -> datetime:
    assert one.check_at
    return one.check_at


def test_it_waits_for_its_instant_and_is_on_no_desk_meanwhile(cast: Cast, one: Prospect) -> None:
    assert (one.queue, one.next_action, one.steps) == (Queue.BY_ITSELF, "email", 1)
    assert one.due_at == instant(one) + GRACE
    assert tick(instant(one) - timedelta(minutes=1), worker="w").stepped == 0
    assert next_for(cast.ben, now=instant(one)) is None
    assert not Mail.objects.exists()


def test_at_its_instant_the_mail_is_owed_from_its_owner_and_the_next_step_is_planned(one: Prospect) -> None:
    assert tick(instant(one), worker="w").stepped == 1
    mail, after = Mail.objects.get(), row(one.pk)
    assert (mail.user_id, mail.to_address, mail.template) == (
        one.owner_id,
        "mette@nordlys.test",
        "not_reached",
    )
    assert (after.queue, after.next_action, after.steps, after.attempts) == (Queue.RETRY, "call", 2, 1)
    assert after.due_at
    assert after.due_at > instant(one)
    assert Event.objects.latest("id").reason == "Step 2 of 4: “not_reached” goes out by itself."


def test_its_mail_stands_in_one_thread_with_the_last_one(cast: Cast, one: Prospect) -> None:
    letter = Letter("form:1", one.pk, cast.ben.pk, "Your inquiry", "When may I call?", NOW)
    first = Mail.objects.get(id=write(letter, now=NOW))
    Mail.objects.filter(id=first.pk).update(status="sent", due_at=None, sent_at=NOW)
    tick(instant(row(one.pk)), worker="w")
    mail = Mail.objects.exclude(id=first.pk).get()
    assert mail.in_reply_to == first.message_id


def test_a_step_is_taken_once_however_often_the_worker_comes_by(one: Prospect) -> None:
    at = instant(one)
    tick(at, worker="a")
    Prospect.objects.filter(id=one.pk).update(
        steps=1, queue=Queue.BY_ITSELF, next_action="email", check_at=at, due_at=at + GRACE, available_at=at
    )
    tick(at, worker="b")
    assert Mail.objects.count() == 1
    assert row(one.pk).steps == 2


def test_another_run_of_the_cadence_owes_its_mails_again(cast: Cast, one: Prospect) -> None:
    tick(instant(one), worker="w")
    reached = NOW + timedelta(days=1)
    dispose([Dispose(one.pk, "connected", reached, cast.ben.pk)], now=reached)
    again = reached + timedelta(hours=1)
    dispose([Dispose(one.pk, "no_answer", again, cast.ben.pk)], now=again)
    assert row(one.pk).run == one.run + 1
    tick(instant(row(one.pk)), worker="w")
    assert Mail.objects.count() == 2


@pytest.mark.parametrize("why", ["gets no mail any more", "No e-mail address"])
def test_a_mail_that_may_not_go_out_becomes_a_persons_task(cast: Cast, one: Prospect, why: str) -> None:
    if "address" in why:
        type(one.person).objects.filter(id=one.person_id).update(email="", phone="+4930901820")
    else:
        suppress("mette@nordlys.test", Scope.EVERYTHING, Cause.BY_HAND, now=NOW)
    tick(instant(one), worker="w")
    after = row(one.pk)
    assert not Mail.objects.exists()
    assert (after.queue, after.steps) == (Queue.RETRY, 1)
    assert why in after.next_note
    assert next_for(cast.ben, now=instant(one)) == after


def test_it_has_an_address_of_ours_under_it_and_a_way_to_end_it(one: Prospect) -> None:
    tick(instant(one), worker="w")
    text = compose(outgoing(Mail.objects.get(), in_force(NOW)[1].mail)).decode()
    assert POSTAL in text
    assert "List-Unsubscribe: <http" in text
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in text
    assert "Auto-Submitted: auto-generated" in text


def test_without_a_way_to_end_it_it_becomes_a_persons_task(one: Prospect, settings) -> None:
    settings.PUBLIC_URL = ""
    tick(instant(one), worker="w")
    assert (row(one.pk).queue, Mail.objects.count()) == (Queue.RETRY, 0)
    assert "Nobody could unsubscribe" in row(one.pk).next_note


def test_who_unsubscribed_gets_no_more_of_it_not_even_what_waits(cast: Cast, one: Prospect) -> None:
    tick(instant(one), worker="w")
    mail = Mail.objects.get()
    unsubscribe(Wisher(one.person_id, digest(mail.to_address)), now=instant(one))
    assert claim(now=instant(one) + timedelta(minutes=1), worker="w") == []
    mail.refresh_from_db()
    assert (mail.status, mail.error) == (Status.STOPPED, "They want no mail that goes out by itself.")


def test_what_a_person_holds_is_left_to_them_until_they_let_go(cast: Cast, one: Prospect) -> None:
    until = hold(one.pk, cast.ben, now=instant(one))
    tick(instant(one), worker="w")
    assert not Mail.objects.exists()
    assert row(one.pk).check_at == until
    tick(until, worker="w")
    assert Mail.objects.count() == 1


def test_an_answer_stops_what_was_to_go_out_by_itself(one: Prospect) -> None:
    tick(instant(one), worker="w")
    answered = instant(one) + timedelta(seconds=1)
    take_in(incoming("Mette <mette@nordlys.test>", MAILBOX, text="Call me", at=answered), now=answered)
    assert Mail.objects.get(direction="out").status == Status.STOPPED
    assert (row(one.pk).queue, row(one.pk).steps) == (Queue.NEW, 0)


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (lambda one, cast, at: inquire(at, email="mette@nordlys.test"), "inquired again"),
        (lambda one, cast, at: dispose([Dispose(one.pk, "connected", at, cast.ben.pk)], now=at), "answered"),
        (lambda one, cast, at: close([spam(one.pk, at, cast.cem.pk)], now=at), "not pursued any more"),
    ],
)
def test_what_waits_is_not_sent_to_who_was_heard_of_spoken_with_or_ended_meanwhile(
    cast: Cast, one: Prospect, meanwhile: Callable[[Prospect, Cast, datetime], object], why: str
) -> None:
    tick(instant(one), worker="w")
    meanwhile(one, cast, instant(one) + timedelta(minutes=1))
    assert claim(now=instant(one) + timedelta(minutes=2), worker="w") == []
    mail = Mail.objects.get()
    assert mail.status == Status.STOPPED
    assert why in mail.error


def test_the_mail_of_the_last_step_goes_out_although_they_rest_by_then(cast: Cast, one: Prospect) -> None:
    Prospect.objects.filter(id=one.pk).update(steps=3, attempts=2, responded_at=NOW - timedelta(days=9))
    Touch.objects.filter(prospect=one).update(at=NOW - timedelta(days=9))
    tick(instant(one), worker="w")
    assert row(one.pk).state == "nurture"
    assert len(claim(now=instant(one) + timedelta(minutes=1), worker="w")) == 1


@pytest.mark.parametrize("stage", ["inquiry", "lead", "opportunity"])
def test_another_inquiry_makes_the_next_try_a_persons_at_once(cast: Cast, one: Prospect, stage: str) -> None:
    """Also by a channel whose clock has more time than the mail that was to go out by itself."""
    Prospect.objects.filter(id=one.pk).update(stage=stage)
    again = instant(one) - timedelta(minutes=30)
    inquire(again, email="mette@nordlys.test", channel="trade_show")
    assert row(one.pk).queue == Queue.NEW
    assert next_for(cast.ben, now=again + timedelta(minutes=1)) == row(one.pk)
    tick(instant(one), worker="w")
    assert not Mail.objects.exists()


def test_the_last_step_used_up_it_goes_on_until_enough_was_tried_and_then_rests(
    cast: Cast, one: Prospect
) -> None:
    tick(instant(one), worker="w")
    call = row(one.pk).available_at
    assert call
    dispose([Dispose(one.pk, "no_answer", call, cast.ben.pk)], now=call)
    tick(instant(row(one.pk)), worker="w")
    after = row(one.pk)
    assert (after.steps, after.state, after.queue) == (
        4,
        "working",
        Queue.RETRY,
    )  # only two days: not given up
    late = NOW + timedelta(days=5)
    dispose([Dispose(one.pk, "no_answer", late, cast.ben.pk)], now=late)
    assert row(one.pk).state == "nurture"


def test_where_the_procedure_has_changed_meanwhile_it_is_planned_anew(cast: Cast, one: Prospect) -> None:
    calls = BY_ITSELF.replace(
        'kind = "email", after_days = 0, template = "not_reached", automatic = true', 'kind = "call"'
    )
    publish(text_with(calls), reason="No mails", by=cast.ada, now=NOW + timedelta(minutes=1))
    tick(instant(one), worker="w")
    assert not Mail.objects.exists()
    assert (row(one.pk).next_action, row(one.pk).steps) == ("call", 1)


def waiting(cast: Cast, count: int, at: datetime) -> None:
    """So many prospects at whose instant a mail goes out by itself."""
    receive(
        [raw(name=f"Pat {n}", email=f"pat{n}@many-{count}.test") for n in range(count)], now=NOW, terms=DOOR
    )
    rows = Prospect.objects.filter(person__email__endswith=f"@many-{count}.test")
    rows.update(
        owner=cast.ben, next_action="email", queue=Queue.BY_ITSELF, steps=1, attempts=1, last_touch_at=NOW,
        first_touch_at=NOW, responded_at=NOW, clock_started_at=None, check_at=at, due_at=at + GRACE,
        available_at=at + GRACE,
    )  # fmt: skip


def statements(at: datetime, count: int) -> int:
    """How many it takes to owe their mails and plan what comes next."""
    with CaptureQueriesContext(connection) as captured:
        assert tick(at, worker="w", limit=1_000).stepped == count
    return len(captured)


def test_a_thousand_are_taken_with_as_many_statements_as_ten(cast: Cast) -> None:
    at = NOW + timedelta(hours=2)
    waiting(cast, 1, at)
    statements(at, 1)  # whatever is looked for once a day
    waiting(cast, 10, at)
    few = statements(at, 10)
    waiting(cast, 1_000, at)
    assert statements(at, 1_000) == few
    assert Mail.objects.count() == 1_011
