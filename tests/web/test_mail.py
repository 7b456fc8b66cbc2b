"""The pages of mail: written, read as text, held, suppressed; and what people wish, without signing in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.mail.world import MAILBOX, firm, incoming
from tests.web.desk_steps import as_user
from tests.world import Cast, inquire
from winnow.correspondence.actions import password_of, suppress
from winnow.correspondence.models import Attachment, LogAddress, Mail, Server, Suppression
from winnow.correspondence.words import Cause, Purpose, Scope, Status
from winnow.flow.mailing import Draft, queue, take_in
from winnow.flow.mailing.wishes import link_for
from winnow.prospects.models import Person, Prospect, Touch

KEY = "0" * 32


@pytest.fixture
def cast(db: None, settings) -> Cast:
    settings.PUBLIC_URL = "http://testserver"
    return firm()


def prospect(**fields: str) -> Prospect:
    return Prospect.objects.get(id=inquire(now=timezone.now(), **fields).prospect)


def marketing(row: Prospect, key: str = "track") -> Mail:
    now = timezone.now()
    draft = Draft(
        key,
        row.pk,
        row.owner_id,
        "News",
        "New.",
        now,
        purpose=Purpose.MARKETING,
        due_at=now + timedelta(days=1),
    )
    return Mail.objects.get(id=queue([draft], now=now)[0].mail)


def path_of(row: Prospect) -> str:
    return link_for(row.person_id, row.person.email).removeprefix("http://testserver")


def test_one_click_unsubscribes_without_cookie_or_redirect_and_stops_what_waits(cast: Cast) -> None:
    row = prospect()
    waits = marketing(row)
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post(path_of(row), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, bool(stranger.cookies)) == (200, False)
    waits.refresh_from_db()
    assert (Suppression.objects.get().cause, waits.status) == ("unsubscribed", Status.STOPPED)
    assert "no marketing mail" in queue([Draft("n", row.pk, row.owner_id, "N", "N", timezone.now(), Purpose.MARKETING)],
                                        now=timezone.now())[0].refused  # fmt: skip


def test_looking_at_the_page_changes_nothing_and_names_nobody(cast: Cast) -> None:
    row = prospect(name="Mette Krag", email="mette@krag1.test")
    page = Client().get(path_of(row))
    assert page.status_code == 200
    assert b"Mette" not in page.content
    assert b"mette@" not in page.content
    assert not Suppression.objects.exists()


def test_a_mistake_can_be_taken_back_and_a_wish_for_no_contact_closes_the_prospect(cast: Cast) -> None:
    row = prospect()
    Client().post(path_of(row))
    Client().post(path_of(row), {"wish": "again"})
    assert not Suppression.objects.filter(lifted_at=None).exists()
    Client().post(path_of(row), {"wish": "none"})
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("closed", "do_not_contact")
    assert Person.objects.get(id=row.person_id).do_not_contact_at


def test_whose_address_gets_no_mail_can_still_say_that_they_want_no_contact_at_all(cast: Cast) -> None:
    """After a complaint or a bounce no mail goes there; that nobody calls them is another promise."""
    row = prospect()
    suppress(row.person.email, Scope.EVERYTHING, Cause.COMPLAINED, now=timezone.now())
    page = Client().get(path_of(row)).content.decode()
    assert "not contacted any more" not in page
    assert 'value="none"' in page
    assert "not contacted any more" in Client().post(path_of(row), {"wish": "none"}).content.decode()


def test_a_link_that_was_changed_says_nothing(cast: Cast) -> None:
    assert Client().get(f"{path_of(prospect())[:-2]}x/").status_code == 404


def test_a_mail_is_written_from_the_page_once_however_often_the_button_is_pressed(cast: Cast) -> None:
    row = prospect()
    page, client = f"/prospects/{row.pk}/mail/", as_user(row.owner)
    said = {"subject": "Your inquiry", "text": "Hello", "key": KEY}
    assert client.post(page, said).status_code == 302
    client.post(page, said)
    assert (Mail.objects.count(), Touch.objects.count()) == (1, 1)
    assert b"Read the mail" in client.get(f"/prospects/{row.pk}/").content


def test_a_template_stands_filled_in_and_an_unknown_field_is_said(cast: Cast) -> None:
    row = prospect(name="Mette Krag", email="mette@krag2.test")
    page = as_user(row.owner).get(f"/prospects/{row.pk}/mail/?template=first_answer")
    assert b"Hello Mette," in page.content
    assert (
        "has no template"
        in as_user(row.owner).get(f"/prospects/{row.pk}/mail/?template=none").content.decode()
    )


def test_templates_are_shown_for_whom_one_asks_for_and_may_see(cast: Cast) -> None:
    row, page = prospect(name="Mette Krag", email="mette@krag7.test"), "/mail/templates/"
    prospect(name="Ola Berg", email="ola@berg8.test")
    for asked in ("krag", "mette@krag7", str(row.pk)):
        assert "Hello Mette," in as_user(cast.mia).get(page, {"prospect": asked}).content.decode()
    other = as_user(cast.nora).get(page, {"prospect": "krag"}).content.decode()
    assert "Nobody whom you may see is called “krag”." in other
    assert "Hello Mette," not in other


def test_a_mail_to_who_may_not_be_written_to_is_refused_with_the_text_kept(cast: Cast) -> None:
    row = prospect()
    Person.objects.filter(id=row.person_id).update(do_not_contact_at=timezone.now())
    said = {"subject": "Hi", "text": "Long thought about", "key": KEY}
    page = as_user(row.owner).post(f"/prospects/{row.pk}/mail/", said)
    assert page.status_code == 422
    assert b"Long thought about" in page.content
    assert b"not to be contacted" in page.content


def test_a_mail_is_shown_as_text_whatever_it_holds(cast: Cast) -> None:
    row = prospect(email="mette@krag3.test")
    evil = incoming(
        "mette@krag3.test", subject="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>"
    )
    taken = take_in(evil, now=timezone.now())
    for page in (f"/mail/{taken.mail}/", f"/prospects/{row.pk}/", "/notifications/"):
        content = as_user(row.owner).get(page).content
        assert b"<script>alert" not in content
        assert b"<img src=x" not in content


def test_an_attachment_is_a_download_and_nothing_else(cast: Cast) -> None:
    row = prospect(email="mette@krag4.test")
    taken = take_in(incoming("mette@krag4.test"), now=timezone.now())
    file = Attachment.objects.create(
        mail_id=taken.mail, name='a".svg', media_type="image/svg+xml", size=5, content=b"<svg>"
    )
    answer = as_user(row.owner).get(f"/mail/attachments/{file.pk}/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    assert answer["Content-Disposition"] == 'attachment; filename="a_.svg"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert as_user(cast.ned).get(f"/mail/attachments/{file.pk}/").status_code == 404


def test_a_held_mail_is_let_in_or_dismissed_by_those_who_manage(cast: Cast) -> None:
    held = [
        take_in(incoming(f"who{n}@new{n}.test", text="Do you sell pumps?"), now=timezone.now())
        for n in (1, 2)
    ]
    manager = as_user(cast.cem)
    assert b"Do you sell pumps?" in manager.get("/mail/held/").content
    manager.post(f"/mail/held/{held[0].mail}/let-in/")
    manager.post(f"/mail/held/{held[1].mail}/dismiss/")
    assert Prospect.objects.get().person.email == "who1@new1.test"
    assert Mail.objects.get(id=held[1].mail).status == Status.DISMISSED
    assert as_user(cast.anna).get(f"/mail/{held[1].mail}/").status_code == 404


def test_held_mails_are_filtered_sorted_and_taken_out_as_a_file(cast: Cast) -> None:
    for n in (1, 2):
        take_in(incoming(f"who{n}@new{n}.test", text="Do you sell pumps?"), now=timezone.now())
    manager = as_user(cast.cem)
    page = manager.get("/mail/held/?q=who1&sort=-from").content.decode()
    assert "who1@new1.test" in page
    assert "who2@new2.test" not in page
    file = b"".join(manager.post("/mail/held/?q=who1", {"export": "csv"})).decode()
    assert file.count("\r\n") == 2
    assert "who1@new1.test" in file
    assert b"No held mail like that" in manager.get("/mail/held/?q=nobody").content


def test_a_suppressed_address_is_lifted_only_with_a_reason(cast: Cast) -> None:
    marketer, manager = as_user(cast.mia), as_user(cast.cem)
    marketer.post("/mail/suppressed/", {"address": "Loud@Far.test", "scope": "everything"})
    row = Suppression.objects.get()
    manager.post(f"/mail/suppressed/{row.pk}/lift/", {"reason": " "})
    row.refresh_from_db()
    assert (row.address, row.lifted_at) == ("loud@far.test", None)
    manager.post(f"/mail/suppressed/{row.pk}/lift/", {"reason": "They asked us to."})
    row.refresh_from_db()
    assert row.lifted_by == cast.cem


def test_a_servers_password_is_kept_encrypted_and_never_shown(cast: Cast) -> None:
    admin = as_user(cast.ada)
    said = {"host": "127.0.0.1", "security": "none", "port": 9, "username": "u", "password": "s3cret word"}
    admin.post("/mail/servers/smtp/", said)
    server = Server.objects.get()
    assert "s3cret" not in server.password
    assert password_of(server) == "s3cret word"
    assert b"s3cret" not in admin.get("/mail/servers/smtp/").content
    elsewhere = admin.post("/mail/servers/smtp/", said | {"host": "evil.test", "password": ""})
    assert "must be entered again" in elsewhere.content.decode()
    in_clear = admin.post("/mail/servers/smtp/", said | {"host": "mx.far.test"})
    assert "in the clear" in in_clear.content.decode()


def test_ones_secret_address_is_shown_once_and_a_new_one_ends_it(cast: Cast) -> None:
    client = as_user(cast.anna)
    first = client.post("/account/log-address/").content.decode()
    assert f"{MAILBOX.partition('@')[0]}+" in first
    assert (
        "value="
        not in client.get("/account/log-address/").content.decode().split("<main")[1].split("csrf")[0]
    )
    client.post("/account/log-address/")
    assert LogAddress.objects.filter(user=cast.anna, revoked_at=None).count() == 1
