"""The writers of blocks: proposed by the worker, planned, moved, dropped, begun and stopped by their person."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from winnow.followup.blocks import queries
from winnow.followup.blocks.models import Block, Week
from winnow.followup.blocks.proposing import Span, overlaps
from winnow.people.actions.record import NotDone, record
from winnow.people.models import User

LONGEST = timedelta(hours=12)
FARTHEST = timedelta(days=180)


def propose(monday: date, spans: Mapping[int, Sequence[Span]], *, now: datetime) -> int:
    """In the caller's transaction: note the week of each person, and what is proposed; returns how many blocks."""
    done = set(Week.objects.filter(monday=monday, user__in=spans).values_list("user_id", flat=True))
    fresh = {user: found for user, found in spans.items() if user not in done}
    Week.objects.bulk_create([Week(user_id=user, monday=monday) for user in fresh], ignore_conflicts=True)
    rows = [
        Block(user_id=user, starts=starts, ends=ends, state=Block.State.PROPOSED, changed_at=now)
        for user, found in fresh.items()
        for starts, ends in found
    ]
    Block.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def accept(user: User, numbers: Sequence[int], *, now: datetime) -> int:
    """What was proposed is planned; returns how many were."""
    _alone(user)
    rows = Block.objects.filter(user=user, id__in=numbers, state=Block.State.PROPOSED, ends__gt=now)
    count = rows.update(state=Block.State.PLANNED, changed_at=now)
    if count:
        record("block_planned", by=user, now=now, person=user.pk, blocks=sorted(numbers))
    return count


@transaction.atomic
def add(user: User, starts: datetime, ends: datetime, *, now: datetime) -> Block:
    """A block of one's own. Raises NotDone if it is over, too long, or meets another."""
    _alone(user)
    _refuse(user, (starts, ends), now)
    row = Block.objects.create(
        user=user, starts=starts, ends=ends, state=Block.State.PLANNED, own=True, changed_at=now
    )
    record("block_planned", by=user, now=now, person=user.pk, blocks=[row.pk])
    return row


@transaction.atomic
def move(row: Block, starts: datetime, ends: datetime, *, now: datetime) -> None:
    """To another time, and planned by that. Raises NotDone as `add`, and for one that has begun."""
    _alone(row.user)
    row.refresh_from_db()
    if row.begun_at:
        raise NotDone("It has begun. Stop it, and add another.")
    _refuse(row.user, (starts, ends), now, row.pk)
    row.starts, row.ends, row.state, row.changed_at, row.changes = (
        starts, ends, Block.State.PLANNED, now, row.changes + 1,
    )  # fmt: skip
    row.save()
    record("block_moved", by=row.user, now=now, person=row.user_id, block=row.pk)


@transaction.atomic
def drop(row: Block, *, now: datetime) -> None:
    """It is not to be; it can be taken up again."""
    Block.objects.filter(pk=row.pk).update(
        state=Block.State.DROPPED, changed_at=now, changes=F("changes") + 1
    )
    record("block_dropped", by=row.user, now=now, person=row.user_id, block=row.pk)


@transaction.atomic
def restore(row: Block, *, now: datetime) -> None:
    """Undo of `drop`: planned. Raises NotDone if its time is taken meanwhile."""
    _alone(row.user)
    _refuse(row.user, (row.starts, row.ends), now, row.pk)
    Block.objects.filter(pk=row.pk).update(
        state=Block.State.PLANNED, changed_at=now, changes=F("changes") + 1
    )
    record("block_planned", by=row.user, now=now, person=row.user_id, blocks=[row.pk])


@transaction.atomic
def begin(user: User, length: timedelta, *, now: datetime) -> Block:
    """From now on: the block of this hour; or one of that length, up to the next. The same one again if it runs."""
    _alone(user)
    if mine := queries.running([user.pk], now).get(user.pk):
        return mine
    row = queries.at(user, now)
    if row is None:
        following = queries.of(user, now, now + length).first()
        ends = min(now + length, following.starts) if following else now + length
        row = Block(user=user, starts=now, ends=ends, own=True)
    row.state, row.begun_at, row.stopped_at, row.changed_at = Block.State.PLANNED, now, None, now
    row.save()
    record("block_begun", by=user, now=now, person=user.pk, block=row.pk)
    return row


@transaction.atomic
def stop(user: User, *, now: datetime) -> Block | None:
    """Enough for now: back to the whole queue; None if none ran."""
    _alone(user)
    row = queries.running([user.pk], now).get(user.pk)
    if row:
        Block.objects.filter(pk=row.pk).update(stopped_at=now, changed_at=now)
        record("block_stopped", by=user, now=now, person=user.pk, block=row.pk)
    return row


def _refuse(user: User, span: Span, now: datetime, but: int = 0) -> None:
    starts, ends = span
    if ends <= starts:
        raise NotDone("A block ends after it begins.")
    if ends <= now:
        raise NotDone("That time is over.")
    if ends - starts > LONGEST or starts > now + FARTHEST:
        raise NotDone("A block is at most twelve hours long and within half a year.")
    others = queries.of(user, starts, ends).exclude(pk=but).values_list("starts", "ends")
    if overlaps(span, others):
        raise NotDone("Another block of yours is at that time. Move or drop that one first.")


def _alone(user: User) -> None:
    """One change of a person's blocks at a time, so that two never overlap."""
    User.objects.select_for_update().get(pk=user.pk)
