"""Mails that lie about who wrote them, and mails that would not end: through the real doors, with a real mailbox."""

from datetime import timedelta

import pytest

from tests.mail.conftest import Box
from tests.mail.world import INTAKE, LATER, MAILBOX, complaint, firm, incoming, prospect, report, sent_to
from tests.world import NOW, Cast
from winnow.correspondence.actions import new_log_word
from winnow.correspondence.models import Mail, Server, Suppression
from winnow.correspondence.words import Kind, Status
from winnow.flow.mailing import Draft, queue, take_in
from winnow.flow.mailing.servers import set_aside
from winnow.mail.imap import fetch_due
from winnow.prospects.models import Inquiry, Person, Prospect, Touch

FAILS = {"Authentication_Results": "mx.winnow.example; spf=fail; dmarc=fail"}


@pytest.fixture
def cast(db: None) -> Cast:
    return firm()


def test_a_secret_address_that_a_stranger_learned_is_no_help_with_a_forged_sender(cast: Cast) -> None:
    prospect(email="mette@krag20.test")
    word = new_log_word(cast.anna, now=NOW)
    forged = incoming(cast.anna.email, to=f"mette@krag20.test, sales+{word}@winnow.example", **FAILS)
    assert (take_in(forged, now=LATER).status, Touch.objects.count()) == (Status.HELD, 0)


@pytest.mark.parametrize("made", [report, complaint])
def test_a_forged_report_is_held(cast: Cast, made: object) -> None:
    about = sent_to(prospect(email="mette@krag21.test"))
    raw = made(about)  # type: ignore[operator]
    forged = b"Authentication-Results: mx.winnow.example; dmarc=fail\r\n" + raw
    assert take_in(forged, now=LATER).status == Status.HELD
    assert not Suppression.objects.exists()


def test_a_report_that_names_another_address_takes_none_off_a_card(cast: Cast) -> None:
    row, other = prospect(email="mette@krag22.test"), prospect(email="olga@krag23.test")
    take_in(report(sent_to(row), recipient="olga@krag23.test"), now=LATER)
    assert Person.objects.get(id=row.person_id).email
    assert Person.objects.get(id=other.person_id).email
    assert not Suppression.objects.exists()


def test_the_id_of_one_of_our_mails_moves_only_the_prospect_that_it_went_to(cast: Cast) -> None:
    row, other = prospect(email="mette@krag24.test"), prospect(email="olga@krag25.test")
    about, before = sent_to(row), Prospect.objects.values().get(id=other.pk)
    taken = take_in(incoming("olga@krag25.test", text="Hello", in_reply_to=about.message_id), now=LATER)
    assert (taken.prospect, Prospect.objects.values().get(id=other.pk)) == (row.pk, before)


def test_made_up_ids_in_the_form_of_ours_are_nobodys(cast: Cast) -> None:
    sent_to(prospect(email="mette@krag26.test"))
    made_up = f"<{'0' * 40}@winnow.example>"
    assert take_in(incoming("x@far.test", in_reply_to=made_up), now=LATER).status == Status.HELD


def test_words_tried_at_the_secret_address_tell_nothing(cast: Cast) -> None:
    new_log_word(cast.anna, now=NOW)
    kinds = {
        take_in(incoming("x@far.test", to=f"sales+{word}@winnow.example", subject=word), now=LATER).why
        for word in ("a", "aaaa", "z" * 32, "%", "_" * 32)
    }
    assert len(kinds) == 1


def test_machines_that_answer_each_other_end_after_one_mail(cast: Cast) -> None:
    """Whatever an automatic answer comes to, nothing goes out because of it."""
    row = prospect(email="mette@krag27.test")
    about = sent_to(row)
    before = Mail.objects.filter(direction="out").count()
    for number in range(3):
        for to in (MAILBOX, INTAKE):
            machine = {"auto_submitted": "auto-replied", "in_reply_to": about.message_id}
            away = incoming("mette@krag27.test", to=to, subject=f"Away {number}", text=to, **machine)
            take_in(away, now=LATER + timedelta(minutes=number))
    assert Mail.objects.filter(direction="out").count() == before
    assert Inquiry.objects.count() == 1


