"""Calendars of teams, as the procedure in force gives them; and when prospects were tried before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import connection
from django.db.models import Max, Q

from winnow.followup.calendars import calendar_of
from winnow.followup.course import Tried
from winnow.followup.worktime import Calendar
from winnow.procedure.holidays import holidays_between
from winnow.procedure.schema import Procedure
from winnow.prospects import bulk
from winnow.prospects.models import Touch
from winnow.prospects.whole import whole_rows
from winnow.prospects.words import Direction, TouchKind

TRIES = """WHERE "at" >= %s AND ("reached" OR ("attempt" AND "direction" = 'out')) AND "prospect_id" {among}
    ORDER BY "at", "id" """
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


def last_heard(prospects: Collection[int]) -> dict[int, datetime]:
    """When each of them was last heard of or spoken with: they wrote, called or came, or were reached."""
    if not prospects:
        return {}
    heard = Q(direction=Direction.IN) | Q(reached=True)
    rows = Touch.objects.filter(heard, prospect__in=prospects).order_by()
    return dict(rows.values_list("prospect_id").annotate(Max("at")))


def tried_since(began: Mapping[int, datetime]) -> dict[int, Tried]:
    """When each of these prospects was tried, from an instant of its own on."""
    found: dict[int, list[Touch]] = defaultdict(list)
    if began:
        among, wanted = bulk.given(began)
        since = connection.ops.adapt_datetimefield_value(min(began.values()))
        for touch in whole_rows(Touch, TRIES.format(among=among), [since, wanted]):
            if touch.at >= began[touch.prospect_id]:
                found[touch.prospect_id].append(touch)
    return {prospect: tried(touches) for prospect, touches in found.items()}


def tried(touches: Iterable[Touch]) -> Tried:
    """The same of one prospect, from its touches in their order."""
    calls, began = [], None
    for touch in touches:
        ours = touch.attempt and touch.direction == Direction.OUT
        if ours and touch.kind == TouchKind.CALL:
            calls.append(touch.at)
        if touch.reached:
            began = None
        elif ours:
            began = began or touch.at
    return Tried(tuple(calls), began)
