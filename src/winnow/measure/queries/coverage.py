"""What is about to be dropped, by the person who has it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from winnow.measure.queries.scope import Scope, count_by
from winnow.measure.shares import Share
from winnow.prospects.models import Touch
from winnow.prospects.words import NextAction, Outcome

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


COUNTED = (
    "soon", "overdue_day", "overdue_week", "overdue_longer", "warned", "reassigned", "managers", "handovers",
    "handovers_late",
)  # fmt: skip


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
        counts = {name: getattr(self, name) + getattr(other, name) for name in ("held", *COUNTED)}
        both = Duties(**counts)
        both.oldest = min(filter(None, (self.oldest, other.oldest)), default=None)
        return both


def duties(scope: Scope, now: datetime) -> dict[int, Duties]:
    """The duties of each person who has any, by the person's id. Two statements: most prospects are only counted."""
    working, meant = scope.working(), kinds(now)
    found = {owner: Duties(held) for owner, held in count_by(working, "owner_id", all=Q())}
    urgent = working.filter(Q(due_at__lt=now + SOON) | meant["escalated"] | meant["handovers"])
    counts = {f"counted_{name}": Count("id", filter=meant[name]) for name in COUNTED}
    rows = urgent.order_by().values_list("owner_id").annotate(first=Min("due_at"), **counts)
    for owner, first, *numbers in rows:
        mine = found[owner] = Duties(found[owner].held, *numbers)
        mine.oldest = first if first < now else None
    return found


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