def test_nobody_need_look_at_the_absence_of_a_colleague(cast: Cast) -> None:
    away = {"Auto_Submitted": "auto-replied"}
    daily = take_in(incoming(cast.anna.email, subject="Away", **away), now=LATER)
    form = take_in(incoming("www@winnow.example", to=INTAKE, subject="Form", **away), now=LATER)
    forged = take_in(incoming(cast.anna.email, subject="Away again", **away, **FAILS), now=LATER)
    assert [one.status for one in (daily, form, forged)] == [Status.DISMISSED, Status.HELD, Status.HELD]


def test_what_we_send_by_itself_says_so_and_is_no_inquiry_where_another_winnow_reads_it(cast: Cast) -> None:
    loop = incoming("sales@other-winnow.test", to=INTAKE, subject="News", auto_submitted="auto-generated")
    assert take_in(loop, now=LATER).status == Status.HELD
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("text", ["\n" * 20_000, "\t\n" * 10_000, "On " * 6_000, "x\n" + " " * 150_000 + "x"])
def test_an_answer_of_empty_lines_is_taken_in(cast: Cast, text: str) -> None:
    row = prospect(email="mette@krag28.test")
    raw = incoming("mette@krag28.test", text=f"Yes.\n{text}")
    assert take_in(raw, now=LATER).prospect == row.pk


def test_an_inquiry_of_empty_lines_is_taken_in(cast: Cast) -> None:
    raw = incoming("pat@new29.test", to=INTAKE, text="Ten pumps\n" + " " * 150_000 + "x " + "<a " * 10_000)
    assert take_in(raw, now=LATER).kind == Kind.INQUIRY


def test_what_a_name_and_a_subject_hide_is_not_shown(cast: Cast) -> None:
    row = prospect(email="mette@krag30.test")
    hidden = b"Subject: =?utf-8?q?Pay=0D=0ABcc:_x=40y.test=E2=80=AEtxt?="
    taken = take_in(incoming("mette@krag30.test").replace(b"Subject: Hello", hidden), now=LATER)
    assert (taken.prospect, Mail.objects.get(id=taken.mail).subject) == (row.pk, "Pay Bcc: x@y.testtxt")


def test_an_id_or_subject_that_carries_a_header_never_reaches_the_wire(cast: Cast) -> None:
    row = prospect(email="mette@krag31.test")
    for subject in ("Hi\r\nBcc: all@far.test", "Hi\x85Bcc: x", "Hi\u2028Bcc: x", "Hi\x0bX: y"):
        draft = Draft(f"k:{subject}", row.pk, row.owner_id or 0, subject, "Text", NOW)
        assert "single line" in queue([draft], now=NOW)[0].refused


def test_mails_that_cannot_be_taken_in_are_set_aside_however_alike_their_ids_are(cast: Cast) -> None:
    server = Server(kind="imap", host="127.0.0.1", port=1, security="none", changed_at=NOW)
    server.save()
    for end in "ab":
        raw = incoming("x@far.test", message_id=f"<{'0' * 150}{end}@far.test>")
        assert not set_aside(server, 1, raw, "KeyError: x", now=LATER).again


def test_bombs_in_a_mailbox_hold_up_no_mail_behind_them(cast: Cast, box: Box) -> None:
    fetch_due(lambda: NOW, lambda: False)
    row = prospect(email="mette@krag32.test")
    head = b"From: evil@far.test\r\nTo: sales@winnow.example\r\nSubject: B\r\n"
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(50)
    )
    box.arrive(
        head + b"Message-ID: <deep@far.test>\r\n" + deep,
        head
        + b'Message-ID: <param@far.test>\r\nContent-Type: text/plain; a="'
        + b";" * 20_000
        + b'"\r\n\r\nx',
        head
        + b"Message-ID: <parts@far.test>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\n\r\n" * 600,
        head + b"Message-ID: <html@far.test>\r\nContent-Type: text/html\r\n\r\n" + b"<a " * 60_000,
        incoming("mette@krag32.test", text="Please call me.", message_id="<good@krag32.test>"),
    )
    assert fetch_due(lambda: LATER, lambda: False) == 5
    statuses = dict(Mail.objects.filter(direction="in").values_list("message_id", "status"))
    assert statuses.pop("<good@krag32.test>") == Status.FILED
    assert (set(statuses.values()), len(statuses)) == ({Status.HELD}, 4)
    row.refresh_from_db()
    assert row.conversations == 1
