"""What is about to be dropped, by the person who has it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Value

from winnow.measure.queries.scope import Scope, count_by
from winnow.measure.shares import Share
from winnow.people.models import Load
from winnow.prospects.models import Touch
from winnow.prospects.words import NextAction, Outcome, Queue

SOON = timedelta(hours=24)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def kinds(now: datetime) -> dict[str, Q]:
    """What can be wrong with a working prospect, or soon will be: a word each, and which prospects it means."""
    late = Q(due_at__lt=now)
    accept = Q(next_action=NextAction.ACCEPT)
    return {
        "held": Q(),
        "soon": Q(due_at__gte=now, due_at__lt=now + SOON),
        "overdue": late,
        "overdue_day": late & Q(due_at__gte=now - DAY),
        "overdue_week": Q(due_at__lt=now - DAY, due_at__gte=now - WEEK),
        "overdue_longer": Q(due_at__lt=now - WEEK),
        "escalated": Q(escalation__gt=0),
        "warned": Q(escalation=1),
        "reassigned": Q(escalation=2),
        "managers": Q(escalation=3),
        "handovers": accept,
        "handovers_late": accept & late,
    }


WHEN = ("overdue_longer", "overdue_week", "overdue_day", "soon")
HOW_FAR = {1: "warned", 2: "reassigned", 3: "managers"}
COUNTED = ("held", *WHEN, *HOW_FAR.values(), "handovers", "handovers_late")


@dataclass(slots=True)
class Duties:
    """How many of the working prospects are in each case; `oldest` is the due instant of the one longest overdue."""

    held: int = 0
    soon: int = 0
    overdue_day: int = 0
    overdue_week: int = 0
    overdue_longer: int = 0
    warned: int = 0
    reassigned: int = 0
    managers: int = 0
    handovers: int = 0
    handovers_late: int = 0
    oldest: datetime | None = None

    @property
    def overdue(self) -> int:
        return self.overdue_day + self.overdue_week + self.overdue_longer

    @property
    def escalated(self) -> int:
        return self.warned + self.reassigned + self.managers

    def __add__(self, other: "Duties") -> "Duties":
        counts = {name: getattr(self, name) + getattr(other, name) for name in COUNTED}
        both = Duties(**counts)
        both.oldest = min(filter(None, (self.oldest, other.oldest)), default=None)
        return both


def duties(scope: Scope, now: datetime) -> dict[int, Duties]:
    """The duties of each person who has any, by the person's id. Three statements, of which none reads what is neither
    due nor escalated nor handed over, unless a channel or a campaign is asked for."""
    found = defaultdict(Duties, {owner: Duties(held) for owner, held in _held(scope).items()})
    for owner, when, count, oldest in _by_when(scope, now):
        mine = found[owner]
        setattr(mine, WHEN[when], count)
        if WHEN[when] != "soon":
            mine.oldest = min(filter(None, (mine.oldest, oldest)))
    for owner, escalation, action, late, count in _exceptions(scope, now):
        mine = found[owner]
        if escalation:
            setattr(mine, HOW_FAR[escalation], getattr(mine, HOW_FAR[escalation]) + count)
        if action == NextAction.ACCEPT:
            mine.handovers += count
            mine.handovers_late += late
    return dict(found)


def _held(scope: Scope) -> dict[int, int]:
    """How many are on each desk: kept with every move, and so counted only for a part of them."""
    if scope.is_sourced:
        return dict(count_by(scope.working(), "owner_id", all=Q()))
    kept = Load.objects.filter(scope.owned("user_id"), working__gt=0)
    return dict(kept.values_list("user_id", "working"))


def _by_when(scope: Scope, now: datetime) -> QuerySet[Any, tuple[int, int, int, datetime]]:
    """(owner, place in WHEN, how many, the earliest due instant): a range of the desk's index each, read once."""
    desks = (
        scope.working().filter(queue__in=list(Queue)).order_by()
    )  # naming the queues makes due instants a range
    counts = [
        desks.filter(kinds(now)[name])
        .values_list("owner_id", Value(place))
        .annotate(Count("id"), Min("due_at"))
        for place, name in enumerate(WHEN)
    ]
    return counts[0].union(*counts[1:], all=True)


def _exceptions(scope: Scope, now: datetime) -> list[tuple[int, int, str, int, int]]:
    """(owner, escalation, next action, how many are late, how many) of what the index of exceptions holds."""
    meant = kinds(now)
    rows = scope.working().filter(meant["escalated"] | meant["handovers"])
    return count_by(rows, "owner_id", "escalation", "next_action", late=meant["overdue"], all=Q())


def followed_up(scope: Scope) -> dict[int, Share]:
    """Of those who first inquired in the period, the share with at least one human touch, by their owner now.

    Who was invalid (spam, a duplicate, somebody else) needed none and is left out.
    """
    rows = scope.inquired().exclude(outcome=Outcome.INVALID)
    counted = count_by(rows, "owner_id", touched=Q(first_touch_at__isnull=False), all=Q())
    return {owner: Share(touched, everybody) for owner, touched, everybody in counted}


def touches(scope: Scope) -> dict[int, int]:
    """Touches made in the period, by who made them."""
    made = Touch.objects.filter(scope.owned("by_id"), scope.during("at"))
    if scope.is_sourced:
        made = made.filter(scope.sourced("prospect__"))
    return dict(count_by(made.exclude(by=None), "by_id", all=Q()))
