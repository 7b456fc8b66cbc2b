"""The writers of what is told: choices, webhooks, deliveries, calendar addresses; in one transaction each."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import connection, transaction

from winnow.notices.hooks import schedule
from winnow.notices.hours import next_daily
from winnow.notices.models import Delivery, Feed, Preference, Webhook
from winnow.people.actions.record import change, record
from winnow.people.models import User

LEASE = timedelta(minutes=5)  # longer than any attempt takes
BOTH_FOR = timedelta(days=1)  # a renewed secret and the one before sign together
SECRET_BYTES = 32


# Choices


@transaction.atomic
def choose(user: User, choice: Mapping[str, Any], *, now: datetime) -> Preference:
    """Set by which ways a person is told what; the daily mail is due anew."""
    row = preference_of(user, now=now)
    given = dict(choice)
    if "digest_at" in given:
        given["digest_due_at"] = (
            next_daily(now, user.zone, given["digest_at"]) if given["digest_at"] else None
        )
    changed = change(row, given)
    changed.pop("digest_due_at", None)
    if changed:
        record("notices_chosen", by=user, now=now, person=user.pk, name=user.name, changed=changed)
    return row


def preference_of(user: User, *, now: datetime) -> Preference:
    """What they chose, or what everybody starts with."""
    fresh = Preference(user=user)
    given = {"digest_due_at": next_daily(now, user.zone, fresh.digest_at)}
    return Preference.objects.get_or_create(user=user, defaults=given)[0]


def start(users: Sequence[User], *, now: datetime) -> None:
    """Those who never chose begin with a daily mail, at the next such hour where they are."""
    at = Preference().digest_at
    rows = [Preference(user=one, digest_due_at=next_daily(now, one.zone, at)) for one in users]
    Preference.objects.bulk_create(rows, ignore_conflicts=True)


# Webhooks


@transaction.atomic
def add_webhook(
    address: str, form: str, events: Sequence[str], *, by: User, now: datetime, user: User | None = None
) -> tuple[Webhook, str]:
    """A new webhook, and its secret, told this once; a person has one of their own at most."""
    Webhook.objects.filter(user=user, user__isnull=False).delete()
    secret = _new_secret()
    row = Webhook.objects.create(
        user=user, address=address, form=form, events=sorted(events), secret=_kept(secret), created_at=now,
        created_by=by,
    )  # fmt: skip
    record("webhook_added", by=by, now=now, webhook=row.pk, host=_host(address), own=user is not None)
    return row, secret


@transaction.atomic
def change_webhook(row: Webhook, given: Mapping[str, Any], *, by: User, now: datetime) -> None:
    if changed := change(row, dict(given)):
        record("webhook_changed", by=by, now=now, webhook=row.pk, changed=sorted(changed))


@transaction.atomic
def renew_secret(row: Webhook, *, by: User, now: datetime) -> str:
    """A new secret, told this once; the one before signs as well for a day, so that nothing is refused meanwhile."""
    secret = _new_secret()
    row.secret_before, row.before_until, row.secret = row.secret, now + BOTH_FOR, _kept(secret)
    row.save(update_fields=["secret", "secret_before", "before_until"])
    record("webhook_secret_renewed", by=by, now=now, webhook=row.pk)
    return secret


@transaction.atomic
def stop_webhook(row: Webhook, why: str, *, by: User | None, now: datetime) -> None:
    """Nothing more is sent there; what waited is given up."""
    Webhook.objects.filter(pk=row.pk).update(stopped_at=now, stopped_why=why[:200])
    Delivery.objects.filter(webhook=row, due_at__isnull=False).update(
        status=Delivery.Status.FAILED, due_at=None, said=why[:200]
    )
    record("webhook_stopped", by=by, now=now, webhook=row.pk, reason=why)


@transaction.atomic
def start_webhook(row: Webhook, *, by: User, now: datetime) -> None:
    Webhook.objects.filter(pk=row.pk).update(stopped_at=None, stopped_why="")
    record("webhook_started", by=by, now=now, webhook=row.pk)


@transaction.atomic
def send_again(row: Webhook, *, by: User, now: datetime) -> int:
    """What was given up is owed anew, under the same ids; returns how many messages. None of one that is stopped."""
    given_up = Delivery.objects.filter(webhook=row, webhook__stopped_at=None, status=Delivery.Status.FAILED)
    count = given_up.update(status=Delivery.Status.WAITING, due_at=now, attempts=0)
    if count:
        record("webhook_resent", by=by, now=now, webhook=row.pk, count=count)
    return count


@transaction.atomic
def drop_webhook(row: Webhook, *, by: User, now: datetime) -> None:
    record("webhook_dropped", by=by, now=now, webhook=row.pk, host=_host(row.address))
    row.delete()


def secrets_of(row: Webhook, now: datetime) -> list[str]:
    """With what a message is signed. Raises ValueError if the secret of this installation is another one now."""
    both = row.secret_before and row.before_until and row.before_until > now
    return [_read(one) for one in (row.secret, row.secret_before if both else "") if one]


# Deliveries


def owe(rows: Sequence[Delivery]) -> None:
    """In the caller's transaction; a step that owes one already owes no second."""
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def claim(*, now: datetime, limit: int = 10) -> list[Delivery]:
    """Deliveries that are due, held until the lease runs out."""
    due = Delivery.objects.filter(due_at__lte=now, due_at__isnull=False)
    if not due.exists():  # most looks end here, and take no lock
        return []
    with transaction.atomic():
        rows = due.order_by("due_at", "id").select_related("webhook")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        found = list(rows[:limit])
        for row in found:
            row.status, row.due_at, row.attempts = Delivery.Status.SENDING, now + LEASE, row.attempts + 1
        Delivery.objects.bulk_update(found, ["status", "due_at", "attempts"])
        return found


