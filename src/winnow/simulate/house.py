"""Moving in: teams, people, procedure, campaigns with their dated costs, and a form, before the first inquiry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from winnow.intake.models import Form
from winnow.people.actions import add_absence, add_person, add_team, edit_person
from winnow.people.actions.persons import FIRST_ADMIN, Details
from winnow.people.models import Team, User
from winnow.procedure.actions import publish, take_back_all
from winnow.procedure.models import Version
from winnow.prospects.models import Campaign, Cost
from winnow.simulate.firm import Firm, Promotion, Worker
from winnow.simulate.season import on, windows
from winnow.simulate.written import WHY_FIRST, first_text

BEFORE = timedelta(days=14)  # everything is in place so long before the first inquiry
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Member:
    """Somebody of the firm as Winnow knows them, with their habits and the days on which they are away."""

    id: int
    worker: Worker
    team: str
    zone: ZoneInfo
    away: frozenset[date]


def move_in(firm: Firm, start: datetime, end: datetime, tracks: bool = True) -> dict[int, Member]:
    """Everything that is there before `start`; returns the people by their ids."""
    at = start - BEFORE
    manager = next(one for one in firm.staff if one.role == "manager")
    teams = {name: add_team(name, zone, by=None, now=at) for name, zone in firm.teams}
    users = {one.key: _person(firm, one, teams, at) for one in firm.staff}
    away = _absences(firm, users, at, end)
    _procedure(firm, at, users[manager.key], tracks)
    campaigns = _campaigns(firm, start.date(), end.date(), at)
    _form(firm, campaigns, at)
    return {
        user.pk: Member(user.pk, one, one.team, ZoneInfo(user.zone), away[one.key])
        for one in firm.staff
        for user in [users[one.key]]
    }


def _person(firm: Firm, one: Worker, teams: Mapping[str, Team], at: datetime) -> User:
    details = Details(
        name=one.name, email=f"{one.key}@{firm.domain}", role=one.role, team=teams.get(one.team),
        territories=list(one.territories), languages=list(one.languages), skills=list(one.skills),
        capacity=one.capacity, hourly_cost=one.hourly_cost, timezone=one.timezone,
    )  # fmt: skip
    first = User.objects.filter(email=FIRST_ADMIN).first() if one.role == "admin" else None
    return edit_person(first, by=None, now=at, **details) if first else add_person(by=None, now=at, **details)


def _absences(
    firm: Firm, users: Mapping[str, User], at: datetime, end: datetime
) -> dict[str, frozenset[date]]:
    """Entered when everybody moves in, for every year there will be."""
    days: dict[str, set[date]] = {key: set() for key in users}
    for one in firm.absences:
        for year in range(at.year, end.year + 1):
            starts, ends = on(year, one.starts), on(year, one.ends)
            if ends >= at.date():
                add_absence(users[one.who], starts=starts, ends=ends, by=None, now=at, reason=one.reason)
                days[one.who].update(starts + number * A_DAY for number in range((ends - starts).days + 1))
    return {key: frozenset(one) for key, one in days.items()}


def _procedure(firm: Firm, at: datetime, by: User, tracks: bool) -> None:
    """The firm's own text, in force from the beginning; one that came into force later decided nothing yet."""
    if Version.objects.filter(published_at__gt=at).exists():
        take_back_all()
    publish(first_text(firm, tracks), now=at, by=by, reason=WHY_FIRST)


def _campaigns(firm: Firm, first: date, last: date, at: datetime) -> dict[str, Campaign]:
    made: dict[str, Campaign] = {}
    costs: list[Cost] = []
    for one in firm.promotions:
        if not one.name:
            continue
        days = list(windows(one, first, last))
        campaign = Campaign.objects.create(
            name=one.name, channel=one.channel, code=one.code, created_at=at,
            starts=days[-1][0] if days else None, ends=days[-1][1] if one.ends and days else None,
        )  # fmt: skip
        made[one.code] = campaign
        costs += _costs(firm, one, campaign, first, last)
    Cost.objects.bulk_create(costs)
    return made


def _costs(firm: Firm, one: Promotion, campaign: Campaign, first: date, last: date) -> Iterator[Cost]:
    """What was spent on it, on the day it was spent."""
    for year in range(first.year, last.year + 1):
        for day, amount, note in one.costs:
            if first <= on(year, day) <= last:
                yield Cost(
                    campaign=campaign,
                    at=on(year, day),
                    amount=Decimal(amount),
                    currency=firm.currency,
                    note=note,
                )
    if one.monthly:
        for begins in _months(one, first, last):
            yield Cost(
                campaign=campaign,
                at=begins,
                amount=Decimal(one.monthly),
                currency=firm.currency,
                note="Month",
            )


def _months(one: Promotion, first: date, last: date) -> Iterator[date]:
    """The first day of each month in which it runs."""
    seen = set()
    for starts, ends in windows(one, first, last):
        day = starts.replace(day=1)
        while day <= ends:
            if day >= first and day not in seen:
                seen.add(day)
                yield day
            day = (day + 32 * A_DAY).replace(day=1)


def _form(firm: Firm, campaigns: Mapping[str, Campaign], at: datetime) -> None:
    Form.objects.create(
        slug="coffee", title="Coffee for your people",
        intro="Tell us how many cups a day you need, and what annoys you about the machine you have.",
        thanks="Thank you. Somebody who knows coffee machines will call you.",
        campaign=campaigns.get("GUIDE"), consent_text=f"{firm.name} may answer this inquiry.", created_at=at,
    )  # fmt: skip
