"""The daily mail to each of us: one for a person and a day, and none when there is nothing to do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Count, Q

from winnow.correspondence.queries import server
from winnow.flow.mailing.to_users import Memo, tell_users
from winnow.flow.telling.ringing import address
from winnow.followup.blocks.models import Block
from winnow.followup.blocks.queries import planned
from winnow.followup.queries import calendar
from winnow.followup.worktime import openings
from winnow.notices import actions, digest, queries
from winnow.notices.digest import Day, Member, Promise
from winnow.notices.hours import next_daily
from winnow.notices.models import Preference
from winnow.people.models import Absence, User
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Notification, Prospect
from winnow.prospects.words import NextAction, Queue, Role, State

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is read once for all whose mail is due."""

    overdue: Mapping[int, int]
    due: Mapping[int, int]
    handovers: Mapping[int, int]
    escalated: Mapping[int, int]
    unread: Mapping[int, int]
    promises: Mapping[int, list[Promise]]
    blocks: Mapping[int, list[tuple[datetime, datetime]]]
    members: Sequence[User]


def write_due(now: datetime) -> int:
    """Owe each person their mail of the day, where its hour has come and mail goes out; returns how many."""
    if server("smtp") is None:
        return 0
    newcomers = queries.newcomers()
    if newcomers:
        actions.start(newcomers, now=now)
    if not queries.digests_due(now):
        return 0
    with transaction.atomic():
        rows = Preference.objects.filter(user_id__in=queries.digests_due(now), digest_due_at__lte=now)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        found = list(rows.select_related("user__team").order_by("user_id"))
        written = tell_users(_memos([row.user for row in found], now), now=now)
        for row in found:
            row.digest_due_at = next_daily(now, row.user.zone, row.digest_at)
        Preference.objects.bulk_update(found, ["digest_due_at"])
        return written


def _memos(users: Sequence[User], now: datetime) -> list[Memo]:
    there = _at_work(users, now)
    days = days_of([user for user in users if user.pk in there], now)
    return [
        Memo(f"digest:{user.pk}:{day.today:%Y%m%d}", user, digest.subject(day), digest.text(day, address()))
        for user, day in days
        if not day.is_empty
    ]


def _at_work(users: Sequence[User], now: datetime) -> set[int]:
    """Who works today: their team does, and they are not away."""
    _, procedure = in_force(now)
    local = {user.pk: now.astimezone(ZoneInfo(user.zone)).date() for user in users}
    away = {
        one.user_id
        for one in Absence.objects.filter(user__in=users)
        if one.starts <= local[one.user_id] <= one.ends
    }
    return {
        user.pk for user in users if user.is_active and user.pk not in away and _opens(procedure, user, now)
    }


def _opens(procedure: Procedure, user: User, now: datetime) -> bool:
    hours = calendar(procedure, user.team.name if user.team else "", now)
    day = now.astimezone(ZoneInfo(user.zone)).date()
    return bool(openings(hours, day, day))


def days_of(users: Sequence[User], now: datetime) -> list[tuple[User, Day]]:
    """What each of them has before them today: a few statements for all."""
    look = _look(users, now)
    return [(user, _day(user, look, now)) for user in users]


def _day(user: User, look: _Look, now: datetime) -> Day:
    return Day(
        name=user.name, zone=user.zone, today=now.astimezone(ZoneInfo(user.zone)),
        overdue=look.overdue.get(user.pk, 0), due=look.due.get(user.pk, 0),
        handovers=look.handovers.get(user.pk, 0), unread=look.unread.get(user.pk, 0),
        promises=sorted(look.promises.get(user.pk, []), key=lambda one: one.at), team=_team(user, look),
        blocks=sorted(look.blocks.get(user.pk, [])),
    )  # fmt: skip


