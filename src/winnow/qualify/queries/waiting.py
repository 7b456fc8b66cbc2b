"""Handovers that wait with a manager while all who may take them have as many as they can work at once."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from winnow.prospects import bulk
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import NextAction, Role, State
from winnow.qualify.models import Handover

MANAGING = (Role.MANAGER, Role.ADMIN)


def waiting_with_managers() -> QuerySet[Prospect]:
    """Handed over, but to a manager, since there was no room; not what a person gave to a manager."""
    by_rule = Event.objects.filter(
        prospect=OuterRef("prospect"), kind=Kind.HANDED_OVER, at=OuterRef("at"), data__waits=True
    )
    held = Handover.objects.filter(
        prospect=OuterRef("pk"), accepted_at=None, rejected_at=None, taker__role__in=MANAGING
    )
    rows = Prospect.objects.filter(state=State.WORKING, next_action=NextAction.ACCEPT)
    return rows.filter(Exists(held.filter(Exists(by_rule))))


ANY_HELD = """
    SELECT 1 FROM "qualify_handover" h JOIN "people_user" u ON u."id" = h."taker_id"
    WHERE h."accepted_at" IS NULL AND h."rejected_at" IS NULL AND u."role" IN (%s, %s) LIMIT 1
"""


def first_waiting(limit: int) -> list[int]:
    """Who waits longest comes first; asked by every tick, which mostly finds none."""
    if not bulk.read(ANY_HELD, [role.value for role in MANAGING]):
        return []
    held = Handover.objects.filter(accepted_at=None, rejected_at=None, taker__role__in=MANAGING)
    candidates = held.order_by("at", "id").values_list("prospect_id", flat=True)[:limit]
    waiting = set(waiting_with_managers().filter(id__in=list(candidates)).values_list("id", flat=True))
    return [number for number in candidates if number in waiting]


REFUSED = """SELECT "prospect_id", "taker_id" FROM "qualify_handover"
    WHERE "rejected_at" IS NOT NULL AND "reason" <> 'withdrawn' AND "prospect_id" {among} ORDER BY "id" """


def refused_by(prospects: Sequence[int]) -> dict[int, list[int]]:
    """Who gave each back before."""
    found: dict[int, list[int]] = {}
    for prospect, taker in bulk.look_up(REFUSED, prospects):
        found.setdefault(prospect, []).append(taker)
    return found
