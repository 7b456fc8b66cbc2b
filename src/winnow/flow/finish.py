"""Ends: closing with what the procedure demands, an order, nurture, and coming back from a closed end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from winnow.flow.deals import mirror
from winnow.flow.deals.mirror import Loss
from winnow.flow.nurturing.choosing import chosen, revisit_of, why_word
from winnow.flow.privacy import silence
from winnow.flow.pursuits import ANEW, course_of, rest, tries_of
from winnow.flow.scene import Refused, Scene
from winnow.followup import plan as plans
from winnow.followup.course import NOT_TRIED, too_soon
from winnow.followup.plan import Plan
from winnow.nurture.tracks import Chosen
from winnow.prospects import bulk
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Order, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Outcome, Role, Stage, State
from winnow.qualify import actions as qualify

STAGES = list(Stage)


@dataclass(frozen=True, slots=True)
class Close:
    """End a prospect with an outcome, and what the procedure asks about it."""

    prospect: int
    outcome: Outcome
    at: datetime
    by: int | None
    reason: str = ""
    note: str = ""
    competitor: str = ""
    checked: tuple[str, ...] = ()  # lines of the checklist that were done
    mirror: tuple[tuple[str, str], ...] = ()  # answers to the questions before an opportunity is lost


@dataclass(frozen=True, slots=True)
class Rest:
    """Off the sellers' desks until `revisit`, with the reason.

    `promised`: they were told that day. `unreachable`: because nobody was reached, which the procedure allows only
    after its least number of attempts and days.
    """

    prospect: int
    at: datetime
    by: int | None
    reason: str
    revisit: datetime | None = None
    note: str = ""
    data: dict[str, object] = field(default_factory=dict)
    promised: bool = False
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase order."""

    prospect: int
    amount: Decimal
    currency: str
    at: datetime
    by: int | None
    margin: Decimal | None = None
    po_number: str = ""
    reason: str = ""


def close(items: Sequence[Close], *, now: datetime, by: str = "user") -> dict[int, Prospect]:
    """Close each; raises Refused, naming everything that is missing, before anything is written."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect for one in items], now=now)
        return close_in(scene, items, by)


def close_in(scene: Scene, items: Sequence[Close], by: str = "user") -> dict[int, Prospect]:
    """The same inside a scene that is set already."""
    for one in items:
        if missing := missing_for(scene, one):
            raise Refused(" ".join(missing))
    forbidden = [scene.row(one.prospect).person_id for one in items if one.outcome is Outcome.DO_NOT_CONTACT]
    if forbidden:
        silence.forbid(forbidden, now=scene.now)  # the first wish stays, should this one be taken back
        silence.stop_mail(forbidden)
    qualify.withdraw([one.prospect for one in items], at=scene.now)
    lost = [one for one in items if mirror.asked(scene.procedure, scene.row(one.prospect).stage, one.outcome)]
    changed = scene.apply([_closing(scene, one, by) for one in items], scene.actor(None, by))
    mirror.remember(
        [
            Loss(one.prospect, one.outcome, one.at, one.by, one.reason, one.competitor, one.mirror)
            for one in lost
        ]
    )
    return changed


def missing_for(scene: Scene, one: Close) -> list[str]:
    """What the procedure demands for this outcome and was not given, in sentences."""
    rule, row = scene.procedure.closing[one.outcome], scene.row(one.prospect)
    if one.outcome is Outcome.BOUGHT and not row.order_count:
        return ["Record the order: amount and date. Only an order makes a customer."]
    said = []
    reasons = {reason.key: reason.text for reason in rule.reasons}
    if reasons and one.reason not in reasons:
        said.append(f"Choose a reason: {', '.join(reasons.values())}.")
    if rule.needs_note and not one.note.strip():
        said.append("Write a note that says why.")
    if rule.ask_competitor and not one.competitor.strip():
        said.append("Say who won instead, or that they would not tell.")
    if _asks_checklist(rule.checklist_after_stage, row) and (left := set(rule.checklist) - set(one.checked)):
        said.append("Before this ends, go through the checklist: " + " ".join(sorted(left)))
    if unseen := mirror.missing(mirror.asked(scene.procedure, row.stage, one.outcome), one.mirror):
        said.append(unseen)
    return said


def _asks_checklist(after: str, row: Prospect) -> bool:
    return STAGES.index(Stage(row.stage)) >= STAGES.index(Stage(after))


def _closing(scene: Scene, one: Close, by: str) -> Change:
    data = {"note": one.note, "competitor": one.competitor, "checked": list(one.checked)}
    return Change(
        one.prospect, Kind.CLOSED, one.at, _text(scene, one), outcome=one.outcome, outcome_reason=one.reason,
        actor=scene.actor(one.by, by), data={key: value for key, value in data.items() if value},
    )  # fmt: skip


def _text(scene: Scene, one: Close) -> str:
    rule = scene.procedure.closing[one.outcome]
    return next((reason.text for reason in rule.reasons if reason.key == one.reason), rule.text)


def nurture(items: Sequence[Rest], *, now: datetime, by: str = "user") -> dict[int, Prospect]:
    """Hand each to marketing with a date on which it is looked at again."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect for one in items], now=now)
        return nurture_in(scene, items, by)