def _team(user: User, look: _Look) -> list[Member]:
    """Of those whom a manager manages: the team and whoever is in none; a manager without a team manages everybody."""
    if user.role not in (Role.MANAGER, Role.ADMIN):
        return []
    mine = [
        one for one in look.members
        if one.pk != user.pk and (user.team_id is None or one.team_id in (user.team_id, None))
    ]  # fmt: skip
    found = [
        Member(_called(one, user), look.overdue.get(one.pk, 0), look.escalated.get(one.pk, 0)) for one in mine
    ]
    return sorted(found, key=lambda one: (-one.escalated, -one.overdue, one.name))


def _called(one: User, reader: User) -> str:
    """By name, and why a manager of a team reads of somebody who is not in it."""
    return one.name if one.team_id or reader.team_id is None else f"{one.name}, of no team"


def _look(users: Sequence[User], now: datetime) -> _Look:
    managing = any(user.role in (Role.MANAGER, Role.ADMIN) for user in users)
    members = list(User.objects.filter(is_active=True).order_by("name")) if managing else []
    owners = {user.pk for user in users} | {one.pk for one in members}
    ends = {user.pk: _midnight_after(user, now) for user in users}
    counts = _counted(owners, now)
    return _Look(
        counts["overdue"], _due_by(ends, now), counts["waiting"], counts["escalated"],
        _unread(list(ends)), _promised(ends, now), _planned(ends, now), members,
    )  # fmt: skip


def _counted(owners: Collection[int], now: datetime) -> dict[str, dict[int, int]]:
    rows = Prospect.objects.filter(owner__in=owners, state=State.WORKING).values("owner_id")
    counted = rows.annotate(
        overdue=Count("id", filter=Q(due_at__lt=now)),
        waiting=Count("id", filter=Q(next_action=NextAction.ACCEPT)),
        escalated=Count("id", filter=Q(escalation__gte=2)),
    ).order_by()
    found = {row["owner_id"]: row for row in counted}
    return {
        "overdue": {owner: row["overdue"] for owner, row in found.items()},
        "waiting": {owner: row["waiting"] for owner, row in found.items()},
        "escalated": {owner: row["escalated"] for owner, row in found.items()},
    }


def _due_by(ends: Mapping[int, datetime], now: datetime) -> dict[int, int]:
    """What falls due later today, each person's own day; one condition for each end of a day."""
    wanted = Q()
    for end in set(ends.values()):
        wanted |= Q(owner__in=[user for user, theirs in ends.items() if theirs == end], due_at__lt=end)
    rows = Prospect.objects.filter(wanted, state=State.WORKING, due_at__gte=now)
    return dict(rows.values_list("owner_id").annotate(Count("id")).order_by()) if ends else {}


def _unread(users: Collection[int]) -> dict[int, int]:
    rows = Notification.objects.filter(user__in=users, read_at=None)
    return dict(rows.values_list("user_id").annotate(Count("id")).order_by())


def _promised(ends: Mapping[int, datetime], now: datetime) -> dict[int, list[Promise]]:
    rows = Prospect.objects.filter(
        owner__in=list(ends), state=State.WORKING, queue=Queue.PROMISED,
        due_at__lt=max(ends.values(), default=now),
    )  # fmt: skip
    found: dict[int, list[Promise]] = {}
    for number, owner, at, action in rows.values_list("id", "owner_id", "due_at", "next_action"):
        if at and at < ends[owner or 0]:
            found.setdefault(owner or 0, []).append(Promise(number, at, action.replace("_", " ")))
    return found


def _planned(ends: Mapping[int, datetime], now: datetime) -> dict[int, list[tuple[datetime, datetime]]]:
    """The blocks for prospecting that each has before them today."""
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for row in planned(list(ends), now, max(ends.values(), default=now)):
        if row.state == Block.State.PLANNED and row.starts < ends[row.user_id]:
            found.setdefault(row.user_id, []).append((row.starts, row.ends))
    return found


def _midnight_after(user: User, now: datetime) -> datetime:
    zone = ZoneInfo(user.zone)
    return datetime.combine(now.astimezone(zone).date() + A_DAY, time(0), tzinfo=zone)
