"""An empty queue teaches: what comes next and when, and who has something waiting."""

from datetime import datetime
from typing import Any

from winnow.people.models import Load, User
from winnow.prospects.models import Prospect
from winnow.prospects.words import Role, State

OTHERS = 5  # people named


def nothing_due(user: User, now: datetime) -> dict[str, Any]:
    """The person's own next prospect with its instant, and where prospects wait now."""
    mine = Prospect.objects.filter(owner=user, state=State.WORKING, available_at__gt=now)
    upcoming = mine.select_related("person", "company").order_by("available_at", "id").first()
    return {"upcoming": upcoming, "later": mine.count(), "elsewhere": _elsewhere(user), "now": now}


def _elsewhere(user: User) -> list[dict[str, Any]]:
    """Who of those whose work this person sees has most on their desk; read from the kept loads, not counted."""
    loads = Load.objects.filter(working__gt=0, user__is_active=True).exclude(user=user).select_related("user")
    if user.role != Role.ADMIN and user.team_id:
        loads = loads.filter(user__team_id=user.team_id)
    return [
        {"owner": one.user_id, "name": one.user.name, "role": one.user.role, "count": one.working}
        for one in loads.order_by("-working", "user_id")[:OTHERS]
    ]
