"""Putting right what was mistyped in an order; what it said before stays in the Event."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from winnow.flow.finish import check_order
from winnow.flow.scene import Refused, Scene
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Order, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Outcome

COLUMNS = ("amount", "currency", "at", "margin", "po_number")


@dataclass(frozen=True, slots=True)
class Correct:
    """An order as it should have been recorded, and why it was not."""

    prospect: int
    order: int
    amount: Decimal
    currency: str
    ordered_at: datetime
    by: int
    reason: str
    margin: Decimal | None = None
    po_number: str = ""


def correct(one: Correct, *, now: datetime) -> Prospect:
    """Raises Refused, with nothing written, if the order does not stand or cannot be as it is said to be."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect], now=now)
        order = Order.objects.filter(id=one.order, prospect_id=one.prospect, withdrawn_at=None).first()
        if order is None:
            raise Refused("This order was taken back, or is another prospect's.")
        if one.ordered_at > now:
            raise Refused("The day of the order lies ahead.")
        check_order(one.prospect, one.amount, one.margin, one.po_number, besides=order.pk)
        values = {**{name: getattr(one, name, None) for name in COLUMNS}, "at": one.ordered_at}
        changed = {
            name: [_plain(getattr(order, name)), _plain(value)]
            for name, value in values.items()
            if getattr(order, name) != value
        }
        if not changed:
            raise Refused("Nothing was different.")
        if not one.reason.strip():
            raise Refused("Say why it is corrected.")
        Order.objects.filter(id=order.pk).update(**values)
        return scene.apply([_corrected(scene, one, order, changed)], scene.actor(one.by))[one.prospect]


def _corrected(scene: Scene, one: Correct, order: Order, changed: dict[str, list[Any]]) -> Change:
    row = scene.row(one.prospect)
    ended_it = row.outcome == Outcome.BOUGHT and row.closed_at == order.at
    data = {"order": order.pk, "corrected": changed}
    return Change(
        row.id, Kind.CORRECTED, scene.now, one.reason.strip(), actor=scene.actor(one.by), data=data,
        also={"closed_at": one.ordered_at} if ended_it else {},
    )  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else None if value is None else str(value)
