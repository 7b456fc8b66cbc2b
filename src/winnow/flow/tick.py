"""What time itself does: warns, reassigns, tells the manager, brings back from nurture, cuts, sends what is owed.

Any number of workers may tick at once: a row is claimed by locking it and looking at its deadline again, and every
step moves that deadline on in the same transaction. A row that fails is pushed forward and surfaces.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from winnow.flow import owed, verdict_clock
from winnow.flow.asking.putting import ask_if_due
from winnow.flow.blocks import propose_due
from winnow.flow.cadences import by_itself
from winnow.flow.cadences.replanning import replan_if_published
from winnow.flow.customers.waking import wake_due
from winnow.flow.cut_watch import watch_if_due
from winnow.flow.cutting import cut_due
from winnow.flow.deals.purging import look_if_due
from winnow.flow.due import DATED, Step, what_is_due
from winnow.flow.nurturing import following, looking, stepping
from winnow.flow.one_by_one import handled
from winnow.flow.owed import Owed
from winnow.flow.privacy.erasing import carry_out_due
from winnow.flow.privacy.retention import sweep_if_due
from winnow.flow.profit import reckon_if_due
from winnow.flow.pursue import back
from winnow.flow.scene import Scene
from winnow.flow.waiting import hand_on
from winnow.flow.work import renew_handover
from winnow.followup import actions as followup
from winnow.followup.escalation import next_check, steps_due
from winnow.intake import idempotency
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Queue, Role, Stage, State
from winnow.route.rules import manager_of

LEVELS = {"warn": 1, "reassign": 2, "manager": 3}
TRY_AGAIN = timedelta(minutes=10)


@dataclass(slots=True)
class Ticked:
    """How many things this tick did."""

    warned: int = 0
    reassigned: int = 0
    to_manager: int = 0
    recycled: int = 0
    stepped: int = 0
    handed_on: int = 0
    cut: int = 0
    replanned: int = 0
    steps: int = 0
    cared: int = 0
    effects: int = 0
    failed: int = 0
    released: int = 0
    erased: int = 0

    @property
    def busy(self) -> bool:
        """Whether there may be more to do at once."""
        return any(getattr(self, one.name) for one in fields(self) if one.name != "released")


def tick(
    now: datetime, *, worker: str, limit: int = 500, doubted: bool = False, looks: bool = True
) -> Ticked:
    """Do what is due at `now`, up to `limit` prospects and as many effects.

    Without `looks` only if something with an instant of its own is due; what is merely looked for, such as room for
    what waits or a daily look, can wait for the next round. While the clock is `doubted`, nobody is warned or
    escalated, brought back or taken from a desk.
    """
    if doubted:
        return Ticked(effects=owed.deliver(now=now, limit=limit))
    due = what_is_due(now)
    if not looks and not due & DATED.keys():
        return Ticked()
    done = Ticked()
    for step, count, take in STEPS:
        if step in due and (did := take(now, worker, limit, done)):
            if count:
                setattr(done, count, did)
            due |= what_is_due(now)  # what was just done may owe more
    if looks:
        reckon_if_due(now)
    return done


def _advance_due(now: datetime, worker: str, limit: int, done: Ticked) -> bool:
    due = _claim(now, limit)

    def put_off(number: int) -> tuple[int, str]:
        followup.push_forward(number, now + TRY_AGAIN)
        done.failed += 1
        return number, f"tick of {worker}"

    for counts in handled(due, lambda numbers: _advance(numbers, now), put_off, now=now):
        for name, count in counts.items():
            setattr(done, name, getattr(done, name) + count)
    return bool(due)


# In their order: the step, the name of its count, and what takes it.
STEPS: Sequence[tuple[Step, str, Callable[[datetime, str, int, Ticked], int]]] = (
    (Step.HOLDS, "released", lambda now, *_: followup.release_expired(now=now)),
    (Step.PROSPECTS, "", _advance_due),
    (Step.CUSTOMERS, "cared", lambda now, worker, limit, _: wake_due(now, worker=worker, limit=limit)),
    (Step.WAITING, "handed_on", lambda now, *_: hand_on(now)),
    (Step.CLICKS, "", lambda now, *_: following.judge_due(now)),
    (Step.ENROL, "", lambda now, *_: looking.look_if_due(now)),
    (Step.ASK, "", lambda now, *_: ask_if_due(now)),
    (Step.STAYS, "steps", lambda now, _worker, limit, _: stepping.step_due(now, limit)),
    (Step.EFFECTS, "effects", lambda now, _worker, limit, _: owed.deliver(now=now, limit=limit)),
    (Step.KEYS, "", lambda now, *_: idempotency.prune(now=now)),
    (Step.CUT, "", lambda now, *_: watch_if_due(now)),
    (Step.PURGE, "", lambda now, *_: look_if_due(now)),
    (Step.BLOCKS, "", lambda now, *_: propose_due(now)),
    (Step.REPLAN, "replanned", lambda now, *_: replan_if_published(now)),
    (Step.CUT, "cut", lambda now, *_: cut_due(now)),
    (Step.ERASURES, "erased", lambda now, *_: carry_out_due(now)),
    (Step.RETENTION, "", lambda now, *_: sweep_if_due(now)),
)


def _claim(now: datetime, limit: int) -> list[int]:
    rows = Prospect.objects.filter(check_at__lte=now).order_by("check_at")
    return list(rows.values_list("id", flat=True)[:limit])


def _advance(numbers: Sequence[int], now: datetime) -> dict[str, int]:
    """Lock, look at the deadline again, and take the one step that is due for each."""
    free = _lockable(numbers, now)
    if not free:
        return {}
    scene = Scene.of(free, now=now)
    changes: list[Change] = []
    owing: list[Owed] = []
    counts = {"warned": 0, "reassigned": 0, "to_manager": 0, "recycled": 0}
    undecided = verdict_clock.late(scene, [scene.row(number) for number in free])
    mine = [one for one in free if scene.row(one).queue == Queue.BY_ITSELF and one not in undecided]
    for number in sorted({*free}.difference(mine)):
        row = scene.row(number)
        counted = (
            _verdict_is_late(scene, row, undecided[number], changes, owing)
            if number in undecided
            else _step(scene, row, changes, owing)
        )
        if counted:
            counts[counted] += 1
    scene.apply(changes, scene.actor(None, "worker"))
    owed.owe(owing, now=now)
    if mine:
        counts["stepped"] = by_itself.take_in(scene, mine)
    followup.settle_failures(free, now=now)
    return counts


def _lockable(numbers: Sequence[int], now: datetime) -> list[int]:
    """Those still due that no other worker holds at this moment."""
    rows = Prospect.objects.filter(id__in=numbers, check_at__lte=now).order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return list(rows.values_list("id", flat=True))


def _step(scene: Scene, row: Prospect, changes: list[Change], owing: list[Owed]) -> str:
    if row.state == State.NURTURE:
        changes.append(_recycled(scene, row))
        return "recycled"
    calendar = scene.calendar(row.owner_id)
    due_at = row.due_at or scene.now
    step = steps_due(scene.procedure.escalation, due_at, row.escalation, scene.now, calendar)
    if step is None:
        check = next_check(scene.procedure.escalation, due_at, row.escalation, calendar)
        changes.append(_postponed(row, check, scene.now))
        return ""
    level = LEVELS[step]
    also: dict[str, Any] = {
        "escalation": level,
        "check_at": next_check(scene.procedure.escalation, due_at, level, calendar),
    }
    if step == "warn":
        changes.append(Change(row.id, Kind.WARNED, scene.now, _late(row), also=also))
        owing.append(
            Owed(f"warn:{row.id}:{due_at.isoformat()}", row.owner_id or 0, row.id, "overdue", _late(row))
        )
        return "warned"
    if step == "reassign":
        return _reassign(scene, row, also, changes, owing)
    return _to_manager(scene, row, also, changes, owing)


def _verdict_is_late(scene: Scene, row: Prospect, step: int, changes: list[Change], owing: list[Owed]) -> str:
    """The one step of the verdict's clock; what else is due waits for the next look."""
    change, told = verdict_clock.take(scene, row, step)
    changes.append(change)
    owing.append(told)
    return "warned" if change.kind == Kind.WARNED else "to_manager"


