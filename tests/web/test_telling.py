"""The pages on which people say how they are told, and admins which webhooks there are."""

import pytest

from tests.web.desk_steps import Desk, said
from winnow.notices.kinds import GROUPS
from winnow.notices.models import Delivery, Preference, Webhook

CHOICES = {"digest_at": "08:15", "quiet_from": "19:00", "quiet_until": "07:30", "address": ""}
BELLS = {f"bell_{group.key}": "on" for group in GROUPS}
HOOK = {"address": "https://hooks.example.com/x", "form": "json", "events": ["overdue"]}


def test_what_one_chooses_is_kept_and_shown(desk: Desk) -> None:
    browser = desk.as_(desk.cast.ben)
    assert browser.post("/account/notifications/", {**CHOICES, **BELLS, "bell_late": ""}).status_code == 302
    row = Preference.objects.get(user=desk.cast.ben)
    assert (row.digest_at, row.quiet_from, row.muted, row.chatted) == ("08:15", "19:00", ["late"], [])
    assert 'value="08:15"' in said(browser.get("/account/notifications/"))


def test_an_own_address_is_kept_tried_and_forgotten(desk: Desk) -> None:
    browser = desk.as_(desk.cast.ben)
    choice = {**CHOICES, **BELLS, "address": "https://chat.example.com/x", "chat_new": "on"}
    browser.post("/account/notifications/", choice)
    assert Webhook.objects.get(user=desk.cast.ben).form == "chat"
    browser.post("/account/notifications/try/")
    assert Delivery.objects.get().event == "test"
    browser.post("/account/notifications/", {**CHOICES, **BELLS})
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"address": "http://10.0.0.1/"}, {"quiet_until": ""}, {"digest_at": "25:00"}, {"chat_new": "on"}],
)
def test_what_cannot_be_is_refused_beside_its_field(desk: Desk, wrong: dict[str, str]) -> None:
    answer = desk.as_(desk.cast.ben).post("/account/notifications/", {**CHOICES, **BELLS, **wrong})
    assert answer.status_code == 422
    assert not Preference.objects.exists()


def test_the_secret_of_a_webhook_is_shown_once(desk: Desk) -> None:
    browser = desk.as_(desk.cast.ada)
    assert "whsec_" in said(browser.post("/webhooks/", HOOK))
    hook = Webhook.objects.get()
    assert "whsec_" not in said(browser.get(f"/webhooks/{hook.pk}/"))
    assert "whsec_" in said(browser.post(f"/webhooks/{hook.pk}/secret/"))


def test_a_webhook_is_tried_stopped_started_and_removed(desk: Desk) -> None:
    browser = desk.as_(desk.cast.ada)
    browser.post("/webhooks/", HOOK)
    page = f"/webhooks/{Webhook.objects.get().pk}/"
    browser.post(f"{page}try/")
    assert "Not tried yet." in said(browser.get(page))
    browser.post(f"{page}stop/")
    assert Delivery.objects.get().status == "failed"
    assert "It is stopped" in said(browser.get(page))
    browser.post(f"{page}stop/")
    assert Webhook.objects.get().stopped_at is None
    browser.post(f"{page}drop/")
    assert not Webhook.objects.exists()


def test_what_was_given_up_is_sent_again_under_its_id(desk: Desk) -> None:
    browser = desk.as_(desk.cast.ada)
    browser.post("/webhooks/", HOOK)
    page = f"/webhooks/{Webhook.objects.get().pk}/"
    browser.post(f"{page}try/")
    browser.post(f"{page}stop/")
    key = Delivery.objects.get().key
    browser.post(f"{page}again/")
    assert Delivery.objects.get().status == "failed"  # it is stopped still
    browser.post(f"{page}stop/")
    assert "Send again what was given up (1)" in said(browser.get(page))
    assert "1 message will be sent again" in said(browser.post(f"{page}again/", follow=True))
    again = Delivery.objects.get()
    assert (again.key, again.status, again.attempts) == (key, "waiting", 0)
    assert "Send again" not in said(browser.get(page))
