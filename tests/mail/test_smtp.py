"""Mail that goes out, through a real SMTP server on this machine."""

from datetime import datetime, timedelta
from email import policy
from email.parser import BytesParser

import pytest

from tests.mail.conftest import Sink
from tests.mail.world import MAILBOX, POSTAL, firm, incoming, report, sent_to
from tests.world import NOW, Cast, inquire
from winnow.correspondence.models import Mail, Suppression
from winnow.correspondence.words import Purpose, Status
from winnow.flow.mailing import Draft, Letter, queue, sending, take_in, write
from winnow.flow.mailing.claiming import claim
from winnow.flow.mailing.servers import failed
from winnow.flow.scene import Refused
from winnow.mail.smtp import send_due
from winnow.prospects.models import Event, Notification, Person, Prospect, Touch

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return firm()


def prospect(**fields: str) -> Prospect:
    return Prospect.objects.get(id=inquire(**fields).prospect)


def post(now: datetime = NOW) -> int:
    return send_due(lambda: now, "tests", lambda: False)


def draft(row: Prospect, key: str = "track:1:1", **fields: object) -> Draft:
    given = {"by": row.owner_id, "subject": "News", "text": "Something new.", "at": NOW, **fields}
    return Draft(key, row.pk, **given)


def a_letter(row: Prospect, **fields: object) -> Letter:
    given = {"by": row.owner_id, "subject": "Your inquiry", "text": "Hello Mette, when?", "at": NOW, **fields}
    return Letter("form:1", row.pk, **given)


def test_what_a_person_writes_arrives_from_their_address_with_its_touch_logged(
    cast: Cast, sink: Sink
) -> None:
    row = prospect(name="Mette Krag", email="mette@krag1.test")
    number = write(a_letter(row), now=NOW)
    assert post() == 1
    sender, to, content = sink.taken[0]
    mail = BytesParser(policy=policy.default).parsebytes(content)
    assert (sender, to) == (MAILBOX, ["mette@krag1.test"])
    assert (mail["From"].addresses[0].addr_spec, mail["Reply-To"].addresses[0].addr_spec) == (
        row.owner.email,
        MAILBOX,
    )
    assert mail.get_content().strip() == "Hello Mette, when?"
    assert "List-Unsubscribe" not in mail
    kept = Mail.objects.get(id=number)
    assert (kept.status, kept.sent_at, kept.message_id) == (Status.SENT, NOW, mail["Message-ID"])
    touch = Touch.objects.get(prospect=row)
    assert (touch.kind, touch.by_id, touch.attempt) == ("email", row.owner_id, True)
    row.refresh_from_db()
    assert (row.attempts, row.responded_at) == (1, NOW)


def test_what_answers_a_mail_of_theirs_stands_in_its_thread(cast: Cast, sink: Sink) -> None:
    row = prospect(email="mette@krag2.test")
    ours = sent_to(row)
    said = incoming("mette@krag2.test", message_id="<theirs@krag2.test>", In_Reply_To=ours.message_id)
    theirs = take_in(said, now=NOW).mail
    write(a_letter(row, answers=theirs), now=NOW)
    post()
    mail = sink.mails[-1]
    assert mail["In-Reply-To"] == "<theirs@krag2.test>"
    assert mail["References"].split() == [ours.message_id, "<theirs@krag2.test>"]
    assert mail["Auto-Submitted"] is None


def test_a_double_click_sends_one_mail_and_logs_one_touch(cast: Cast, sink: Sink) -> None:
    row = prospect()
    assert write(a_letter(row), now=NOW) == write(a_letter(row), now=NOW + HOUR)
    post(NOW + HOUR)
    assert (len(sink.taken), Touch.objects.count()) == (1, 1)


def test_a_step_owes_one_mail_however_often_it_is_taken(cast: Cast, sink: Sink) -> None:
    row = prospect()
    first, again = queue([draft(row)], now=NOW), queue([draft(row), draft(row)], now=NOW)
    assert {one.mail for one in [*first, *again]} == {first[0].mail}
    assert post() == 1


def test_a_mail_sent_by_itself_is_logged_when_it_has_gone_out_and_stops_no_clock(
    cast: Cast, sink: Sink
) -> None:
    row = prospect()
    queue([draft(row)], now=NOW)
    assert not Touch.objects.exists()
    post()
    touch = Touch.objects.get(prospect=row)
    row.refresh_from_db()
    assert (touch.by_id, touch.attempt, row.responded_at, row.attempts) == (None, False, None, 0)
    assert Event.objects.filter(prospect=row, kind="mailed").count() == 1