def nurture_in(scene: Scene, items: Sequence[Rest], by: str = "user") -> dict[int, Prospect]:
    for one in items:
        if not one.reason.strip():
            raise Refused("Say why it goes to nurture.")
        if one.revisit is not None and one.revisit <= one.at:
            raise Refused("The date to look again must lie ahead.")
    _not_too_soon(scene, [one for one in items if one.unreachable or one.data.get("unreachable")])
    qualify.withdraw([one.prospect for one in items], at=scene.now)
    reasons = {one.prospect: why_word(one.data) for one in items}
    found = chosen(scene.procedure, [scene.row(one.prospect) for one in items], reasons)
    changes = [_resting(scene, one, by, found[one.prospect]) for one in items]
    return scene.apply(changes, scene.actor(None, by))


def _not_too_soon(scene: Scene, given_up: Sequence[Rest]) -> None:
    """Raises Refused for the first that was not tried often and long enough."""
    tries = tries_of(scene.row(one.prospect) for one in given_up)
    for one in given_up:
        course = course_of(scene.row(one.prospect), scene.procedure, tries.get(one.prospect, NOT_TRIED))
        if early := too_soon(course, one.at):
            raise Refused(early)


def _resting(scene: Scene, one: Rest, by: str, found: Chosen) -> Change:
    owner = scene.pick(one.prospect, Role.MARKETER).owner
    note = {"note": one.note} if one.note else {}
    track = {"track": found.track, "track_because": found.because} if found.track else {"track": ""}
    return Change(
        one.prospect, Kind.NURTURED, one.at, one.reason, rest(_again(scene, one, found)), owner,
        actor=scene.actor(one.by, by), data={**note, **one.data, **track},
    )  # fmt: skip


def _again(scene: Scene, one: Rest, found: Chosen) -> Plan:
    """When it is looked at again: as agreed, else as the track says, else as the procedure does for all."""
    latest = one.at + timedelta(days=scene.procedure.nurture.horizon_days)
    if one.revisit and one.promised:
        return plans.as_promised(one.revisit)
    when = one.revisit or revisit_of(found, one.at)
    plan = plans.look_again(when) if when else plans.revisit(scene.procedure, one.at)
    return plans.look_again(latest) if plan.due_at > latest else plan


