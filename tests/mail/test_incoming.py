"""Mail that comes in, and what it does: as the pipe hands it over, and as the mailbox does."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from tests.mail.world import INTAKE, LATER, MAILBOX, complaint, firm, incoming, prospect, report, sent_to
from tests.world import NOW, Cast
from winnow.correspondence.actions import new_log_word
from winnow.correspondence.models import Attachment, Mail, Suppression
from winnow.correspondence.words import Kind, Status
from winnow.flow.finish import Close, Rest, close, nurture
from winnow.flow.mailing import Draft, queue, take_in
from winnow.flow.mailing.incoming import release
from winnow.flow.merge import Merge, merge
from winnow.flow.owed import deliver
from winnow.flow.work import Dispose, dispose
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Inquiry, Notification, Person, Prospect, Touch
from winnow.prospects.words import Outcome


@pytest.fixture
def cast(db: None) -> Cast:
    return firm()


def test_a_mail_to_an_address_for_inquiries_is_one(cast: Cast) -> None:
    said = incoming(
        "Pat Ito <pat@ito1.test>", to=INTAKE, subject="Pumps", text="We need ten pumps, please make an offer."
    )
    taken = take_in(said, now=NOW)
    inquiry = Inquiry.objects.get()
    row = Prospect.objects.get(id=taken.prospect)
    assert (taken.kind, inquiry.channel, inquiry.door) == (Kind.INQUIRY, "email", "mail")
    assert (row.person.name, row.person.email, row.due_at is not None) == ("Pat Ito", "pat@ito1.test", True)
    assert "ten pumps" in inquiry.message


def test_an_answer_from_nurture_is_recycled_to_a_desk_with_the_reason(cast: Cast) -> None:
    row = prospect(email="mette@krag2.test")
    about = sent_to(row)
    nurture([Rest(row.pk, NOW, row.owner_id, "Not now")], now=NOW)
    take_in(incoming("m@other.test", text="Now we want it.", in_reply_to=about.message_id), now=LATER)
    row.refresh_from_db()
    assert (row.state, row.queue, row.owner.role) == ("working", "2_new", "qualifier")
    assert Event.objects.filter(prospect=row, kind="recycled", reason__contains="Now we want it.").exists()


def test_an_answer_reopens_who_was_not_buying_but_not_who_asked_for_no_contact(cast: Cast) -> None:
    rows = [prospect(email="a@one1.test"), prospect(email="b@two2.test")]
    mails = [sent_to(row, f"k{row.pk}") for row in rows]
    for row, outcome in zip(rows, (Outcome.NOT_BUYING, Outcome.DO_NOT_CONTACT), strict=True):
        reasons = in_force(NOW)[1].closing[outcome].reasons
        ending = Close(row.pk, outcome, NOW, row.owner_id, reasons[0].key if reasons else "", "They said so.")
        close([ending], now=NOW)
    for mail in mails:
        take_in(incoming(mail.to_address, in_reply_to=mail.message_id), now=LATER)
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["working", "closed"]
    deliver(now=LATER)
    assert Notification.objects.get(prospect=rows[1], kind="replied").user.role == "manager"


def test_what_was_to_go_out_by_itself_is_not_sent_to_who_has_answered(cast: Cast) -> None:
    row = prospect(email="mette@krag30.test")
    queue([Draft("next", row.pk, row.owner_id or 0, "More", "More.", NOW)], now=NOW)
    take_in(incoming("mette@krag30.test", text="Stop, I will call you."), now=LATER)
    assert Mail.objects.get(key="next").status == Status.STOPPED


def test_a_promised_call_stays_when_they_answer_meanwhile(cast: Cast) -> None:
    row = prospect(email="mette@krag3.test")
    dispose([Dispose(row.pk, "call_back", NOW, row.owner_id, when=NOW + timedelta(days=3))], now=NOW)
    take_in(incoming("mette@krag3.test", text="One more thing."), now=LATER)
    row.refresh_from_db()
    assert (row.queue, row.due_at) == ("1_promised", NOW + timedelta(days=3))
    assert Event.objects.filter(prospect=row, kind="replied").exists()


@pytest.mark.parametrize(
    "header", [{"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"}, {"Precedence": "auto_reply"}]
)
def test_an_out_of_office_notice_is_no_answer(cast: Cast, header: dict[str, str]) -> None:
    row = prospect(email="mette@krag4.test")
    before = row.due_at
    taken = take_in(incoming("mette@krag4.test", text="I am away.", **header), now=LATER)
    row.refresh_from_db()
    assert (taken.kind, row.conversations, row.due_at) == (Kind.AUTOMATIC, 0, before)


def test_a_hard_bounce_marks_the_address_and_tells_who_wrote(cast: Cast) -> None:
    row = prospect(email="gone@krag5.test", phone="+4930123456")
    about = sent_to(row)
    taken = take_in(report(about), now=LATER)
    about.refresh_from_db()
    assert (taken.kind, about.status) == (Kind.BOUNCE, Status.BOUNCED)
    assert Suppression.objects.get().cause == "bounced"
    assert Person.objects.get(id=row.person_id).email == ""
    deliver(now=LATER)
    assert "550 No such user here" in Notification.objects.get(kind="mail_bounced").text


def test_a_hard_bounce_of_one_that_was_merged_takes_the_address_off_the_card_that_stands(cast: Cast) -> None:
    gone, stays = prospect(email="gone@krag5.test"), prospect(email="ulla@krag5.test")
    about = sent_to(gone)
    merge(Merge(stays.pk, gone.pk, cast.cem.pk, "The same person"), now=NOW)
    Person.objects.filter(id=stays.person_id).update(email="gone@krag5.test")
    take_in(report(about), now=LATER)
    assert Person.objects.get(id=stays.person_id).email == ""


def test_a_soft_bounce_is_tried_again(cast: Cast) -> None:
    row = prospect(email="full@krag6.test")
    about = sent_to(row)
    take_in(report(about, "4.2.2"), now=LATER)
    about.refresh_from_db()
    assert (about.status, (about.due_at or NOW) > LATER) == (Status.WAITING, True)
    assert not Suppression.objects.exists()


def test_a_report_about_a_mail_that_is_not_ours_does_nothing(cast: Cast) -> None:
    row = prospect(email="mette@krag7.test")
    forged = Mail(message_id="<made-up@winnow.example>", to_address="mette@krag7.test")
    assert take_in(report(forged), now=LATER).status == Status.DISMISSED
    assert not Suppression.objects.exists()
    assert Person.objects.get(id=row.person_id).email


def test_a_complaint_stops_all_mail_to_that_address(cast: Cast) -> None:
    row = prospect(email="mette@krag8.test")
    about = sent_to(row)
    queue([Draft("next", row.pk, row.owner_id, "More", "More.", NOW)], now=NOW)
    assert take_in(complaint(about), now=LATER).kind == Kind.COMPLAINT
    assert Mail.objects.get(key="next").status == Status.STOPPED
    assert "gets no mail" in queue([Draft("third", row.pk, row.owner_id, "M", "M", NOW)], now=NOW)[0].refused


def test_a_copy_to_the_secret_address_logs_what_was_sent_by_hand(cast: Cast) -> None:
    row = prospect(email="mette@krag9.test")
    word = new_log_word(cast.anna, now=NOW)
    copy = incoming(
        cast.anna.email, to="Mette <mette@krag9.test>", subject="Offer", Bcc=f"sales+{word}@winnow.example"
    )
    taken = take_in(copy, now=LATER)
    touch = Touch.objects.get(prospect=row)
    assert (taken.kind, taken.status, touch.by, touch.direction) == (Kind.COPY, Status.SENT, cast.anna, "out")
    row.refresh_from_db()
    assert row.first_touch_at == LATER


def test_a_stranger_who_knows_the_secret_address_is_held(cast: Cast) -> None:
    prospect(email="mette@krag10.test")
    word = new_log_word(cast.anna, now=NOW)
    taken = take_in(incoming("evil@far.test", to=f"sales+{word}@winnow.example"), now=LATER)
    assert (taken.status, Touch.objects.count()) == (Status.HELD, 0)


def test_a_mail_from_one_of_us_that_we_did_not_send_is_held(cast: Cast) -> None:
    row = prospect(email="mette@krag11.test")
    about = sent_to(row)
    forged = incoming(cast.anna.email, text="Pay here", in_reply_to=about.message_id)
    assert take_in(forged, now=LATER).status == Status.HELD


def test_only_our_own_servers_word_on_the_sender_is_believed(cast: Cast) -> None:
    prospect(email="mette@krag12.test")
    fails = {"Authentication_Results": "mx.winnow.example; spf=fail; dmarc=fail header.from=krag12.test"}
    other = {"Authentication_Results": "mx.evil.test; dmarc=fail header.from=krag12.test"}
    assert take_in(incoming("mette@krag12.test", text="a", **fails), now=LATER).status == Status.HELD
    assert take_in(incoming("mette@krag12.test", text="b", **other), now=LATER).status == Status.FILED


def test_what_was_held_can_be_let_in_and_then_does_what_it_would_have_done(cast: Cast) -> None:
    row = prospect(email="mette@krag13.test")
    fails = {"Authentication_Results": "mx.winnow.example; dmarc=fail"}
    held = take_in(incoming("mette@krag13.test", text="It is really me.", **fails), now=LATER)
    let_in = release(held.mail, now=LATER, by=cast.cem)
    assert (let_in.kind, let_in.prospect) == (Kind.REPLY, row.pk)
    assert Touch.objects.filter(prospect=row, direction="in").count() == 1
    assert release(held.mail, now=LATER, by=cast.cem).again


def test_an_unknown_mail_let_in_becomes_an_inquiry(cast: Cast) -> None:
    held = take_in(incoming("Pat <pat@new2.test>", text="Do you still sell pumps?"), now=LATER)
    assert held.status == Status.HELD
    assert release(held.mail, now=LATER, by=cast.cem).kind == Kind.INQUIRY
    assert Inquiry.objects.get().prospect.person.email == "pat@new2.test"


def test_attachments_are_kept_up_to_the_cap(db: None) -> None:
    firm(largest_attachment_mb=1)
    prospect(email="mette@krag14.test")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "mette@krag14.test", MAILBOX, "<a@b.test>"
    mail.set_content("See below")
    mail.add_attachment(
        b"<svg onload=alert(1)>", maintype="image", subtype="svg+xml", filename="../../evil<1>.svg"
    )
    mail.add_attachment(b"x" * 1_500_000, maintype="application", subtype="zip", filename="big.zip")
    taken = take_in(mail.as_bytes(), now=LATER)
    kept = Attachment.objects.get()
    assert (kept.name, bytes(kept.content)) == ("evil_1_.svg", b"<svg onload=alert(1)>")
    assert any("big.zip" in why for why in Mail.objects.get(id=taken.mail).why)