def test_marketing_mail_carries_both_headers_the_address_and_the_link(
    cast: Cast, sink: Sink, settings
) -> None:
    settings.PUBLIC_URL = "https://leads.winnow.example"
    row = prospect()
    queue([draft(row, purpose=Purpose.MARKETING)], now=NOW)
    post()
    mail = BytesParser(policy=policy.default).parsebytes(sink.taken[0][2])
    link = mail["List-Unsubscribe"].strip("<>")
    assert link.startswith("https://leads.winnow.example/u/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert POSTAL in mail.get_content()
    assert link in mail.get_content()
    assert (
        f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in sink.taken[0][2]
    )  # no encoded words: providers read none


@pytest.mark.parametrize(
    ("rules", "url", "said"),
    [
        ({"postal_address": ""}, "https://w.example", "postal address"),
        ({"lawful_basis": ""}, "https://w.example", "why we may write"),
        ({}, "", "unsubscribe"),
    ],
)
def test_marketing_mail_without_what_the_law_wants_is_refused(db, settings, rules, url, said) -> None:
    firm(**rules)
    settings.PUBLIC_URL = url
    answer = queue([draft(prospect(), purpose=Purpose.MARKETING)], now=NOW)[0]
    assert said in answer.refused
    assert not Mail.objects.exists()


def test_an_unknown_address_gets_its_writer_told_and_comes_off_the_card(cast: Cast, sink: Sink) -> None:
    row = prospect(email="gone@krag2.test", phone="+4930123456")
    sink.answers["gone@"] = "550 5.1.1 No such user"
    number = write(a_letter(row), now=NOW)
    assert post() == 0
    assert Mail.objects.get(id=number).status == Status.BOUNCED
    assert Suppression.objects.get().cause == "bounced"
    assert Person.objects.get(id=row.person_id).email == ""
    assert queue([draft(row)], now=NOW)[0].refused
    from winnow.flow.owed import deliver

    deliver(now=NOW)
    assert "gone@krag2.test" in Notification.objects.get(kind="mail_bounced").text


def test_a_busy_server_is_tried_again_longer_apart_and_then_given_up(cast: Cast, sink: Sink) -> None:
    row = prospect()
    sink.answers["@"] = "451 Try later"
    queue([draft(row)], now=NOW)
    now, tries = NOW, []
    while (mail := Mail.objects.get()).status == Status.WAITING:
        now = mail.due_at
        tries.append(now)
        post(now)
    assert mail.status == Status.FAILED
    assert tries[1] - tries[0] == timedelta(minutes=1)
    assert timedelta(days=2) < tries[-1] - NOW < timedelta(days=4)


def test_an_unreachable_server_blames_no_mail_and_rests(cast: Cast, sink: Sink) -> None:
    from winnow.correspondence.models import Server

    Server.objects.filter(kind="smtp").update(port=1)
    queue([draft(prospect())], now=NOW)
    assert post() == 0
    mail, server = Mail.objects.get(), Server.objects.get(kind="smtp")
    assert (mail.status, mail.attempts) == (Status.WAITING, 0)
    assert server.error
    assert mail.due_at == server.rest_until == NOW + timedelta(seconds=5)
    assert failed(server, "again", now=NOW) > NOW + timedelta(seconds=5)


def test_a_domain_gets_so_many_mails_a_minute_and_others_do_not_wait_for_it(db: None, sink: Sink) -> None:
    firm(per_domain_a_minute=2)
    rows = [prospect(email=f"p{n}@big.test", name=f"P{n} Big") for n in range(4)] + [
        prospect(email="a@small.test")
    ]
    queue([draft(row, f"step:{row.pk}") for row in rows], now=NOW)
    assert post() == 3
    assert post(NOW + timedelta(seconds=61)) == 2


def test_nobody_gets_more_than_the_caps_over_all_tracks(cast: Cast, sink: Sink, settings) -> None:
    settings.PUBLIC_URL = "https://w.example"
    row = prospect()
    answers = queue([draft(row, f"track:{n}", purpose=Purpose.MARKETING) for n in range(9)], now=NOW)
    dues = [one.due_at or NOW for one in answers]
    assert dues[2] == NOW
    assert dues[3] >= NOW + timedelta(days=7)
    assert dues[8] >= NOW + timedelta(days=30)
    assert post() == 3
    Mail.objects.filter(status=Status.WAITING).update(due_at=NOW)  # whoever plans them badly
    assert post(NOW + HOUR) == 0


def test_a_mail_whose_line_broke_after_it_was_taken_counts_against_the_caps_and_its_twin_has_its_id(
    db: None, sink: Sink, settings
) -> None:
    settings.PUBLIC_URL = "https://w.example"
    firm(most_a_week=1)
    sink.hangs_up = 1
    row = prospect()
    for key in ("track:1", "track:2"):
        queue([draft(row, key, purpose=Purpose.MARKETING)], now=NOW)
    Mail.objects.filter(key="track:2").update(due_at=NOW + timedelta(seconds=20))  # planned badly
    post()
    post(NOW + timedelta(seconds=30))  # the other is due, and the first is not yet again
    assert [one["Message-ID"] for one in sink.mails] == [Mail.objects.get(key="track:1").message_id]
    post(NOW + HOUR)
    assert len({one["Message-ID"] for one in sink.mails}) == 1
    assert len(sink.mails) == 2
    assert Mail.objects.get(key="track:1").status == Status.SENT


def test_at_night_nothing_goes_out_by_itself_but_what_a_person_sends_does(cast: Cast, sink: Sink) -> None:
    night = NOW.replace(hour=23)
    row, other = prospect(country="DE"), prospect(country="DE")
    answer = queue([draft(row, at=night)], now=night)[0]
    write(a_letter(other, at=night), now=night)
    assert post(night) == 1
    assert answer.due_at == night.replace(hour=6) + timedelta(days=1)  # 07:00 in Berlin


def test_what_a_server_or_worker_kept_waiting_into_the_night_goes_in_the_morning(
    cast: Cast, sink: Sink
) -> None:
    night, morning = NOW.replace(hour=23), NOW.replace(hour=6) + timedelta(days=1)
    queue([draft(prospect(country="DE"))], now=NOW)
    write(a_letter(prospect(country="DE")), now=NOW)
    assert post(night) == 1  # what a person wrote
    assert Mail.objects.get(status=Status.WAITING).due_at == morning
    assert post(morning) == 1


def test_what_comes_back_after_they_answered_is_not_sent_again(cast: Cast, sink: Sink) -> None:
    row = prospect(email="full@krag9.test")
    about = sent_to(row)
    take_in(incoming("full@krag9.test", text="Yes, call me.", in_reply_to=about.message_id), now=NOW + HOUR)
    take_in(report(about, "4.2.2"), now=NOW + 2 * HOUR)
    assert post(NOW + 9 * HOUR) == 0
    about.refresh_from_db()
    assert (about.status, about.error) == (Status.STOPPED, "They answered.")


def test_who_asks_for_no_contact_gets_nothing_that_already_waits(cast: Cast, sink: Sink) -> None:
    row = prospect()
    queue([draft(row)], now=NOW)
    Person.objects.filter(id=row.person_id).update(do_not_contact_at=NOW)
    assert post() == 0
    assert Mail.objects.get().status == Status.STOPPED
    with pytest.raises(Refused, match="not to be contacted"):
        write(a_letter(row), now=NOW)


def test_who_asks_between_claim_and_sending_gets_none(cast: Cast, sink: Sink) -> None:
    row = prospect()
    queue([draft(row)], now=NOW)
    claimed = claim(now=NOW, worker="w")[0]
    Person.objects.filter(id=row.person_id).update(do_not_contact_at=NOW)
    assert not sending.last_look(claimed.mail)
    assert Mail.objects.get().status == Status.STOPPED


def test_a_claim_that_ran_out_sends_the_same_mail_with_the_same_id(cast: Cast, sink: Sink) -> None:
    queue([draft(prospect())], now=NOW)
    first = claim(now=NOW, worker="killed")
    assert claim(now=NOW + timedelta(minutes=1), worker="other") == []
    again = claim(now=NOW + timedelta(minutes=6), worker="other")
    assert [one.content for one in first] == [one.content for one in again]


@pytest.mark.parametrize("field", ["subject", "name"])
def test_a_line_break_in_a_header_is_refused(cast: Cast, sink: Sink, field: str) -> None:
    row = prospect()
    evil = "Hello\r\nBcc: all@victims.test"
    if field == "name":
        Person.objects.filter(id=row.person_id).update(name=evil)
    subject = evil if field == "subject" else "Hello"
    assert "control characters" in queue([draft(row, subject=subject)], now=NOW)[0].refused
