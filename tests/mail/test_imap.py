"""Mail that comes in, through a real IMAP server on this machine."""

from datetime import timedelta

import pytest
from django.db.models import F

from tests.mail.conftest import Box, Sink
from tests.mail.world import INTAKE, LATER, firm, incoming, prospect, sent_to
from tests.world import NOW, Cast
from winnow.correspondence.models import Mail, Server
from winnow.correspondence.words import Purpose, Status
from winnow.flow.mailing import Draft, queue
from winnow.flow.owed import deliver
from winnow.flow.work import Dispose, dispose
from winnow.mail.imap import fetch_due
from winnow.mail.smtp import send_due
from winnow.prospects.models import Inquiry, Notification, Touch


@pytest.fixture
def cast(db: None) -> Cast:
    return firm()


def fetch() -> int:
    return fetch_due(lambda: LATER, lambda: False, rest=timedelta(0))


def test_an_answer_in_the_mailbox_brings_the_prospect_to_the_desk_at_once(cast: Cast, box: Box) -> None:
    row = prospect(name="Mette Krag", email="mette@krag1.test")
    dispose([Dispose(row.pk, "no_answer", NOW, row.owner_id)], now=NOW)
    about = sent_to(row)
    fetch()  # the mailbox is read from now on
    box.arrive(
        incoming(
            "Mette Krag <mette@krag1.test>",
            text="Call me tomorrow.\n\n> Something new.",
            in_reply_to=about.message_id,
        )
    )
    assert fetch() == 1
    row.refresh_from_db()
    assert (row.next_action, row.queue, row.available_at) == ("email", "2_new", LATER)
    assert "Call me tomorrow." in row.next_note
    assert "Something new" not in row.next_note
    touch = Touch.objects.get(prospect=row, direction="in")
    assert (touch.kind, touch.reached, row.attempts, row.conversations) == ("email", True, 0, 1)
    deliver(now=LATER)
    assert Notification.objects.filter(user=row.owner_id, kind="replied").count() == 1


def test_the_same_mail_fetched_twice_is_taken_once(cast: Cast, box: Box) -> None:
    fetch()
    mail = incoming(
        "Pat <pat@new1.test>", to=INTAKE, subject="Pumps", text="We need ten pumps, please make an offer."
    )
    box.arrive(mail, mail)
    assert fetch() == 2
    assert fetch() == 0
    assert (Inquiry.objects.count(), Mail.objects.count()) == (1, 1)
    Server.objects.filter(kind="imap").update(last_uid=F("last_uid") - 2)  # a crash before it was noted
    assert fetch() == 2
    assert (Inquiry.objects.count(), Mail.objects.count()) == (1, 1)


def test_of_a_mail_over_the_cap_only_the_head_is_fetched(db: None, box: Box) -> None:
    firm(largest_mail_mb=1)
    prospect(email="mette@krag15.test")
    fetch()
    box.arrive(
        incoming("mette@krag15.test", subject="Film", text="long line\n" * 150_000),
        incoming("mette@krag15.test"),
    )
    assert fetch() == 2
    held = Mail.objects.get(status=Status.HELD)
    assert (held.subject, held.text) == ("Film", "")
    assert "too large" in held.why[0]
    assert Mail.objects.filter(status=Status.FILED).count() == 1


def test_a_mailbox_that_refuses_us_is_left_in_peace_for_a_while(cast: Cast, box: Box) -> None:
    Server.objects.update(username="nobody")
    assert fetch() == 0
    server = box.server
    assert (bool(server.error), (server.rest_until or NOW) > LATER) == (True, True)


def test_the_whole_way_out_and_back(cast: Cast, sink: Sink, box: Box) -> None:
    row = prospect(email="mette@krag16.test")
    fetch()
    queue([Draft("t", row.pk, row.owner_id, "News", "New.", NOW, purpose=Purpose.PERSONAL)], now=NOW)
    send_due(lambda: NOW, "w", lambda: False)
    number = sink.mails[0]["Message-ID"]
    box.arrive(incoming("colleague@krag16.test", text="She is ill, talk to me.", References=number))
    fetch()
    assert Touch.objects.filter(prospect=row, direction="in").count() == 1
    box.arrive(sink.taken[0][2])  # a copy of our own mail comes by
    fetch()
    assert Mail.objects.count() == 2
