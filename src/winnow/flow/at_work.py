"""Who could take something now, as routing sees them: with how long it is until they are at work."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from winnow.flow.blocks import weight
from winnow.followup.queries import calendar
from winnow.followup.worktime import Calendar, next_opening
from winnow.procedure.schema import Procedure
from winnow.route import queries as people
from winnow.route.rules import Candidate

MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)


def everybody(procedure: Procedure, now: datetime) -> tuple[list[Candidate], dict[int, int]]:
    """People and how much each holds. Where who is at work comes first, the hours and holidays of their teams and
    their own absences count: looked up once for a team and a batch, not for a prospect."""
    found, loads = people.everybody(procedure, now)
    if procedure.prospecting.reduces_capacity:
        shares = weight(procedure, now)
        found = [replace(one, capacity=_less(one.capacity, shares.get(one.id, 0.0))) for one in found]
    return (opening(procedure, found, now) if procedure.routing.at_work else found), loads


def opening(procedure: Procedure, found: Sequence[Candidate], now: datetime) -> list[Candidate]:
    """The same people, each with the minutes until they are at work."""
    hours = {team: calendar(procedure, team, now) for team in {one.team for one in found}}
    opens = {team: next_opening(calendar, now) for team, calendar in hours.items()}
    there = [_back(one, opens[one.team], hours[one.team]) for one in found]
    # Rounded up, so that nobody counts as at work a moment too early.
    return [replace(one, opens_in=-((now - at) // MINUTE)) for one, at in zip(found, there, strict=True)]


def _less(capacity: int, share: float) -> int:
    """What is left of a capacity when so much of the week is kept free; never nothing."""
    return max(round(capacity * (1 - share)), 1)


def _back(person: Candidate, opens: datetime, hours: Calendar) -> datetime:
    """When the desk opens with this person at it."""
    zone = ZoneInfo(hours.timezone)
    for first, last in person.absences:
        if first <= opens.astimezone(zone).date() <= last:
            after = datetime.combine(last + A_DAY, time(), tzinfo=zone)
            opens = next_opening(hours, after.astimezone(UTC))
    return opens
