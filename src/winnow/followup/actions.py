"""The writers of the follow-up room: touches, skips, claims; set-wise, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from winnow.followup.models import CadenceChange, Failure, Replanning, Skip
from winnow.prospects import bulk
from winnow.prospects.models import Prospect, Touch

TOUCH = ("prospect_id", "at", "kind", "direction", "by_id", "role", "minutes", "disposition", "attempt",
         "reached", "note")  # fmt: skip


def record_touches(rows: Sequence[tuple[object, ...]]) -> None:
    """Rows in the order of TOUCH."""
    bulk.insert(Touch, TOUCH, rows)


def record_skip(prospect: int, user: int, reason: str, *, now: datetime) -> None:
    Skip.objects.create(prospect_id=prospect, user_id=user, at=now, reason=reason[:300])


def record_cadence_change(
    by: int | None, to: str, reason: str, prospects: Sequence[int], *, now: datetime
) -> CadenceChange:
    return CadenceChange.objects.create(
        at=now, by_id=by, cadence=to, reason=reason.strip()[:300], prospects=list(prospects)
    )


def undo_cadence_change(number: int, *, now: datetime) -> bool:
    """Whether it was not undone before."""
    return bool(CadenceChange.objects.filter(pk=number, undone_at=None).update(undone_at=now))


def replanning(version: int, *, now: datetime) -> Replanning:
    """The round of that version, locked; begun if it is the first to ask for it."""
    made = Replanning.objects.get_or_create(version=version, defaults={"at": now})[0]
    return Replanning.objects.select_for_update().get(pk=made.pk)


def replanned(
    round_: Replanning, looked: Sequence[int], moved: Sequence[int], *, now: datetime, done: bool
) -> None:
    """Note how far it is by now."""
    round_.looked += len(looked)
    round_.moved = [*round_.moved, *moved]
    round_.reached = looked[-1] if looked else round_.reached
    round_.done_at = now if done else None
    round_.save(update_fields=["looked", "moved", "reached", "done_at"])


def undo_replanning(number: int, *, now: datetime) -> bool:
    """Whether it was not undone before."""
    return bool(Replanning.objects.filter(pk=number, undone_at=None).update(undone_at=now))


def record_failure(prospect: int | None, what: str, error: str, *, now: datetime) -> None:
    """Surface what the worker could not do; the row itself was pushed forward by the caller."""
    Failure.objects.create(prospect_id=prospect, at=now, what=what, error=error[:4000])


def free(user: int, now: datetime) -> Q:
    """What nobody else holds."""
    return Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by_id=user)


def settle_failures(prospects: Sequence[int], *, now: datetime) -> None:
    """What failed before has been handled now."""
    Failure.objects.filter(prospect_id__in=prospects, settled_at=None).update(settled_at=now)


def claim(
    prospect: int, user: int, until: datetime, *, now: datetime, among: QuerySet[Prospect] | None = None
) -> bool:
    """Hold a prospect while working on it: one conditional update, so that two never hold the same.

    `among` says why it was chosen and is asked again: who held it may have finished with it since. Its conditions
    must be on the prospect's own columns, for only those are looked at anew when two updates meet.
    """
    rows = Prospect.objects.all() if among is None else among
    rows = rows.filter(free(user, now), id=prospect, state="working")
    return bool(rows.update(claimed_by_id=user, claimed_until=until))


def release(prospect: int, user: int) -> None:
    Prospect.objects.filter(id=prospect, claimed_by_id=user).update(claimed_by_id=None, claimed_until=None)


def release_expired(*, now: datetime) -> int:
    """Holds that ran out go back to the queue."""
    held = Prospect.objects.filter(claimed_by__isnull=False)  # the few that its index holds
    return held.filter(claimed_until__lte=now).update(claimed_by_id=None, claimed_until=None)


def push_forward(prospect: int, until: datetime) -> None:
    """A row that failed is looked at again later, so that it cannot stop the rest."""
    Prospect.objects.filter(id=prospect, check_at__isnull=False).update(check_at=until)


def skips_since(user: int, since: datetime) -> int:
    return Skip.objects.filter(user_id=user, at__gte=since).count()
