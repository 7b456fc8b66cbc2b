"""Teams: desks with working hours of their own."""

from datetime import datetime

from django.db import IntegrityError, transaction

from winnow.people.actions.record import NotDone, change, known_zone, record
from winnow.people.models import Team, User


@transaction.atomic
def add_team(name: str, timezone: str, *, by: User | None, now: datetime) -> Team:
    """A new team. Raises `NotDone` if the name is taken or the time zone unknown."""
    known_zone(timezone)
    try:
        with transaction.atomic():
            team = Team.objects.create(name=name.strip(), timezone=timezone)
    except IntegrityError:
        raise NotDone(f"There is a team {name} already.") from None
    record("team_added", by=by, now=now, team=team.pk, name=team.name, timezone=timezone)
    return team


@transaction.atomic
def edit_team(team: Team, *, name: str, timezone: str, by: User | None, now: datetime) -> Team:
    """Rename it or move its clock; deadlines that were issued stay. Raises `NotDone` like `add_team`."""
    known_zone(timezone)
    try:
        with transaction.atomic():
            changed = change(team, {"name": name.strip(), "timezone": timezone})
    except IntegrityError:
        raise NotDone(f"There is a team {name} already.") from None
    if changed:
        record("team_edited", by=by, now=now, team=team.pk, name=team.name, changed=changed)
    return team


@transaction.atomic
def drop_team(team: Team, *, by: User | None, now: datetime) -> None:
    """Remove an empty team. Raises `NotDone` while somebody belongs to it."""
    if members := team.members.count():
        raise NotDone(f"{team.name} has {members} members. Move them to another team first.")
    record("team_dropped", by=by, now=now, team=team.pk, name=team.name)
    team.delete()
