"""Reads of what is told: choices, webhooks that listen, whose calendar it is."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from winnow.notices.models import Delivery, Feed, Preference, Webhook
from winnow.people.models import User
from winnow.prospects import bulk
from winnow.prospects.whole import whole_rows


def chosen(users: Collection[int]) -> dict[int, Preference]:
    """What these people chose; those who never did are left out."""
    return bulk.rows(Preference, users)


def listening() -> list[Webhook]:
    """The company's webhooks that are not stopped."""
    return whole_rows(Webhook, 'WHERE "user_id" IS NULL AND "stopped_at" IS NULL ORDER BY "id"')


def own_webhooks(users: Collection[int]) -> dict[int, Webhook]:
    """The addresses of these people's own, unless stopped."""
    rows = Webhook.objects.filter(user_id__in=list(users), stopped_at=None)
    return {row.user_id: row for row in rows if row.user_id}


def given_up(webhook: Webhook) -> int:
    """How many of its messages were."""
    return Delivery.objects.filter(webhook=webhook, status=Delivery.Status.FAILED).count()


def newcomers(limit: int = 500) -> list[User]:
    """Active people of whom no choice is kept yet."""
    rows = User.objects.filter(is_active=True, told__isnull=True).select_related("team")
    return list(rows.order_by("id")[:limit])


def digests_due(now: datetime) -> list[int]:
    """Whose daily mail is due."""
    rows = Preference.objects.filter(digest_due_at__lte=now, digest_due_at__isnull=False)
    return list(rows.order_by("digest_due_at").values_list("user_id", flat=True)[:200])


def whose_feed(word: str) -> User | None:
    """Whose calendar opens with this secret word."""
    digest = sha256(word.encode()).hexdigest()
    row = Feed.objects.filter(hash=digest, revoked_at=None, user__is_active=True)
    found = row.select_related("user__team").first()
    return found.user if found else None
