"""Of whom and of what a page speaks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from winnow.people.models import User
from winnow.prospects.models import Prospect
from winnow.prospects.words import Role, State

# A merged prospect is counted in the one that it became, a further opportunity in the one that inquired.
COUNTED = Q(merged_into=None, further_of=None)
EVERYBODY = frozenset({Role.ADMIN, Role.MARKETER})


@dataclass(frozen=True, slots=True)
class Scope:
    """`owners` None means everybody, `campaign` 0 those who came without one.

    `since` and `until` (excluded) bound when a hand was raised or a touch made.
    """

    owners: Collection[int] | None = None
    channel: str = ""
    campaign: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    def prospects(self) -> QuerySet[Prospect]:
        """The prospects of these people, channel and campaign, of any time."""
        return Prospect.objects.filter(COUNTED, self.owned(), *self._by_source())

    def working(self) -> QuerySet[Prospect]:
        """Those on somebody's desk. What was merged into another is closed, so that it need not be looked for."""
        return Prospect.objects.filter(self.owned(), *self._by_source(), state=State.WORKING)

    def inquired(self) -> QuerySet[Prospect]:
        """Those of them who first inquired in the period."""
        return self.prospects().filter(self.during("first_inquiry_at"))

    def owned(self, path: str = "owner_id") -> Q:
        return Q() if self.owners is None else Q(**{f"{path}__in": list(self.owners)})

    def during(self, path: str) -> Q:
        wanted = Q(**{f"{path}__gte": self.since}) if self.since else Q()
        return wanted & Q(**{f"{path}__lt": self.until}) if self.until else wanted

    @property
    def is_sourced(self) -> bool:
        return bool(self.channel) or self.campaign is not None

    def sourced(self, path: str = "") -> Q:
        wanted = Q(**{f"{path}channel": self.channel}) if self.channel else Q()
        if self.campaign is None:
            return wanted
        return wanted & Q(**{f"{path}campaign_id": self.campaign or None})

    def _by_source(self) -> list[Q]:
        return [self.sourced()] if self.is_sourced else []


def count_by(rows: QuerySet[Any], *by: str, **meant: Q) -> list[tuple[Any, ...]]:
    """Rows counted by these columns: each value of them, then how many rows fit each meaning. One statement."""
    counts = {
        f"counted_{name}": Count("id", filter=one) if one else Count("id") for name, one in meant.items()
    }
    return list(rows.order_by().values_list(*by).annotate(**counts))


def people_of(user: User) -> QuerySet[User]:
    """Whose work a manager answers for: the team's; everybody's for an admin, or a manager without a team."""
    people = User.objects.select_related("team", "load").order_by("name", "id")
    if user.role in EVERYBODY or user.team_id is None:
        return people
    return people.filter(team_id=user.team_id)
