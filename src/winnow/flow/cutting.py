"""The cut in the application: published and withdrawn by people, applied by the worker to each fresh batch."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from winnow.config.extras import the_extra
from winnow.flow.finish import Rest, nurture_in
from winnow.flow.learning.needed import is_here
from winnow.flow.scene import Refused, Scene
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event
from winnow.prospects.transitions import Change
from winnow.prospects.words import Role
from winnow.qualify.cutting import actions, queries
from winnow.qualify.cutting.actions import Doer
from winnow.qualify.cutting.models import Cut
from winnow.qualify.models import LearnedModel, Odds
from winnow.qualify.odds.queries import buyers
from winnow.route import queries as people

AT_ONCE = 1_000  # prospects of one batch, or brought back in one step
DESKS = (Role.QUALIFIER, Role.SELLER)


def publish(kind: str, value: float, *, by: User | None, now: datetime, reason: str) -> Cut:
    """Put a cut in force from now on. Raises Refused when it cannot be proved with these data, and says what would do.

    `kind` is `share`, `lose_at_most` or `capacity` (follow the desk's hours, but lose no more than `value`).
    """
    if not 0 < value < 1:
        raise Refused("Give a share above 0 % and below 100 %.")
    if not reason.strip():
        raise Refused("Say in a few words why; the reason is kept with the cut.")
    version, procedure = in_force(now)
    model = queries.champion()
    if model is None:
        raise Refused(_proof().without_model(buyers(), value, procedure.cut.confidence))
    columns = columns_of(kind, value, model, procedure) | {"reason": reason.strip()[:300]}
    doer = Doer(now, version, by.pk if by else None, "door")
    try:
        with transaction.atomic():
            return actions.publish(columns, doer, instead_of=queries.in_force())
    except IntegrityError as error:
        raise Refused(
            "Somebody published a cut at the same moment. Look at it, then decide again."
        ) from error


def columns_of(kind: str, value: float, model: LearnedModel, procedure: Procedure) -> dict[str, Any]:
    """What a cut would be if it were published now. Raises Refused when it cannot be proved."""
    rules, confidence = _proof(), procedure.cut.confidence
    known, wish = rules.proof(model.unseen, model.seed, queries.sifted()), rules.Wish(kind, value)
    decision = rules.decided(known, wish, confidence)
    made = {
        "kind": kind, "value": value, "confidence": confidence, "honest": procedure.cut.honest_share,
        "seed": model.seed % 2**31 + Cut.objects.count(), "by_profit": known.by_profit, "model": model,
    }  # fmt: skip
    lose = rules.promised_of(wish)
    before = queries.proved(kind, value) if rules.has_too_few(known, lose, confidence) else None
    if before is not None:
        return made | _as_proved(before, value if kind == "share" else before.share)
    if decision.refusal:
        raise Refused(f"{decision.refusal} {rules.what_would_help(known, lose, confidence)}")
    return made | {
        "share": decision.share, "lose": rules.promised(wish, decision), "expected": decision.price.lost,
        "bound": decision.price.bound, "orders": known.orders, "said": decision.said,
    }  # fmt: skip


def _as_proved(before: Cut, share: float) -> dict[str, Any]:
    """A promise of before stands, for as much or less, once too few orders are left that no cut has sifted."""
    said = (
        f"{share:.1%} can be thrown away, as was proved on {before.orders:,} orders on {before.at:%Y-%m-%d}: at most "
        f"{before.lose:.1%} of the sales go with it. Since then the honest sample watches it."
    )
    names = ("lose", "expected", "bound", "orders", "by_profit")
    return {name: getattr(before, name) for name in names} | {"share": share, "said": said}


def _proof() -> Any:
    """The mathematics, loaded only when somebody asks for it. Raises Refused where it is not installed."""
    try:
        from winnow.qualify.cutting import proof
    except ImportError as error:
        raise Refused(f"The cut needs {the_extra('ml')}") from error
    return proof


def withdraw(*, by: User | None, now: datetime, reason: str, bring_back: bool = False) -> int:
    """No cut from now on; returns how many of those it threw away came back, if that is wished."""
    if not reason.strip():
        raise Refused("Say in a few words why; the reason is kept with the cut.")
    with transaction.atomic():
        cut = queries.in_force()
        if cut is None:
            raise Refused("No cut is in force.")
        doer = Doer(now, in_force(now)[0], by.pk if by else None, "door")
        actions.withdraw(cut, doer, reason.strip()[:300])
        return _bring_back(cut, now, by, reason) if bring_back else 0


def take_back(number: int, *, by: User, now: datetime) -> int:
    """Undo of publishing: as if it had never been, the one before it in force again, those thrown away on a desk.

    Raises Refused if the cut has ended. Returns how many came back.
    """
    with transaction.atomic():
        cut = queries.in_force()
        if cut is None or cut.pk != number:
            raise Refused("This cut is no longer in force, so that it cannot be taken back.")
        doer = Doer(now, in_force(now)[0], by.pk)
        actions.withdraw(cut, doer, "It was taken back.", kind="cut_taken_back")
        if cut.before and cut.before.state == Cut.State.REPLACED:
            actions.put_back(cut.before, doer, "The cut that replaced it was taken back.")
        return _bring_back(cut, now, by, "The cut was taken back.")


def resume(number: int, *, by: User, now: datetime) -> None:
    """Undo of withdrawing. Raises Refused if it was not the last thing that happened to the cut."""
    with transaction.atomic():
        last = queries.history().first()
        if last is None or last.pk != number or last.state != Cut.State.WITHDRAWN:
            raise Refused("Something else was decided about the cut since. Publish one anew.")
        actions.put_back(last, Doer(now, in_force(now)[0], by.pk), "Its withdrawal was taken back.")


def _bring_back(cut: Cut, now: datetime, by: User | None, reason: str) -> int:
    numbers = queries.resting(cut)
    for start in range(0, len(numbers), AT_ONCE):
        scene = Scene.of(numbers[start : start + AT_ONCE], now=now)
        owners = _owners_before(list(scene.rows))
        changes = [_back_on_a_desk(scene, number, owners.get(number), reason) for number in scene.rows]
        scene.apply(changes, scene.actor(by.pk if by else None, "user" if by else "door"))
    return len(numbers)


def _owners_before(numbers: Sequence[int]) -> dict[int, int | None]:
    """Whose they were when the cut took them."""
    events = Event.objects.filter(prospect__in=numbers, kind=Kind.NURTURED, by="worker").order_by("id")
    return {one.prospect_id or 0: one.data.get("before", {}).get("owner_id") for one in events}


def _back_on_a_desk(scene: Scene, number: int, before: int | None, reason: str) -> Change:
    user = scene.users.get(before or 0)
    fits = user is not None and user.is_active and user.role in DESKS
    owner = user.pk if user and fits else scene.pick(number, Role(scene.procedure.routing.first_desk)).owner
    pursuit = scene.pursue(scene.first(number, scene.now, owner), owner)
    return Change(number, Kind.RECYCLED, scene.now, reason, pursuit, owner)


def cut_due(now: datetime, limit: int = AT_ONCE) -> int:
    """Place every prospect that is freshly scored and untouched; those below the cut go to nurture.

    Returns how many were placed. Several workers may do so at once: one of them holds the cut meanwhile.
    """
    cut = queries.in_force() if is_here() else None
    if cut is None or not queries.fresh(cut.model_id, now, 1):
        return 0
    with transaction.atomic():
        rows = Cut.objects.filter(pk=cut.pk, state=Cut.State.IN_FORCE)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        held = rows.first()
        return _cut_batch(held, now, min(limit, AT_ONCE)) if held else 0


def _cut_batch(cut: Cut, now: datetime, limit: int) -> int:
    from winnow.qualify.cutting import rules

    odds = queries.fresh(cut.model_id, now, limit)
    if not odds:
        return 0
    scene = Scene.of([one.prospect_id for one in odds], now=now)
    free = queries.still_untouched(scene.rows, now)
    batch = [_scored(one, scene) for one in odds if one.prospect_id in free]
    before = queries.worths_before(cut.model_id, rules.LEAST, rules.WINDOW)
    policy = rules.Policy(cut.share, cut.honest, cut.seed, cut.by_profit, _room(cut, scene, free))
    placed = rules.place(batch, before, policy) if batch else []
    actions.record_placements(cut, cut.model_id, placed, at=now, batch=queries.next_batch(cut))
    thrown = [_resting(cut, one, now) for one in placed if one.is_thrown_away]
    if thrown:
        nurture_in(scene, thrown, by="worker")
    return len(placed)


def _scored(one: Odds, scene: Scene) -> Any:
    from winnow.qualify.cutting.rules import Scored

    row, rules = scene.row(one.prospect_id), scene.procedure.cut
    spared = "repeat" if rules.spare_repeats and row.inquiries > 1 else ""
    spared = spared or (row.channel if row.channel in rules.spare_channels else "")
    return Scored(one.prospect_id, one.probability, one.margin, one.hours, spared)


def _room(cut: Cut, scene: Scene, batch: Sequence[int] | set[int]) -> float | None:
    """Hours of work that the desks may still take; None where the cut does not follow them."""
    if cut.kind != Cut.Kind.CAPACITY:
        return None
    return max(hours_of_desks(scene.procedure, scene.now) - hours_taken(batch), 0.0)


def hours_of_desks(procedure: Procedure, now: datetime) -> float:
    """Hours of work that all who are there may have ahead of them."""
    there = [one for one in people.everybody(procedure, now)[0] if one.active and not one.away]
    return procedure.cut.hours_ahead * sum(one.role in DESKS for one in there)


def hours_taken(besides: Sequence[int] | set[int] = ()) -> float:
    """Hours that what is on desks already is expected to take; an hour each where that is not known."""
    hours, unknown = queries.hours_ahead(besides)
    return hours + unknown


def _resting(cut: Cut, one: Any, now: datetime) -> Rest:
    scored = one.scored
    said = (
        f"Below the cut: in its batch {max(1 - one.rank, 0.0):.0%} ranked higher; the odds of an order are "
        f"{scored.probability:.1%}. Any new inquiry brings it back."
    )
    data = {"cut": cut.pk, "rank": one.rank, "worth": one.worth, "probability": scored.probability}
    data |= {"margin": scored.margin, "hours": scored.hours}
    return Rest(scored.prospect, now, None, said, data={"odds": data})
