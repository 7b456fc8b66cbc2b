"""Reads of blocks: whose runs now, what is planned, what was done in them."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from winnow.followup.blocks.keeping import Planned
from winnow.followup.blocks.models import Block, Week
from winnow.people.models import User
from winnow.prospects.models import Prospect, Touch
from winnow.prospects.words import NextAction, Queue, Role, State

TALKS, MEETS = timedelta(minutes=30), timedelta(hours=1)
WORKING_ROLES = (Role.SELLER, Role.QUALIFIER)


def of(user: User, since: datetime, until: datetime) -> QuerySet[Block]:
    """A person's blocks that touch these instants, those dropped left out."""
    rows = Block.objects.filter(user=user, ends__gt=since, starts__lt=until)
    return rows.exclude(state=Block.State.DROPPED).order_by("starts")


def begun(users: Collection[int], now: datetime) -> QuerySet[Block]:
    """The blocks that these people have begun and not stopped; each stops by itself at its end."""
    rows = Block.objects.filter(user__in=users, ends__gt=now, begun_at__isnull=False, stopped_at=None)
    return rows.exclude(state=Block.State.DROPPED)


def running(users: Collection[int], now: datetime) -> dict[int, Block]:
    """The block that runs with each of them."""
    return {row.user_id: row for row in begun(users, now)}


def at(user: User, now: datetime) -> Block | None:
    """The block that is planned or proposed for this instant."""
    rows = of(user, now, now + timedelta(seconds=1)).filter(starts__lte=now)
    return rows.order_by("-state", "starts").first()


def without_week(monday: date, limit: int) -> list[User]:
    """Sellers and qualifiers for whom nothing has been proposed for that week yet."""
    done = Week.objects.filter(monday=monday).values("user")
    rows = User.objects.filter(is_active=True, role__in=WORKING_ROLES).exclude(id__in=done)
    return list(rows.select_related("team").order_by("id")[:limit])


def planned(users: Collection[int], since: datetime, until: datetime) -> list[Block]:
    """All that is planned or proposed for these people."""
    rows = Block.objects.filter(user__in=users, ends__gt=since, starts__lt=until)
    return list(rows.exclude(state=Block.State.DROPPED))


def promised(
    users: Collection[int], since: datetime, until: datetime
) -> list[tuple[int, datetime, datetime]]:
    """Owner, start and end of the callbacks and appointments promised in that time."""
    rows = Prospect.objects.filter(
        owner__in=users, state=State.WORKING, queue=Queue.PROMISED, due_at__gt=since - MEETS, due_at__lt=until
    )
    found = []
    for owner, due, action in rows.values_list("owner_id", "due_at", "next_action"):
        if owner and due:
            found.append((owner, due, due + (MEETS if action == NextAction.MEETING else TALKS)))
    return found


def over(users: Collection[int], since: datetime, until: datetime) -> list[Planned]:
    """Planned blocks that ended in that time."""
    rows = Block.objects.filter(
        user__in=users, state=Block.State.PLANNED, ends__gt=since, ends__lte=until
    ).order_by("starts")
    return [Planned(row.user_id, row.starts, row.ends, row.begun_at is not None) for row in rows]


def touched(users: Collection[int], since: datetime, until: datetime) -> dict[int, list[datetime]]:
    """When each logged a touch inside a planned block of theirs: one statement for all."""
    inside = Block.objects.filter(
        user_id=OuterRef("by_id"),
        state=Block.State.PLANNED,
        starts__lte=OuterRef("at"),
        ends__gt=OuterRef("at"),
    )
    rows = Touch.objects.filter(Exists(inside), by__in=users, at__gte=since - timedelta(days=1), at__lt=until)
    found: dict[int, list[datetime]] = {}
    for user, moment in rows.order_by("at").values_list("by_id", "at"):
        found.setdefault(user or 0, []).append(moment)
    return found


def all_planned(since: datetime, until: datetime) -> list[Block]:
    """Everybody's planned blocks that begin in that time."""
    rows = Block.objects.filter(
        state=Block.State.PLANNED, ends__gt=since, starts__gte=since, starts__lt=until
    )
    return list(rows.select_related("user__team"))
