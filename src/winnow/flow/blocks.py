"""Blocks for prospecting: proposed for the week to come, and what became of those that are over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from winnow.followup.blocks import actions, queries
from winnow.followup.blocks.keeping import Kept, kept_by
from winnow.followup.blocks.proposing import Span, needed, propose, without
from winnow.followup.queries import calendar
from winnow.followup.worktime import openings, working_between
from winnow.people.models import Absence, User
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
FROM_WEEKDAY = 3  # Thursday: late enough to know the week to come, early enough to answer
AT_ONCE = 200


def propose_due(now: datetime) -> int:
    """From Thursday on, propose the blocks of the week to come to whoever has no proposals yet; returns how many."""
    _, procedure = in_force(now)
    if now.weekday() < FROM_WEEKDAY or not procedure.prospecting.hours_a_week:
        return 0
    monday = now.astimezone(UTC).date() + A_DAY * (7 - now.weekday())
    users = queries.without_week(monday, AT_ONCE)
    return propose_for(users, monday, now=now) if users else 0


def propose_for(users: Sequence[User], monday: date, *, now: datetime) -> int:
    """Propose blocks in that week of these people, as far as they fit; a few statements for all."""
    _, procedure = in_force(now)
    with transaction.atomic():
        found = proposals(procedure, users, monday, now)
        return actions.propose(monday, found, now=now)


def proposals(
    procedure: Procedure, users: Sequence[User], monday: date, now: datetime
) -> dict[int, list[Span]]:
    """Where blocks would fit, for each of them."""
    numbers = [user.pk for user in users]
    since = datetime.combine(monday - A_DAY, time(0), tzinfo=UTC)
    until = since + A_WEEK + 2 * A_DAY
    there = queries.planned(numbers, since, until)
    planned = _grouped((one.user_id, one.starts, one.ends) for one in there)
    busy = _grouped(
        [*queries.promised(numbers, since, until), *((one.user_id, one.starts, one.ends) for one in there)]
    )
    away = _away(users, monday, monday + A_WEEK)
    rules, length = procedure.prospecting, timedelta(hours=procedure.prospecting.block_hours)
    found = {}
    for user in users:
        week = week_of(user, monday)
        had = sum(
            (ends - starts for starts, ends in planned.get(user.pk, []) if week[0] <= starts < week[1]),
            timedelta(0),
        )
        days = [
            without(opened, [*busy.get(user.pk, []), *([(since, now)] if now > since else [])])
            for day, opened in _open(procedure, user, monday)
            if not _within(day, away.get(user.pk, []))
        ]
        found[user.pk] = propose(days, needed(rules.hours_a_week, rules.block_hours, had), length)
    return found


def week_of(user: User, monday: date) -> Span:
    """From that Monday's midnight to the next, where the person is."""
    zone = ZoneInfo(user.zone)
    first, last = (datetime.combine(day, time(0), tzinfo=zone) for day in (monday, monday + A_WEEK))
    return first.astimezone(UTC), last.astimezone(UTC)


def _open(procedure: Procedure, user: User, monday: date) -> list[tuple[date, list[Span]]]:
    hours = calendar(procedure, user.team.name if user.team else "", week_of(user, monday)[0])
    days = [monday + A_DAY * number for number in range(7)]
    return [(day, list(openings(hours, day, day))) for day in days]


def _away(users: Sequence[User], first: date, last: date) -> dict[int, list[tuple[date, date]]]:
    rows = Absence.objects.filter(user__in=users, ends__gte=first, starts__lte=last)
    found: dict[int, list[tuple[date, date]]] = {}
    for user, first, last in rows.values_list("user_id", "starts", "ends"):
        found.setdefault(user, []).append((first, last))
    return found


def _grouped(rows: Iterable[tuple[int, datetime, datetime]]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for user, starts, ends in rows:
        found.setdefault(user, []).append((starts, ends))
    return found


# What became of them


def kept(users: Sequence[User], since: datetime, now: datetime) -> dict[int, Kept]:
    """What each of them planned and kept since then: a few statements for all.

    Blocks on days away are not counted, however late the absence was entered.
    """
    numbers = [user.pk for user in users]
    share = in_force(now)[1].prospecting.kept_share
    away = _away(users, (since - A_WEEK).date(), now.date())
    zones = {user.pk: ZoneInfo(user.zone) for user in users}
    planned = [
        one
        for one in queries.over(numbers, since, now)
        if not _within(one.starts.astimezone(zones[one.user]).date(), away.get(one.user, []))
    ]
    return kept_by(planned, queries.touched(numbers, since, now), share)


def _within(day: date, spans: Iterable[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in spans)


def weight(procedure: Procedure, now: datetime) -> Mapping[int, float]:
    """The share of this week's working time that each person has planned for prospecting."""
    monday = now.date() - A_DAY * now.weekday()
    since = datetime.combine(monday, time(0), tzinfo=UTC)
    rows = queries.all_planned(since, since + A_WEEK)
    lengths: dict[int, timedelta] = {}
    for row in rows:
        lengths[row.user_id] = lengths.get(row.user_id, timedelta(0)) + (row.ends - row.starts)
    teams = {row.user_id: row.user.team.name if row.user.team else "" for row in rows}
    open_for = {
        team: working_between(calendar(procedure, team, now), since, since + A_WEEK)
        for team in set(teams.values())
    }
    return {
        user: min(length / open_for[teams[user]], 1.0) if open_for[teams[user]] else 0.0
        for user, length in lengths.items()
    }