def _postponed(row: Prospect, check: datetime | None, now: datetime) -> Change:
    """Not due after all (its deadline moved, or the procedure did): only the worker's next look changes."""
    return Change(row.id, Kind.RESCHEDULED, now, "Looked at early; not yet due.", also={"check_at": check})


def _late(row: Prospect) -> str:
    action = row.next_action.replace("_", " ")
    return f"The {action} was due and has not happened."


def _reassign(
    scene: Scene, row: Prospect, also: dict[str, Any], changes: list[Change], owing: list[Owed]
) -> str:
    """To somebody of the same desk who has room; the manager is told. A deal stays with its seller."""
    owner, before = scene.users.get(row.owner_id or 0), row.owner_id or 0
    role = Role(owner.role) if owner and owner.role in (Role.SELLER, Role.QUALIFIER) else Role.QUALIFIER
    if row.next_action == NextAction.ACCEPT:
        role = Role.SELLER  # a lead that waits with a manager is no work for the desk
    manager = manager_of(scene.everybody(), before)
    why = f"Overdue with {owner.name if owner else 'nobody'}."
    to = before
    if row.next_action != NextAction.CLOSE_DEAL and row.stage in ("inquiry", "lead"):
        routed = scene.pick(row.id, role, [before])
        fits = not routed.fallback or routed.fallback in ("capacity", "language", "territory", "skill")
        to, why = (
            (routed.owner, f"{why} {routed.reason}") if fits else (before, f"{why} Nobody else can take it.")
        )
    if to != before and row.next_action == NextAction.ACCEPT:
        due = renew_handover(scene, row, to)
        check = next_check(scene.procedure.escalation, due, LEVELS["reassign"], scene.calendar(to))
        also |= {"due_at": due, "available_at": scene.now, "check_at": check}
    also |= {"claimed_by_id": None, "claimed_until": None}
    changes.append(Change(row.id, Kind.ESCALATED, scene.now, why, owner=to, also=also))
    key = f"escalated:{row.id}:{row.due_at}"
    owing.append(Owed(f"{key}:manager", manager, row.id, "escalated", why))
    if to != before:
        owing.append(Owed(f"{key}:owner", to, row.id, "yours_now", why))
    return "reassigned"


