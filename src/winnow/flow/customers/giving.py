"""Several customers to somebody else at once, with the reason; and back again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from winnow.customers import actions, queries
from winnow.customers.models import Customer
from winnow.flow.scene import Refused, Scene
from winnow.prospects.lifecycle import Kind
from winnow.prospects.transitions import Change
from winnow.prospects.words import Role

SELLS = (Role.SELLER, Role.MANAGER, Role.ADMIN)


def give(customers: Sequence[int], to: int, *, by: int, reason: str, now: datetime) -> dict[int, int]:
    """Who had each of those that changed hands. What stands on a desk already stays there.

    Raises Refused without a reason, and for somebody who does not sell or has left.
    """
    if not reason.strip():
        raise Refused("Say why.")
    return _moved(dict.fromkeys(customers, to), by, f": {reason.strip()}"[:200], now)


def give_back(before: Mapping[int, int], held_by: int, *, by: int, now: datetime) -> dict[int, int]:
    """Those that this person still has go back to who had them; what has moved on meanwhile stays."""
    still = Customer.objects.filter(pk__in=list(before), owner=held_by, ended_at=None)
    return _moved({pk: before[pk] for pk in still.values_list("pk", flat=True)}, by, ", undone.", now)


def _moved(to: Mapping[int, int], by: int, why: str, now: datetime) -> dict[int, int]:
    with transaction.atomic(savepoint=False):
        contacts = queries.contacts(list(to), whoever=True)
        scene = Scene.of([some[0].pk for some in contacts.values()], now=now)
        for owner in set(to.values()):
            user = scene.users.get(owner)
            if user is None or not user.is_active or user.role not in SELLS:
                raise Refused("This person does not look after customers, or has left. Choose somebody else.")
        standing = Customer.objects.filter(pk__in=list(contacts), ended_at=None, owner__isnull=False)
        rows = {
            row.pk: row for row in standing.select_for_update().order_by("pk") if row.owner_id != to[row.pk]
        }
        before = {number: row.owner_id or 0 for number, row in rows.items()}
        actions.give({number: to[number] for number in rows})
        changes = [
            Change(
                contacts[number][0].pk, Kind.PLANNED, now,
                f"Looked after by {scene.users[to[number]].name}, not by {scene.users[before[number]].name}{why}",
                actor=scene.actor(by), data={"customer": number, "owner": to[number], "owner_before": before[number]},
            )
            for number in rows
        ]  # fmt: skip
        scene.apply(changes, scene.actor(by))
        return before
