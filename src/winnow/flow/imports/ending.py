"""How the rows of a file of outcomes change their prospects: by the lawful path, through the one writer of state."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from winnow.flow.finish import Bought, order_in
from winnow.flow.privacy import silence
from winnow.flow.scene import Scene
from winnow.followup import plan as plans
from winnow.intake.import_outcomes import AS_IT_IS, LEAD, OPPORTUNITY, Ended, OutcomeOptions
from winnow.intake.models import Brought, Import
from winnow.people.models import User
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Order, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Outcome, Role, Stage, State, Verdict
from winnow.qualify import actions as qualify
from winnow.route import queries as people

Rows = Sequence[tuple[Ended, int]]
STAGES = list(Stage)


def unlawful(scene: Scene, one: Ended, prospect: int) -> str:
    """What forbids a row's outcome for this prospect; empty if nothing does."""
    row = scene.row(prospect)
    if one.word not in (AS_IT_IS, Outcome.BOUGHT) and row.state == State.CLOSED and row.outcome != one.word:
        return f"The prospect is closed already: {row.outcome.replace('_', ' ')}."
    if one.word != AS_IT_IS and one.at is None:
        return "The row has no date for what became of it."
    if one.at is not None and one.at > scene.now:
        return f"The date {one.at:%Y-%m-%d} lies ahead."
    if one.word in list(Outcome) and one.word != Outcome.BOUGHT:
        known = {reason.key for reason in scene.procedure.closing[Outcome(one.word)].reasons}
        if one.reason and one.reason not in known:
            return f"The procedure knows no reason “{one.reason}” for {one.word.replace('_', ' ')}."
    return ""


def already_there(one: Ended, row: Prospect, orders: set[tuple[int, datetime, object]]) -> bool:
    """Whether the prospect is where the row would bring it: the file, or its like, was here before."""
    if one.word == Outcome.BOUGHT:
        return (row.id, one.at, one.amount) in orders
    if one.word in (LEAD, OPPORTUNITY):
        return STAGES.index(Stage(row.stage)) >= STAGES.index(Stage(one.word))
    return row.outcome == one.word


class Endings:
    """The outcomes of one chunk, inside its scene."""

    def __init__(self, scene: Scene, batch: Import, options: OutcomeOptions) -> None:
        self.scene, self.batch = scene, batch
        self.verdict_dated = bool(options.verdict_date)
        self.currency = options.currency or scene.procedure.company.currency
        self.by_name = {
            word.casefold(): user.id for user in User.objects.all() for word in (user.email, user.name)
        }
        self.loads = people.loads()
        known = Order.objects.filter(prospect_id__in=scene.rows, withdrawn_at=None)
        self.orders: set[tuple[int, datetime, object]] = set(known.values_list("prospect_id", "at", "amount"))
        self.reason = f"Brought in from {batch.file_name}."

    def bring(self, rows: Rows) -> None:
        """At most one row of a prospect: verdicts first, then orders and ends."""
        if not rows:
            return
        verdicts = self._qualify([(one, number) for one, number in rows if self._qualifies(one, number)])
        orders = self._order([(one, number) for one, number in rows if one.word == Outcome.BOUGHT])
        self._close([(one, number) for one, number in rows if one.word in list(Outcome)[1:]])
        Brought.objects.bulk_create(
            Brought(batch=self.batch, row=one.number, prospect_id=number, order_id=orders.get(one.number),
                    decision=verdicts.get(one.number))
            for one, number in rows
        )  # fmt: skip

    def _qualifies(self, one: Ended, number: int) -> bool:
        """A verdict is told or implied; one that was lost without any tells of none."""
        row = self.scene.row(number)
        if row.stage != Stage.INQUIRY or row.state != State.WORKING or one.verdict_at is None:
            return False
        return one.word in (LEAD, OPPORTUNITY, Outcome.BOUGHT) or (
            one.word != AS_IT_IS and self.verdict_dated
        )

    def _qualify(self, rows: Rows) -> dict[int, int]:
        changes: list[Change] = []
        verdicts = []
        for one, number in rows:
            at = one.verdict_at or self.scene.now
            by = self.by_name.get(one.verdict_by.casefold()) if one.verdict_by else None
            changes.append(self._change(number, Kind.QUALIFIED, at, {"verdict_by": one.verdict_by}))
            if one.word != LEAD:
                changes.append(self._accepted(one, number, at))
            verdicts.append((number, at, by, Verdict.QUALIFIED, self.reason))
        self.scene.apply(changes, self.scene.actor(self.batch.created_by_id, "import"))
        numbers = qualify.record_verdicts(verdicts)
        return {one.number: verdict for (one, _), verdict in zip(rows, numbers, strict=True)}

    def _accepted(self, one: Ended, number: int, at: datetime) -> Change:
        """An opportunity that goes on needs a seller and a day; one that has ended needs neither."""
        change = self._change(number, Kind.ACCEPTED, at)
        if one.word != OPPORTUNITY:
            return change
        scene = self.scene
        owner = scene.pick(number, Role.SELLER).owner
        taken = self.loads.get(owner, 0)
        self.loads[owner] = taken + 1
        plan = plans.history(
            scene.procedure, scene.row(number).channel, scene.now, scene.calendar(owner), taken
        )
        plan = replace(plan, next_action=NextAction.CLOSE_DEAL)
        return replace(change, pursuit=scene.pursue(plan, owner), owner=owner)

    def _order(self, rows: Rows) -> dict[int, int]:
        items = [
            Bought(number, one.amount, self.currency, one.at or self.scene.now, self.batch.created_by_id,
                   reason=self.reason)
            for one, number in rows
        ]  # fmt: skip
        if not items:
            return {}
        _, numbers = order_in(self.scene, items, "import")
        self.orders |= {(item.prospect, item.at, item.amount) for item in items}
        return {one.number: order for (one, _), order in zip(rows, numbers, strict=True)}

    def _close(self, rows: Rows) -> None:
        if not rows:
            return
        numbers = [number for _, number in rows]
        silent = [
            self.scene.row(number).person_id for one, number in rows if one.word == Outcome.DO_NOT_CONTACT
        ]
        if silent:
            silence.forbid(silent, now=self.scene.now)
        qualify.withdraw(numbers, at=self.scene.now)
        changes = [
            replace(
                self._change(number, Kind.CLOSED, one.at or self.scene.now),
                outcome=Outcome(one.word), outcome_reason=one.reason or self._untold(Outcome(one.word)),
            )
            for one, number in rows
        ]  # fmt: skip
        self.scene.apply(changes, self.scene.actor(self.batch.created_by_id, "import"))

    def _untold(self, outcome: Outcome) -> str:
        """The procedure's word for a reason that nobody told; the first reason where it has none."""
        keys = [reason.key for reason in self.scene.procedure.closing[outcome].reasons]
        return "not_told" if "not_told" in keys else next(iter(keys), "")

    def _change(self, number: int, kind: Kind, at: datetime, data: dict[str, str] | None = None) -> Change:
        told = {key: value for key, value in (data or {}).items() if value}
        return Change(number, kind, at, self.reason, data={"import": self.batch.pk, **told})
