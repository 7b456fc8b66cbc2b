"""Reads about people and their keys."""

from datetime import datetime

from django.db.models import QuerySet

from winnow.people.actions.keys import hashed
from winnow.people.models import SignInLink, User
from winnow.prospects.words import Role


def link_for(secret: str, now: datetime) -> SignInLink | None:
    """The link of that secret if it still works; looking at it does not use it."""
    links = SignInLink.objects.filter(
        hash=hashed(secret), used_at=None, expires_at__gt=now, user__is_active=True
    )
    return links.select_related("user").first()


def set_up_is_open() -> bool:
    """Whether nobody has set this installation up yet: the first admin is alone and has no password."""
    people = list(User.objects.all()[:2])
    return len(people) == 1 and people[0].role == Role.ADMIN and not people[0].has_usable_password()


def everybody() -> QuerySet[User]:
    """All people with their team and how much they hold."""
    return User.objects.select_related("team", "load")
