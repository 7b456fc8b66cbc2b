"""On its day a customer's next step comes to the owner's desk, as a prospect with a clock like any other."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from winnow.customers import actions, queries
from winnow.customers.actions import Next
from winnow.customers.models import Customer
from winnow.customers.steps import after_step, later
from winnow.customers.words import STEP_TEXTS, Step
from winnow.flow import owed
from winnow.flow.one_by_one import handled
from winnow.flow.owed import Owed
from winnow.flow.pursue import back
from winnow.flow.scene import Scene
from winnow.followup.plan import Plan
from winnow.followup.worktime import add_working
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Queue, Role, State

SELLS = (Role.SELLER, Role.MANAGER, Role.ADMIN)
TRY_AGAIN = timedelta(hours=1)


def wake_due(now: datetime, *, worker: str, limit: int) -> int:
    """Put the steps that are due on desks; one that fails is pushed forward and surfaces. Returns how many."""
    numbers = [row.pk for row in queries.due(now, limit)]

    def put_off(number: int) -> tuple[None, str]:
        Customer.objects.filter(pk=number, due_at__isnull=False).update(due_at=now + TRY_AGAIN)
        return None, f"customer {number}, tick of {worker}"

    return sum(handled(numbers, lambda some: wake(some, now=now), put_off, now=now))


def wake(numbers: Sequence[int], *, now: datetime) -> int:
    """Look at the day again once locked, and bring each to its owner. Returns how many came to a desk."""
    contacts = queries.contacts(numbers)  # prospects are locked before customers, as when they order
    scene = Scene.of([some[0].id for some in contacts.values()], now=now)
    rows = Customer.objects.filter(pk__in=numbers, due_at__lte=now).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    due = list(rows)
    busy = queries.on_a_desk([some[0].pk for some in contacts.values()])
    rule = scene.procedure.customers
    changes: list[Change] = []
    owing: list[Owed] = []
    steps: list[Next] = []
    for row in due:
        contact = scene.row(contacts[row.pk][0].id) if row.pk in contacts else None
        owner = _owner(scene, row, contact)
        steps.append(Next(row.pk, later(rule), after_step(rule, now), owner=owner))
        if contact is None:
            continue  # they asked us not to contact them: the next look is a step later
        if contact.pk in busy or _was_promised(contact):
            owing.append(_also(row, busy.get(contact.pk, contact.pk), owner))
        else:
            changes.append(_taken_up(scene, row, contact, owner))
    scene.apply(changes, scene.actor(None, "worker"))
    actions.next_steps(steps)
    owed.owe(owing, now=now)
    return len(changes)


def _was_promised(contact: Prospect) -> bool:
    """They rest until an instant that they were promised: no step of ours comes before it."""
    return contact.state == State.NURTURE and contact.queue == Queue.PROMISED


def _owner(scene: Scene, row: Customer, contact: Prospect | None) -> int:
    """Its own; somebody else only if they have left or do not sell."""
    user = scene.users.get(row.owner_id or 0)
    if contact is None or (user is not None and user.is_active and user.role in SELLS):
        return row.owner_id or 0
    return scene.looked_after_by(contact.id)


def said(row: Customer) -> str:
    """The step and why, in one sentence."""
    return ": ".join(part for part in (STEP_TEXTS[Step(row.next_step)], row.next_note) if part)


def _also(row: Customer, contact: int, owner: int) -> Owed:
    """Somebody works on them already: the owner is told, and no second thing to do is made."""
    key = f"customer:{row.pk}:{row.due_at.isoformat() if row.due_at else ''}"
    return Owed(key, owner, contact, "customer_step", f"While you speak with them: {said(row)}.")


def _taken_up(scene: Scene, row: Customer, contact: Prospect, owner: int) -> Change:
    calendar = scene.calendar(owner)
    within = timedelta(minutes=scene.procedure.customers.do_within)
    due = add_working(calendar, scene.now, within)
    plan = Plan(NextAction.CARE, due, scene.now, Queue.RETRY, said(row))
    data = {"customer": row.pk, "step": row.next_step}
    return back(scene, contact, f"Customer: {said(row)}.", scene.pursue(plan, owner), owner, data=data)
