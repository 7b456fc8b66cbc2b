"""Who may see and who may act on a prospect: one definition for web, API and exports."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from winnow.people.models import User
from winnow.prospects.models import Prospect
from winnow.prospects.words import Role

EVERYTHING = frozenset({Role.ADMIN, Role.MARKETER})


def seen_by(user: User) -> Q:
    """The prospects a person may see: all for admin and marketer, the team's for a manager, seller, qualifier.

    Whoever has no team sees only their own; a manager without a team manages everybody.
    """
    if user.role in EVERYTHING or (user.role == Role.MANAGER and user.team_id is None):
        return Q()
    if user.team_id is None:
        return Q(owner_id=user.pk)
    return Q(owner__team_id=user.team_id) | Q(owner_id=user.pk)


def sees(user: User) -> tuple[int, int] | None:
    """The same for statements that are written out: their own and this team's (0: none); None is everything."""
    if user.role in EVERYTHING or (user.role == Role.MANAGER and user.team_id is None):
        return None
    return user.pk, user.team_id or 0


def visible(user: User) -> QuerySet[Prospect]:
    return Prospect.objects.filter(seen_by(user))


def of_visible(user: User) -> Exists:
    """Rows whose `prospect` they may see; asked of each row, as there are few of them beside the prospects."""
    return Exists(visible(user).filter(pk=OuterRef("prospect_id")))


def may_see(user: User, prospect: Prospect) -> bool:
    return visible(user).filter(pk=prospect.pk).exists()


def may_act(user: User, prospect: Prospect, now: datetime) -> bool:
    """Work is done by the owner or the one who holds the claim; by the manager of the team; by an admin."""
    if user.role == Role.ADMIN or prospect.owner_id == user.pk or holds(user, prospect, now):
        return True
    if user.role == Role.MARKETER:
        return prospect.state == "nurture"
    return user.role == Role.MANAGER and may_see(user, prospect)


def holds(user: User, prospect: Prospect, now: datetime) -> bool:
    """Whether it is on their screen at this instant; a hold ends by itself, whether or not anybody has cleared it."""
    until = prospect.claimed_until
    return prospect.claimed_by_id == user.pk and until is not None and until > now
