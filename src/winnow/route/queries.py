"""Who could take something now, and how much each holds."""

import json
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from winnow.procedure.schema import Procedure
from winnow.prospects import bulk
from winnow.route.rules import Candidate

# Asked for each batch of inquiries, so written out: the same through the ORM takes ten times as long. A person
# with several absences comes several times.
PEOPLE = """
    SELECT u."id", u."name", u."role", COALESCE(t."name", ''), u."territories", u."languages", u."skills", u."niches",
        u."capacity", u."is_active", COALESCE(NULLIF(u."timezone", ''), t."timezone", 'UTC'),
        l."working", a."starts", a."ends"
    FROM "people_user" u LEFT JOIN "people_team" t ON t."id" = u."team_id"
    LEFT JOIN "people_load" l ON l."user_id" = u."id"
    LEFT JOIN "people_absence" a ON a."user_id" = u."id" AND a."ends" >= %s ORDER BY u."id"
"""


def everybody(procedure: Procedure, now: datetime) -> tuple[list[Candidate], dict[int, int]]:
    """Everybody as routing sees them at `now`, those who left not `active`; and how much each holds."""
    since = connection.ops.adapt_datefield_value(now.date().replace(day=1))
    rows: dict[int, tuple[Any, ...]] = {}
    absences: dict[int, list[tuple[date, date]]] = {}
    for row in bulk.read(PEOPLE, [since]):
        rows[row[0]] = row
        if row[12]:
            absences.setdefault(row[0], []).append((_day(row[12]), _day(row[13])))
    people = [_candidate(row, procedure, absences.get(number, []), now) for number, row in rows.items()]
    return people, {number: row[11] or 0 for number, row in rows.items()}


def loads() -> dict[int, int]:
    return dict(bulk.read('SELECT "user_id", "working" FROM "people_load"'))


def _candidate(
    row: tuple[Any, ...], procedure: Procedure, absences: list[tuple[date, date]], now: datetime
) -> Candidate:
    number, name, role, team, territories, languages, skills, niches, capacity, active, *_ = row
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
        away=any(first <= _today(now, row[10]) <= last for first, last in absences),
        active=bool(active),
        absences=tuple(sorted(absences)),
    )


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    return frozenset(json.loads(text))


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _day(value: date | str) -> date:
    """SQLite hands out days as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
