"""Calendars of teams, as the procedure in force gives them; and when prospects were called before."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from winnow.followup.calendars import calendar_of
from winnow.followup.worktime import Calendar
from winnow.procedure.holidays import holidays_between
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Touch
from winnow.prospects.words import Direction, TouchKind

BEFORE, AFTER = 2, 6  # holidays are known from two years before an instant to six after
KEPT = 8

_made: dict[int, tuple[Procedure, dict[tuple[str, int], Calendar]]] = {}


def calendar(procedure: Procedure, team: str, at: datetime) -> Calendar:
    """The working calendar of a team around `at`; made once for a procedure, a team and four years."""
    _, known = _made.get(id(procedure)) or _start(procedure)
    key = (team if team in procedure.hours else "default", at.year - at.year % 4)
    if key not in known:
        hours = procedure.hours[key[0]]
        known[key] = calendar_of(hours, holidays_between(hours, key[1] - BEFORE, key[1] + AFTER))
    return known[key]


def _start(procedure: Procedure) -> tuple[Procedure, dict[tuple[str, int], Calendar]]:
    """The procedure itself is kept beside its calendars, so that its id cannot be given to another."""
    while len(_made) >= KEPT:
        _made.pop(next(iter(_made)))
    return _made.setdefault(id(procedure), (procedure, {}))


def calls_since(began: Mapping[int, datetime]) -> dict[int, tuple[datetime, ...]]:
    """When each of these prospects was called in vain or not, from an instant of its own on, in order."""
    found: dict[int, list[datetime]] = defaultdict(list)
    if began:
        rows = Touch.objects.filter(
            prospect_id__in=list(began), at__gte=min(began.values()), kind=TouchKind.CALL, attempt=True,
            direction=Direction.OUT,
        )  # fmt: skip
        for prospect, at in rows.order_by("at", "id").values_list("prospect_id", "at"):
            if at >= began[prospect]:
                found[prospect].append(at)
    return {prospect: tuple(instants) for prospect, instants in found.items()}