def order(items: Sequence[Bought], *, now: datetime, by: str = "user") -> dict[int, Prospect]:
    """Record purchase orders; each makes its prospect a customer, whatever it was before."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect for one in items], now=now)
        return order_in(scene, items, by)[0]


def order_in(
    scene: Scene, items: Sequence[Bought], by: str = "user"
) -> tuple[dict[int, Prospect], list[int]]:
    """The same inside a scene that is set already; also returns the orders' numbers."""
    for one in items:
        check_order(one.prospect, one.amount, one.margin, one.po_number)
    numbers = bulk.reserve(Order, len(items))
    columns = ("id", "prospect_id", "at", "amount", "margin", "currency", "po_number", "recorded_at",
               "recorded_by_id")  # fmt: skip
    bulk.insert(
        Order, columns,
        [(number, one.prospect, one.at, one.amount, one.margin, one.currency, one.po_number, scene.now, one.by)
         for number, one in zip(numbers, items, strict=True)],
    )  # fmt: skip
    qualify.withdraw([one.prospect for one in items], at=scene.now)
    seen: dict[int, int] = {}
    changes = []
    for number, one in zip(numbers, items, strict=True):
        count = seen[one.prospect] = seen.get(one.prospect, scene.row(one.prospect).order_count) + 1
        changes.append(_ordered(scene, one, number, count, by))
    return scene.apply(changes, scene.actor(None, by)), numbers


def check_order(
    prospect: int, amount: Decimal, margin: Decimal | None, po_number: str, *, besides: int = 0
) -> None:
    """Raises Refused for money that cannot be, and for a number that another order of the prospect has."""
    if amount < 0:
        raise Refused("The amount cannot be negative.")
    if margin is not None and margin > amount:
        raise Refused("The margin cannot be more than the amount.")
    known = Order.objects.filter(prospect_id=prospect, po_number=po_number, withdrawn_at=None)
    if po_number and known.exclude(id=besides).exists():
        raise Refused(f"Purchase order {po_number} is recorded already.")


def _ordered(scene: Scene, one: Bought, number: int, count: int, by: str) -> Change:
    data = {"order": number, "amount": str(one.amount), "currency": one.currency}
    return Change(
        one.prospect, Kind.ORDERED, one.at, one.reason or f"Ordered for {one.amount} {one.currency}.",
        outcome=Outcome.BOUGHT, actor=scene.actor(one.by, by), also={"order_count": count}, data=data,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take up a closed prospect, or one in nurture, again, with the reason; it goes to whoever had it, if they can."""

    prospect: int
    at: datetime
    by: int
    reason: str


def reopen(items: Sequence[Reopen], *, now: datetime) -> dict[int, Prospect]:
    """Back to the desk, due within its channel's clock. Do-not-contact stays closed."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect for one in items], now=now)
        for one in items:
            silent = (
                scene.person(one.prospect).do_not_contact_at is not None
            )  # a customer's outcome does not say so
            if silent or scene.row(one.prospect).outcome == Outcome.DO_NOT_CONTACT:
                raise Refused(
                    "They asked not to be contacted: only they themselves can change that. If it was typed by "
                    "mistake, a manager or an admin can take it back."
                )
            if not one.reason.strip():
                raise Refused("Say why it is taken up again.")
        return scene.apply([_reopening(scene, one) for one in items], scene.actor(None))


def _reopening(scene: Scene, one: Reopen) -> Change:
    row = scene.row(one.prospect)
    before = scene.users.get(row.owner_id or 0)
    selling = row.stage in (Stage.OPPORTUNITY, Stage.CUSTOMER)
    role = Role.SELLER if selling else Role(scene.procedure.routing.first_desk)
    fits = before is not None and before.is_active and before.role in (Role.SELLER, Role.QUALIFIER)
    owner = before.id if before and fits else scene.pick(one.prospect, role).owner
    pursuit = scene.pursue(scene.first(row.id, one.at, owner), owner)
    kind = Kind.RECYCLED if row.state == State.NURTURE else Kind.REOPENED
    return Change(
        one.prospect,
        kind,
        one.at,
        one.reason,
        pursuit,
        owner,
        actor=scene.actor(one.by),
        also=ANEW,
    )
