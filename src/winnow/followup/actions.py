"""The writers of the follow-up room: touches, skips, claims; set-wise, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from winnow.followup.models import Failure, Skip
from winnow.prospects import bulk
from winnow.prospects.models import Prospect, Touch

TOUCH = ("prospect_id", "at", "kind", "direction", "by_id", "role", "minutes", "disposition", "attempt",
         "reached", "note")  # fmt: skip


def record_touches(rows: Sequence[tuple[object, ...]]) -> None:
    """Rows in the order of TOUCH."""
    bulk.insert(Touch, TOUCH, rows)


def record_skip(prospect: int, user: int, reason: str, *, now: datetime) -> None:
    Skip.objects.create(prospect_id=prospect, user_id=user, at=now, reason=reason[:300])


def record_failure(prospect: int | None, what: str, error: str, *, now: datetime) -> None:
    """Surface what the worker could not do; the row itself was pushed forward by the caller."""
    Failure.objects.create(prospect_id=prospect, at=now, what=what, error=error[:4000])


def claim(prospect: int, user: int, until: datetime, *, now: datetime) -> bool:
    """Hold a prospect while working on it: one conditional update, so that two never hold the same."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by_id=user)
    return bool(
        Prospect.objects.filter(free, id=prospect, state="working").update(
            claimed_by_id=user, claimed_until=until
        )
    )


def release(prospect: int, user: int) -> None:
    Prospect.objects.filter(id=prospect, claimed_by_id=user).update(claimed_by_id=None, claimed_until=None)


def release_expired(*, now: datetime) -> int:
    """Holds that ran out go back to the queue."""
    return Prospect.objects.filter(claimed_until__lte=now).update(claimed_by_id=None, claimed_until=None)


def push_forward(prospect: int, until: datetime) -> None:
    """A row that failed is looked at again later, so that it cannot stop the rest."""
    Prospect.objects.filter(id=prospect, check_at__isnull=False).update(check_at=until)


def skips_since(user: int, since: datetime) -> int:
    return Skip.objects.filter(user_id=user, at__gte=since).count()
