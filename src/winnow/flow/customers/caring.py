"""What people do for a customer: note what they told, finish a step, set the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from winnow.customers import actions, queries
from winnow.customers.actions import Next
from winnow.customers.models import Customer, Told
from winnow.customers.steps import after_step, later
from winnow.customers.words import REMEDIES, STEP_TEXTS, Reached, Step
from winnow.flow.finish import Close, close_in
from winnow.flow.scene import Refused, Scene
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Order
from winnow.prospects.transitions import Change
from winnow.prospects.words import Outcome

FARTHEST = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Said:
    """Why a customer buys and what they reached, in their words, as one prospect of theirs said it."""

    prospect: int
    at: datetime
    by: int | None
    why: str
    words: str
    outcome: str
    reached: Reached
    said_by: str = ""
    because: str = ""  # what the reason means, as an outcome of ours


def note(items: Sequence[Said], *, now: datetime) -> None:
    """Keep what was said. Raises Refused for who is no customer, for nothing said, and for an unknown outcome."""
    with transaction.atomic(savepoint=False):
        note_in(Scene.of([one.prospect for one in items], now=now), items)


def note_in(scene: Scene, items: Sequence[Said], by: str = "user") -> None:
    """The same inside a scene that is set already."""
    members = queries.members(one.prospect for one in items)
    ours = {one.key for one in scene.procedure.outcomes}
    for one in items:
        _check(one, members, ours)
    newest = Order.objects.filter(prospect__in=list(members), withdrawn_at=None).order_by("at", "id")
    orders = dict(newest.values_list("prospect_id", "id"))
    actions.told([_row(scene, one, members, orders) for one in items])
    texts = {one.key: one.text for one in scene.procedure.outcomes}
    scene.apply([_noted(scene, one, texts) for one in items], scene.actor(None, by))


def _check(one: Said, members: dict[int, int], ours: set[str]) -> None:
    if one.prospect not in members:
        raise Refused("They have not ordered yet: why they buy is asked of customers.")
    if not one.why.strip() and not one.words.strip():
        raise Refused("Write down what they said: why they buy, or what is different for them now.")
    if {one.outcome, one.because} - ours - {""}:
        raise Refused("This outcome is not in our catalogue any more. Choose another, or none.")


def _row(scene: Scene, one: Said, members: dict[int, int], orders: dict[int, int]) -> Told:
    return Told(
        customer_id=members[one.prospect], prospect_id=one.prospect, order_id=orders.get(one.prospect), at=one.at,
        by_id=one.by, said_by=(one.said_by.strip() or str(scene.person(one.prospect)))[:200], why=one.why.strip(),
        words=one.words.strip(), outcome=one.outcome, reached=one.reached, because=one.because,
    )  # fmt: skip


def _noted(scene: Scene, one: Said, texts: dict[str, str]) -> Change:
    """The Event names what was coded, not the words, which stay in one place."""
    reason = f"Told why they buy: {texts[one.outcome]}." if one.outcome else "Told why they buy."
    data = {"outcome": one.outcome, "reached": one.reached.value, "because": one.because}
    return Change(one.prospect, Kind.TOLD, one.at, reason, actor=scene.actor(one.by), data=data)


@dataclass(frozen=True, slots=True)
class Done:
    """The step on the desk is done; the next one is on a day of its own, else when the procedure says."""

    prospect: int
    at: datetime
    by: int | None
    note: str = ""
    next_at: datetime | None = None


def done(items: Sequence[Done], *, now: datetime) -> None:
    """Off the desk, customers as before, with the next step dated. Raises Refused."""
    with transaction.atomic(savepoint=False):
        done_in(Scene.of([one.prospect for one in items], now=now), items)


def done_in(scene: Scene, items: Sequence[Done], by: str = "user") -> None:
    """The same inside a scene that is set already."""
    members = queries.members(one.prospect for one in items)
    for one in items:
        scene.open_row(one.prospect)
        if one.prospect not in members:
            raise Refused("They have not ordered yet.")
    rule = scene.procedure.customers
    usual = after_step(rule, scene.now)
    planned = queries.planned_by_people(members.values(), scene.now)
    steps = [
        Next(members[one.prospect], later(rule), _day(one.next_at, scene.now) or usual)
        for one in items
        if one.next_at or members[one.prospect] not in planned
    ]
    close_in(scene, [Close(one.prospect, Outcome.BOUGHT, one.at, one.by, note=one.note) for one in items], by)
    actions.next_steps(steps)


@dataclass(frozen=True, slots=True)
class Plan:
    """A customer's next step, as a person sets it, with the reason."""

    customer: int
    step: Step
    at: datetime
    by: int | None
    reason: str
    due_at: datetime | None = None
    owner: int | None = None


def plan(items: Sequence[Plan], *, now: datetime) -> None:
    """Set next steps. Raises Refused without a reason, for a day that has passed, and for who cannot own one."""
    with transaction.atomic(savepoint=False):
        numbers = {one.customer for one in items}
        contacts = queries.contacts(numbers, whoever=True)
        if numbers - contacts.keys():
            raise Refused("No order of this customer stands any more.")
        scene = Scene.of([contacts[one.customer][0].id for one in items], now=now)
        rows = Customer.objects.select_for_update().in_bulk(numbers)
        for one in items:
            _check_plan(scene, one, rows[one.customer])
        steps = [_next(scene, one, now) for one in items]
        actions.next_steps(steps)
        changes = [
            _planned(scene, one, contacts[one.customer][0].id, step)
            for one, step in zip(items, steps, strict=True)
        ]
        scene.apply(changes, scene.actor(None))


def _check_plan(scene: Scene, one: Plan, row: Customer) -> None:
    if row.ended_at is not None:
        raise Refused("No order of this customer stands any more.")
    if not one.reason.strip():
        raise Refused("Say why.")
    user = scene.users.get(one.owner or row.owner_id or 0)
    if user is None or not user.is_active:
        raise Refused("This person has left. Choose who looks after them from now on.")


def _next(scene: Scene, one: Plan, now: datetime) -> Next:
    rule = scene.procedure.customers
    usual = now + timedelta(days=rule.review_days if one.step in REMEDIES else rule.step_days)
    return Next(one.customer, one.step, _day(one.due_at, now) or usual, one.reason.strip(), one.owner)


def _day(wanted: datetime | None, now: datetime) -> datetime | None:
    if wanted is not None and not now < wanted <= now + FARTHEST:
        raise Refused("The day of the next step must lie ahead, within two years.")
    return wanted


def _planned(scene: Scene, one: Plan, contact: int, step: Next) -> Change:
    data = {"customer": one.customer, "step": one.step.value, "due": step.due_at.isoformat()}
    reason = f"{STEP_TEXTS[one.step]} by {step.due_at:%Y-%m-%d}: {one.reason.strip()}"
    return Change(contact, Kind.PLANNED, one.at, reason, actor=scene.actor(one.by), data=data)
