"""An empty queue teaches: what comes next and when, and who has something waiting."""

from datetime import datetime
from typing import Any

from django.db.models import Count

from winnow.people.models import User
from winnow.prospects.access import visible
from winnow.prospects.models import Prospect
from winnow.prospects.words import Role, State

OTHERS = 5  # people named


def nothing_due(user: User, now: datetime) -> dict[str, Any]:
    """The person's own next prospect with its instant, and where prospects wait now."""
    mine = Prospect.objects.filter(owner=user, state=State.WORKING, available_at__gt=now)
    upcoming = mine.select_related("person", "company").order_by("available_at", "id").first()
    return {"upcoming": upcoming, "later": mine.count(), "elsewhere": _elsewhere(user, now), "now": now}


def _elsewhere(user: User, now: datetime) -> list[dict[str, Any]]:
    rows = visible(user).filter(state=State.WORKING, available_at__lte=now).exclude(owner=user)
    waiting = rows.values("owner_id", "owner__name", "owner__role").annotate(count=Count("id"))
    return [
        {"owner": one["owner_id"], "name": one["owner__name"], "role": Role(one["owner__role"]).value,
         "count": one["count"]}
        for one in waiting.order_by("-count", "owner_id")[:OTHERS]
    ]  # fmt: skip
