"""What became of a delivery; one that is given up is told loudly, and its webhook is stopped."""

from datetime import datetime

from django.db import transaction

from winnow.flow import owed
from winnow.flow.owed import Owed
from winnow.notices import actions
from winnow.notices.hooks.saying import of_text
from winnow.notices.models import Delivery, Webhook
from winnow.people.models import User
from winnow.prospects.words import Role

GONE = 410


def tried(row: Delivery, code: int | None, said: str, *, now: datetime, retry_after: int = 0) -> bool:
    """Note an attempt: taken by a 2xx alone. Returns whether it was."""
    with transaction.atomic():
        if code is not None and 200 <= code < 300:
            actions.taken(row, code, now=now)
            return True
        later = actions.not_taken(row, code, said, now=now, retry_after=retry_after)
        if code == GONE:
            _give_up(row.webhook, "The other side says that nobody wants it there any more.", now)
        elif not later:
            _give_up(row.webhook, f"It was tried {row.attempts} times. {said}", now)
        return False


def _give_up(hook: Webhook, why: str, now: datetime) -> None:
    """Stopped, with an Event, and told to whoever can mend it: the person, or every admin."""
    actions.stop_webhook(hook, why, by=None, now=now)
    whom = [hook.user_id] if hook.user_id else _admins()
    text = f"A webhook was stopped, and what waited for it was not delivered. {why}"
    key = f"webhook:{hook.pk}:{now.isoformat()}"
    owed.owe([Owed(f"{key}:{user}", user, None, "webhook_stopped", text) for user in whom], now=now)


def _admins() -> list[int]:
    return list(User.objects.filter(role=Role.ADMIN, is_active=True).values_list("id", flat=True))


def test(hook: Webhook, *, now: datetime) -> None:
    """Owe a message that only shows that the way is open."""
    key = f"test:{hook.pk}:{now.isoformat()}"
    body = of_text(hook.form, "test", "A test from Winnow: this way is open.", now)
    actions.owe([Delivery(webhook=hook, key=key, event="test", body=body, at=now, due_at=now)])
