"""Webhooks of a firm: signed, tried again by the schedule, given up loudly, and never one for each row."""

import json
from datetime import datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from tests.hooks.conftest import Listener
from tests.world import NOW, Cast, inquire, people
from winnow.flow import owed
from winnow.flow.owed import Owed, owe
from winnow.flow.telling.hooking import test as try_out
from winnow.hooks.sending import send_due
from winnow.notices import actions
from winnow.notices.hooks.schedule import ATTEMPTS
from winnow.notices.models import Delivery, Preference, Webhook
from winnow.prospects.models import Event, Notification


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


def a_hook(cast: Cast, listener: Listener, form: str = "json") -> tuple[Webhook, str]:
    return actions.add_webhook(listener.url, form, ["overdue", "escalated"], by=cast.ada, now=NOW)


def breach(cast: Cast, *numbers: int, kind: str = "overdue", at: datetime = NOW) -> None:
    owe([Owed(f"b:{one}", cast.ben.pk, None, kind, "Late.") for one in numbers], now=at)
    while owed.deliver(now=at):
        pass


def post(at: datetime = NOW) -> int:
    return send_due(lambda: at, lambda: False)


def test_a_breach_is_posted_with_a_signature_that_the_standard_library_takes(
    cast: Cast, listener: Listener
) -> None:
    _, secret = a_hook(cast, listener)
    breach(cast, 1)
    at = datetime.now(NOW.tzinfo)
    assert post(at) == 1
    headers, body = listener.taken[0]
    verified = Verifier(secret).verify(body, headers)
    assert verified["data"]["events"][0]["kind"] == "overdue"


def test_only_the_events_wanted_are_told(cast: Cast, listener: Listener) -> None:
    a_hook(cast, listener)
    breach(cast, 1, kind="new_inquiry")
    assert post() == 0


def test_a_thousand_at_once_are_a_handful_of_messages(cast: Cast, listener: Listener) -> None:
    a_hook(cast, listener, "chat")
    breach(cast, *range(1000))
    assert post() == 2  # one for each batch that the worker delivers
    assert json.loads(listener.taken[0][1])["text"].endswith("… and 490 more.")


def test_an_attempt_that_fails_is_repeated_with_the_same_id_and_bytes(cast: Cast, listener: Listener) -> None:
    a_hook(cast, listener)
    breach(cast, 1)
    listener.answers = [(500, {}), (200, {})]
    assert post() == 0
    later = Delivery.objects.get().due_at
    assert later
    assert timedelta(seconds=5) <= later - NOW <= timedelta(seconds=6)
    assert post(later) == 1
    (first, body), (second, again) = listener.taken
    assert (first["webhook-id"], body) == (second["webhook-id"], again)
    row = Delivery.objects.get()
    assert (row.status, row.code, row.attempts, row.said) == ("taken", 200, 2, "Taken.")


def test_after_ten_attempts_it_is_given_up_loudly(cast: Cast, listener: Listener) -> None:
    hook, _ = a_hook(cast, listener)
    breach(cast, 1)
    listener.answers = [(500, {})]
    at = NOW
    for _ in range(ATTEMPTS):
        post(at)
        at = Delivery.objects.order_by("id").first().due_at or at
    assert len(listener.taken) == ATTEMPTS
    assert timedelta(hours=75) < at - NOW < timedelta(hours=84)
    hook.refresh_from_db()
    assert hook.stopped_at == at
    owed.deliver(now=at)
    told = Notification.objects.get(kind="webhook_stopped")
    assert (told.user, "tried 10 times" in told.text) == (cast.ada, True)
    assert Event.objects.filter(kind="webhook_stopped").exists()


def test_one_that_says_gone_is_stopped_at_once(cast: Cast, listener: Listener) -> None:
    hook, _ = a_hook(cast, listener)
    breach(cast, 1, 2)
    listener.answers = [(410, {})]
    post()
    hook.refresh_from_db()
    assert hook.stopped_at == NOW
    breach(cast, 3)
    assert post(NOW + timedelta(days=1)) == 0


def test_a_renewed_secret_and_the_one_before_sign_together_for_a_day(cast: Cast, listener: Listener) -> None:
    hook, before = a_hook(cast, listener)
    at = datetime.now(NOW.tzinfo)
    after = actions.renew_secret(hook, by=cast.ada, now=at)
    try_out(hook, now=at)
    post(at)
    headers, body = listener.taken[0]
    for secret in (before, after):
        Verifier(secret).verify(body, headers)
    assert len(actions.secrets_of(hook, at + timedelta(days=2))) == 1


def test_the_secret_is_kept_encrypted_and_of_the_answer_nothing_but_its_number(
    cast: Cast, listener: Listener
) -> None:
    _, secret = a_hook(cast, listener)
    breach(cast, 1)
    post()
    kept = json.dumps(
        [*Webhook.objects.values(), *Delivery.objects.values(), *Event.objects.values("data")], default=str
    )
    assert secret not in kept
    assert "inner network" not in kept


def test_a_worker_that_dies_leaves_the_message_to_the_next_after_its_lease(
    cast: Cast, listener: Listener
) -> None:
    a_hook(cast, listener)
    breach(cast, 1)
    assert len(actions.claim(now=NOW)) == 1
    assert post(NOW + timedelta(minutes=4)) == 0
    assert post(NOW + timedelta(minutes=6)) == 1


def own(cast: Cast, listener: Listener, **choice: str) -> None:
    actions.add_webhook(listener.url, "chat", [], by=cast.ben, user=cast.ben, now=NOW)
    actions.choose(cast.ben, {"chatted": ["new"], **choice}, now=NOW)


def test_an_import_of_a_thousand_rows_is_one_line_at_ones_own_address(cast: Cast, listener: Listener) -> None:
    own(cast, listener)
    breach(cast, *range(1000), kind="new_inquiry")
    assert post() == 0
    assert post(NOW + timedelta(seconds=31)) == 1
    assert json.loads(listener.taken[0][1])["text"].startswith("Winnow: 1000 new on your desk.")
    assert post(NOW + timedelta(hours=1)) == 0


def test_in_quiet_hours_ones_own_address_waits_for_the_morning(cast: Cast, listener: Listener) -> None:
    own(cast, listener, quiet_from="20:00", quiet_until="07:00")
    night = NOW.replace(hour=22)
    breach(cast, 1, kind="new_inquiry", at=night)
    assert post(night + timedelta(hours=1)) == 0
    assert post(night.replace(hour=6) + timedelta(days=1)) == 1  # seven in Berlin


def test_what_is_muted_is_listed_and_not_counted(cast: Cast) -> None:
    actions.choose(cast.ben, {"muted": ["late"]}, now=NOW)
    breach(cast, 1)
    assert Notification.objects.get(user=cast.ben).read_at == NOW
    assert Preference.objects.get(user=cast.ben).chat_due_at is None


def test_a_real_warning_of_the_tick_reaches_the_webhook(cast: Cast, listener: Listener) -> None:
    from winnow.flow.tick import tick

    a_hook(cast, listener)
    number = inquire().prospect
    late = NOW + timedelta(days=1)
    tick(late, worker="tests")
    assert post(late) == 1
    assert json.loads(listener.taken[0][1])["data"]["events"][0]["prospect"] == number
