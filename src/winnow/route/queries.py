"""Who could take something now, and how much each holds."""

from datetime import datetime
from zoneinfo import ZoneInfo

from winnow.people.models import Absence, Load, User
from winnow.procedure.schema import Procedure
from winnow.route.rules import Candidate


def candidates(procedure: Procedure, now: datetime) -> list[Candidate]:
    """Every active person as routing sees them at `now`."""
    absences = list(
        Absence.objects.filter(ends__gte=now.date().replace(day=1)).values_list("user_id", "starts", "ends")
    )
    people = User.objects.filter(is_active=True).select_related("team").order_by("id")
    return [_candidate(user, procedure, now, absences) for user in people]


def loads() -> dict[int, int]:
    return dict(Load.objects.values_list("user_id", "working"))


def _candidate(user: User, procedure: Procedure, now: datetime, absences: list[tuple]) -> Candidate:
    today = now.astimezone(ZoneInfo(user.zone)).date()
    return Candidate(
        id=user.id,
        name=user.name,
        role=user.role,
        team=user.team.name if user.team else "",
        territories=frozenset(user.territories),
        languages=frozenset(user.languages),
        skills=frozenset(user.skills),
        niches=frozenset(user.niches),
        capacity=user.capacity or procedure.routing.default_capacity,
        away=any(who == user.id and starts <= today <= ends for who, starts, ends in absences),
        active=True,
    )