def _to_manager(
    scene: Scene, row: Prospect, also: dict[str, Any], changes: list[Change], owing: list[Owed]
) -> str:
    manager = manager_of(scene.everybody(), row.owner_id)
    why = f"Still not done: {_late(row)}"
    changes.append(Change(row.id, Kind.ESCALATED, scene.now, why, also=also))
    owing.append(Owed(f"manager:{row.id}:{row.due_at}", manager, row.id, "managers_list", why))
    return "to_manager"


def _recycled(scene: Scene, row: Prospect) -> Change:
    """The day to look again has come: back to the qualifying desk, a deal to a seller, with its history.

    What was promised to them for now goes to somebody who is at work now, and waits for nobody's hours.
    """
    promised = row.queue == Queue.PROMISED
    role = Role.SELLER if row.stage == Stage.OPPORTUNITY else Role(scene.procedure.routing.first_desk)
    routed = scene.pick(row.id, role, at_once=promised)
    pursuit = scene.pursue(scene.first(row.id, scene.now, routed.owner), routed.owner)
    reason = f"{row.next_note or 'Time to look again'}. {routed.reason}"
    if promised:
        note = row.next_note or pursuit.note
        pursuit = replace(pursuit, queue=Queue.PROMISED, note=note, available_at=scene.now)
    data = {"back": "promise" if promised else "revisit"}
    return back(scene, row, reason, pursuit, routed.owner, data=data)
