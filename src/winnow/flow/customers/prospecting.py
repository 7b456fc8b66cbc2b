"""Outbound first tries go into the time that their owners have planned for prospecting; nobody waits for them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from winnow.flow.scene import Scene
from winnow.followup.blocks import queries
from winnow.followup.blocks.models import Block
from winnow.followup.plan import Plan
from winnow.followup.windows import known_zone, welcome
from winnow.followup.worktime import clamp_to_local_hours
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Queue, State

AHEAD = timedelta(days=21)
A_TRY = timedelta(minutes=10)  # of a block, for one first try


def into_blocks(prospects: Iterable[int], *, now: datetime) -> int:
    """How many first tries found room in a planned block; the others keep the clock of their channel."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of(prospects, now=now)
        rows = [scene.row(number) for number in sorted(scene.rows)]
        rows = [row for row in rows if row.state == State.WORKING and row.queue == Queue.NEW and row.owner_id]
        blocks = _blocks({row.owner_id or 0 for row in rows}, now)
        room = _room(blocks, rows)
        changes = [
            _placed(scene, row, block)
            for row in rows
            if (block := _first(scene, row, blocks.get(row.owner_id or 0, ()), room))
        ]
        scene.apply(changes, scene.actor(None, "door"))
        return len(changes)


def _blocks(owners: set[int], now: datetime) -> Mapping[int, Sequence[Block]]:
    found: dict[int, list[Block]] = defaultdict(list)
    for one in queries.planned(owners, now, now + AHEAD):
        if one.state == Block.State.PLANNED and one.starts > now:
            found[one.user_id].append(one)
    return {owner: sorted(some, key=lambda one: one.starts) for owner, some in found.items()}


def _room(blocks: Mapping[int, Sequence[Block]], rows: Sequence[Prospect]) -> Counter[int]:
    """How many first tries each block has room for, beside those that wait for its beginning already."""
    every = {(one.user_id, one.starts): one for some in blocks.values() for one in some}
    room = Counter({one.pk: (one.ends - one.starts) // A_TRY for one in every.values()})
    mine = [row.pk for row in rows]
    there = Prospect.objects.filter(
        owner__in=blocks, available_at__in={starts for _, starts in every}, state=State.WORKING
    ).exclude(pk__in=mine)
    for owner, starts in there.values_list("owner_id", "available_at"):
        if owner and starts and (owner, starts) in every:
            room[every[owner, starts].pk] -= 1
    return room


def _first(scene: Scene, row: Prospect, blocks: Sequence[Block], room: Counter[int]) -> Block | None:
    """The first block with room in which they may be called."""
    zone = known_zone(scene.person(row.pk).timezone) if row.next_action == NextAction.CALL else ""
    hours = welcome(scene.procedure.calling)
    for one in blocks:
        awake = not zone or clamp_to_local_hours(one.starts, zone, *hours) == one.starts
        if room[one.pk] > 0 and awake:
            room[one.pk] -= 1
            return one
    return None


def _placed(scene: Scene, row: Prospect, block: Block) -> Change:
    """They raised no hand, so their clock is the block's end."""
    note = "First try, in your time for prospecting"
    plan = Plan(NextAction(row.next_action), block.ends, block.starts, Queue.NEW, note)
    clock = {"respond_by": block.ends} if row.clock_started_at else {}
    pursuit = scene.pursue(plan, row.owner_id)
    return Change(row.pk, Kind.RESCHEDULED, scene.now, f"{note}.", pursuit, also=clock)
