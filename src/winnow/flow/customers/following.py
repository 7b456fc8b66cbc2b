"""Customers follow their prospects' orders: they begin with the first and end when none stands any more."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from winnow.customers import actions, queries
from winnow.customers.actions import Joining, Next
from winnow.customers.models import Customer
from winnow.customers.steps import after_order
from winnow.customers.words import Step
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change

TOUCHES_ORDERS = frozenset({Kind.ORDERED, Kind.TAKEN_BACK, Kind.MERGED, Kind.UNMERGED, Kind.WITHDRAWN})


def follow(
    procedure: Procedure,
    changes: Sequence[Change],
    rows: Mapping[int, Prospect],
    now: datetime,
    sellers: Callable[[int], int],
) -> None:
    """Bring customers in line with orders, in the same transaction; `sellers` names who would look after a prospect."""
    concerned = {change.prospect for change in changes if change.kind in TOUCHES_ORDERS}
    if not concerned:
        return
    known = queries.members(concerned)
    ordered = {change.prospect: change.at for change in changes if change.kind is Kind.ORDERED}
    buying = {number for number in concerned if _buys(rows[number])}
    if gone := known.keys() - buying:
        actions.leave(gone, now)
    if new := sorted(buying - known.keys()):
        actions.join([_joining(procedure, rows[one], ordered, now, sellers) for one in new])
    if again := {known[one]: at for one, at in ordered.items() if one in known}:
        _ordered_again(procedure, again, now)


def _buys(row: Prospect) -> bool:
    return row.order_count > 0 and row.merged_into_id is None


def _joining(
    procedure: Procedure,
    row: Prospect,
    ordered: Mapping[int, datetime],
    now: datetime,
    sellers: Callable[[int], int],
) -> Joining:
    at = ordered.get(row.id) or row.closed_at or now
    due = after_order(procedure.customers, at, now, row.id)
    return Joining(row.id, row.company_id, at, sellers(row.id), due)


def _ordered_again(procedure: Procedure, orders: Mapping[int, datetime], now: datetime) -> None:
    """A fresh order begins the steps anew; what a person set for a reason stays."""
    standing = Customer.objects.filter(pk__in=list(orders), ended_at=None)
    usual = standing.filter(next_step__in=[Step.CHECK_IN, Step.REORDER], next_note="")
    due = {number: after_order(procedure.customers, orders[number], now, number) for number in orders}
    actions.next_steps(
        [Next(number, Step.CHECK_IN, due[number]) for number in usual.values_list("pk", flat=True)]
    )
    ended = Customer.objects.filter(pk__in=list(orders), ended_at__isnull=False, owner__isnull=False)
    actions.stand((row, row.owner_id or 0, due[row.pk]) for row in ended)
