"""Who could take something now, and how much each holds."""

import json
from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from winnow.procedure.schema import Procedure
from winnow.prospects import bulk
from winnow.route.rules import Candidate

# Asked for each batch of inquiries, so written out: the same through the ORM takes ten times as long.
PEOPLE = """
    SELECT u."id", u."name", u."role", COALESCE(t."name", ''), u."territories", u."languages", u."skills", u."niches",
        u."capacity", u."is_active", COALESCE(NULLIF(u."timezone", ''), t."timezone", 'UTC')
    FROM "people_user" u LEFT JOIN "people_team" t ON t."id" = u."team_id" ORDER BY u."id"
"""
ABSENCES = 'SELECT "user_id", "starts", "ends" FROM "people_absence" WHERE "ends" >= %s'


def candidates(procedure: Procedure, now: datetime) -> list[Candidate]:
    """Everybody as routing sees them at `now`; those who left are not `active`."""
    since = connection.ops.adapt_datefield_value(now.date().replace(day=1))
    absences = bulk.read(ABSENCES, [since])
    away = {user for user, *_ in absences}
    return [
        _candidate(row, procedure, row[0] in away and _is_away(row[0], _today(now, row[10]), absences))
        for row in bulk.read(PEOPLE)
    ]


def loads() -> dict[int, int]:
    return dict(bulk.read('SELECT "user_id", "working" FROM "people_load"'))


def names_of(people: Collection[int]) -> dict[int, str]:
    return dict(bulk.look_up('SELECT "id", "name" FROM "people_user" WHERE "id" {among}', people))


def _candidate(row: tuple[Any, ...], procedure: Procedure, away: bool) -> Candidate:
    number, name, role, team, territories, languages, skills, niches, capacity, active, _ = row
    return Candidate(
        id=number,
        name=name,
        role=role,
        team=team,
        territories=_words(territories),
        languages=_words(languages),
        skills=_words(skills),
        niches=_words(niches),
        capacity=capacity or procedure.routing.default_capacity,
        away=away,
        active=bool(active),
    )


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    return frozenset(json.loads(text))


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _is_away(user: int, today: date, absences: list[tuple[Any, ...]]) -> bool:
    return any(who == user and _day(starts) <= today <= _day(ends) for who, starts, ends in absences)


def _day(value: date | str) -> date:
    """SQLite hands out days as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