def taken(row: Delivery, code: int, *, now: datetime) -> None:
    """The other side has it."""
    Delivery.objects.filter(pk=row.pk, status=Delivery.Status.SENDING).update(
        status=Delivery.Status.TAKEN, due_at=None, tried_at=now, code=code, said=schedule.told(code)
    )


def not_taken(row: Delivery, code: int | None, said: str, *, now: datetime, retry_after: int = 0) -> bool:
    """Tried again by the schedule; False if it is given up."""
    later = schedule.pause(row.attempts, row.key, retry_after)
    status = Delivery.Status.WAITING if later else Delivery.Status.FAILED
    Delivery.objects.filter(pk=row.pk, status=Delivery.Status.SENDING).update(
        status=status, due_at=now + later if later else None, tried_at=now, code=code, said=said[:200]
    )
    return later is not None


def message_id(key: str) -> str:
    """The id of a message, constant over its attempts."""
    return f"msg_{sha256(key.encode()).hexdigest()[:32]}"


# Calendars


@transaction.atomic
def new_feed(user: User, *, now: datetime) -> str:
    """The secret word of a new calendar address, told this once; the one before opens nothing any more."""
    end_feed(user, now=now)
    word = secrets.token_urlsafe(SECRET_BYTES)
    Feed.objects.create(user=user, hash=sha256(word.encode()).hexdigest(), created_at=now)
    record("feed_made", by=user, now=now, person=user.pk, name=user.name)
    return word


@transaction.atomic
def end_feed(user: User, *, now: datetime) -> bool:
    """The address opens nothing any more; whether there was one."""
    ended = Feed.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    if ended:
        record("feed_ended", by=user, now=now, person=user.pk, name=user.name)
    return bool(ended)


def _new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def _kept(secret: str) -> str:
    return _cipher().encrypt(secret.encode()).decode()


def _read(kept: str) -> str:
    try:
        return _cipher().decrypt(kept.encode()).decode()
    except InvalidToken:
        raise ValueError("The webhook's secret cannot be read any more: renew it.") from None


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(b"winnow.hooks" + settings.SECRET_KEY.encode()).digest()))


def _host(address: str) -> str:
    return address.split("/")[2] if address.count("/") > 1 else ""
