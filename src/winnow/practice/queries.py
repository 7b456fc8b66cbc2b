"""Reads of practice: a person's own cards and grades, and, for managers, only who took part."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from winnow.people.models import User
from winnow.practice.models import Attempt, Card, Pairing, Schedule
from winnow.prospects.words import Role

FACING = (Role.QUALIFIER, Role.SELLER, Role.MANAGER)


def due(user: int, now: datetime) -> QuerySet[Card]:
    """What this person practises now: what is due, longest first, then what they have not seen."""
    mine = Schedule.objects.filter(user=user, card=OuterRef("pk")).values("due_at")[:1]
    ready = Card.objects.filter(state=Card.State.READY).annotate(due_at=Subquery(mine))
    return ready.filter(Q(due_at=None) | Q(due_at__lte=now)).order_by(F("due_at").asc(nulls_last=True), "pk")


def days_of(user: int, zone: str) -> list[date]:
    """The days on which this person practised."""
    day = TruncDate("at", tzinfo=ZoneInfo(zone))
    rows = Attempt.objects.filter(user=user).annotate(day=day).values_list("day", flat=True)
    return list(rows.distinct().order_by("-day")[:400])


def grades_of(user: int) -> list[tuple[int, int]]:
    """Card and grade of all that this person answered, oldest first."""
    rows = Attempt.objects.filter(user=user, card__state=Card.State.READY).order_by("at", "pk")
    return list(rows.values_list("card_id", "grade"))


def seconds_since(user: int, since: datetime) -> int:
    return sum(Attempt.objects.filter(user=user, at__gte=since).values_list("seconds", flat=True))


def participation(some: QuerySet[User], since: datetime) -> list[dict[str, Any]]:
    """Who practised on how many days since then, and when last: neither grades nor cards."""
    rows = (
        Attempt.objects.filter(user__in=some.values("pk"), at__gte=since)
        .order_by()
        .values_list("user_id")
        .annotate(days=Count(TruncDate("at"), distinct=True), last=Max("at"))
    )
    found = {user: (count, last) for user, count, last in rows}
    return [
        {"person": one, "days": found.get(one.pk, (0, None))[0], "last": found.get(one.pk, (0, None))[1]}
        for one in some.order_by("name")
    ]


def team_of(user: User) -> QuerySet[User]:
    """The people with customers before them whom a manager leads; everybody's for an admin."""
    rows = User.objects.filter(is_active=True, role__in=FACING)
    leads_all = user.role == Role.ADMIN or user.team_id is None
    return rows if leads_all else rows.filter(team=user.team_id)


def pairing(code: str, user: int, now: datetime) -> Pairing | None:
    """The pair of that code, if this person is one of the two."""
    mine = Q(buyer=user) | Q(seller=user)
    return (
        Pairing.objects.filter(mine, code=code, ends_at__gt=now)
        .select_related("card", "buyer", "seller")
        .first()
    )


def sources() -> set[str]:
    """What cards were made of already."""
    return set(Card.objects.exclude(source="").values_list("source", flat=True))
