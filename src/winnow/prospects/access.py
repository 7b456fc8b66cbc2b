"""Who may see and who may act on a prospect: one definition for web, API and exports."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from winnow.people.models import User
from winnow.prospects.models import Prospect
from winnow.prospects.words import Role

EVERYTHING = frozenset({Role.ADMIN, Role.MARKETER})


class Sees(NamedTuple):
    """Whose prospects a person sees: their own, this team's (0: none), and perhaps those of no team."""

    user: int
    team: int
    teamless: bool = False


def sees(user: User) -> Sees | None:
    """All for admin and marketer (None), the team's for a manager, seller, qualifier; a manager also those of no team.

    Whoever has no team sees only their own; a manager without a team manages everybody.
    """
    manages = user.role == Role.MANAGER
    if user.role in EVERYTHING or (manages and user.team_id is None):
        return None
    return Sees(user.pk, user.team_id or 0, manages)


def owned_within(user: User, owner: str = "") -> Q:
    """The same as a condition on people, or on rows whose owner is found by `owner`, such as "owner__"."""
    mine = sees(user)
    if mine is None:
        return Q()
    own = Q((f"{owner}pk", mine.user))
    if mine.team:
        own |= Q((f"{owner}team", mine.team))
    return own | Q((f"{owner}team", None)) if mine.teamless else own


def seen_by(user: User) -> Q:
    """The prospects a person may see."""
    return owned_within(user, "owner__")


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
