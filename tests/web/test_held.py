"""Quarantine and rejects: released, dismissed and brought back, put right, and tried again after a change."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.world import NOW, inquire, people
from winnow.flow import held as flow
from winnow.flow.scene import Refused
from winnow.intake.models import Held
from winnow.prospects.models import Event, Inquiry, Prospect

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LATER = NOW + timedelta(days=2)
SPAM = {"email": "x@mailinator.com", "message": "<script>alert(1)</script> seo http://a.example http://b.example "
        "http://c.example http://d.example http://e.example", "door": "form", "source": "form:contact"}  # fmt: skip


class Firm:
    """One inquiry in quarantine and one that was not understood, both two days ago."""

    def __init__(self, monkeypatch):
        monkeypatch.setattr(timezone, "now", lambda: LATER)
        self.cast = people()
        self.spam = inquire(**SPAM).held
        self.mute = inquire(external_id="", email="not an address", message="Hello?").held

    def browser(self, user=None):
        client = Client()
        client.force_login(user or self.cast.mia, backend=BACKEND)
        return client

    def post(self, route, **fields):
        answer = self.browser().post(reverse(route), fields)
        return list(get_messages(answer.wsgi_request))


@pytest.fixture
def firm(monkeypatch):
    return Firm(monkeypatch)


def row(number):
    return Held.objects.get(id=number)


def test_they_are_held(firm):
    assert (row(firm.spam).kind, row(firm.mute).kind) == ("quarantined", "rejected")


def test_a_released_inquiry_becomes_a_prospect(firm):
    firm.post("held_release", pick=firm.spam, kind="quarantined")
    assert (row(firm.spam).settlement, row(firm.spam).inquiry) == ("released", Inquiry.objects.get())


def test_the_clock_of_a_released_inquiry_starts_now(firm):
    firm.post("held_release", pick=firm.spam)
    assert Prospect.objects.get().clock_started_at == LATER


def test_the_instant_at_which_it_came_stays_on_record(firm):
    firm.post("held_release", pick=firm.spam)
    assert (Inquiry.objects.get().at, Inquiry.objects.get().recorded_at) == (NOW, LATER)


def test_it_keeps_its_door_and_payload(firm):
    firm.post("held_release", pick=firm.spam)
    assert (Inquiry.objects.get().door, Inquiry.objects.get().payload) == ("form", row(firm.spam).payload)


def test_a_release_is_recorded_with_who_did_it(firm):
    firm.post("held_release", pick=firm.spam)
    event = Event.objects.get(kind="held_released")
    assert (event.actor, event.data["held"]) == (firm.cast.mia, [firm.spam])


def test_it_is_released_once(firm):
    flow.release([firm.spam], by=firm.cast.mia, now=LATER)
    with pytest.raises(Refused, match="settled"):
        flow.release([firm.spam], by=firm.cast.mia, now=LATER)


def test_several_are_released_together(firm):
    other = inquire(**{**SPAM, "email": "y@mailinator.com"}).held
    firm.post("held_release", pick=[firm.spam, other])
    assert Prospect.objects.count() == 2


def test_two_with_the_senders_same_number_are_one_inquiry(firm):
    twins = [inquire(**SPAM, external_id="77").held for _ in range(2)]
    flow.release(twins, by=firm.cast.mia, now=LATER)
    assert (Inquiry.objects.count(), Held.objects.filter(id__in=twins, settlement="released").count()) == (
        1,
        2,
    )


def test_a_dismissed_inquiry_waits_no_more(firm):
    firm.post("held_dismiss", pick=firm.spam)
    assert (row(firm.spam).settlement, Prospect.objects.count()) == ("dismissed", 0)


def test_the_undo_brings_it_back(firm):
    (message,) = firm.post("held_dismiss", pick=firm.spam)
    firm.browser().post(message.extra_tags.removeprefix("undo:"))
    assert (row(firm.spam).settlement, row(firm.spam).settled_at) == ("", None)


def test_the_undo_of_one_person_is_not_anothers(firm):
    (message,) = firm.post("held_dismiss", pick=firm.spam)
    firm.browser(firm.cast.ada).post(message.extra_tags.removeprefix("undo:"))
    assert row(firm.spam).settlement == "dismissed"


def test_what_was_not_understood_is_put_right_and_goes_through(firm):
    url = reverse("held", args=[firm.mute])
    answer = firm.browser().post(
        url, {"email": "pat@pump.example.com", "channel": "web", "message": "Hello?"}
    )
    prospect = Prospect.objects.get()
    assert (answer["Location"], prospect.person.email) == (
        f"/prospects/{prospect.id}/",
        "pat@pump.example.com",
    )


def test_what_came_stays_as_it_came(firm):
    before = row(firm.mute).payload
    flow.replay(firm.mute, {"email": "pat@pump.example.com"}, by=firm.cast.mia, now=LATER)
    assert Inquiry.objects.get().payload == before == row(firm.mute).payload


def test_what_is_still_not_understood_says_why_and_changes_nothing(firm):
    answer = firm.browser().post(reverse("held", args=[firm.mute]), {"email": "nothing", "channel": "web"})
    assert (answer.status_code, row(firm.mute).settlement, Held.objects.count()) == (422, "", 2)


def test_under_the_same_procedure_none_would_pass(firm):
    assert [one.passes for one in flow.would_pass("quarantined", now=LATER)] == [False]


@pytest.fixture
def milder(monkeypatch):
    """A procedure that screens nothing out."""
    from winnow.flow import intake
    from winnow.procedure.queries import in_force

    def mild(now):
        version, found = in_force(now)
        screen = found.screen.model_copy(update={"disposable_mail": "allow", "spam_threshold": 1000})
        return version, found.model_copy(update={"screen": screen})

    monkeypatch.setattr(flow, "in_force", mild)
    monkeypatch.setattr(intake, "in_force", mild)


def test_after_a_change_of_the_procedure_it_would_pass(firm, milder):
    assert [one.passes for one in flow.would_pass("quarantined", now=LATER)] == [True]


def test_looking_at_what_would_pass_changes_nothing(firm, milder):
    page = firm.browser().get(reverse("held_replay", args=["quarantined"]))
    assert (len(page.context["passing"]), row(firm.spam).settlement) == (1, "")


def test_all_that_would_pass_go_through_at_once(firm, milder):
    firm.browser().post(reverse("held_replay", args=["quarantined"]))
    assert (row(firm.spam).settlement, row(firm.mute).settlement) == ("released", "")


def test_the_message_is_shown_safely(firm):
    text = firm.browser().get(reverse("held_quarantine")).content.decode()
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text


def test_the_reasons_are_shown_with_their_rule(firm):
    text = firm.browser().get(reverse("held_quarantine")).content.decode()
    assert all(one["detail"] in text for one in row(firm.spam).reasons if "“" not in one["detail"])


@pytest.mark.parametrize("route", ["held_quarantine", "held_rejected"])
def test_more_rows_ask_no_more_queries(firm, route):
    def asked():
        client = firm.browser()
        client.get(reverse(route))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(route))
        return len(found)

    few = asked()
    for number in range(8):
        inquire(**{**SPAM, "email": f"z{number}@mailinator.com"})
        inquire(email="nobody", message="?")
    assert asked() == few


def test_an_empty_quarantine_says_what_comes_here(firm):
    flow.dismiss([firm.spam], by=firm.cast.mia, now=LATER)
    assert (
        "waits here for somebody to look" in firm.browser().get(reverse("held_quarantine")).content.decode()
    )


def test_dismissed_ones_can_be_looked_up(firm):
    flow.dismiss([firm.spam], by=firm.cast.mia, now=LATER)
    shown = firm.browser().get(reverse("held_quarantine") + "?state=dismissed").context["list"].rows
    assert [one.id for one in shown] == [firm.spam]


@pytest.mark.parametrize(
    ("who", "status"), [("anna", 403), ("ben", 403), ("cem", 200), ("mia", 200), ("ada", 200)]
)
def test_who_may_look_at_what_is_held(firm, who, status):
    assert firm.browser(getattr(firm.cast, who)).get(reverse("held_quarantine")).status_code == status


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5_000])
def test_a_number_that_no_row_can_have_is_no_pick(firm, number):
    said = firm.post("held_dismiss", pick=number, kind="quarantined")
    assert "Pick some first" in str(said[0])
