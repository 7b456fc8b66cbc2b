"""A manager sends a lost opportunity back to its seller, once, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from winnow.deals import actions as deals
from winnow.flow import owed
from winnow.flow.deals.mirror import LOST
from winnow.flow.owed import Owed
from winnow.flow.scene import Refused, Scene
from winnow.followup.plan import Plan
from winnow.followup.windows import days_later, end_of_day
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Outcome, Queue, Role, Stage, State


@dataclass(frozen=True, slots=True)
class SendBack:
    """What was not asked, or not tried, before this was given up."""

    prospect: int
    at: datetime
    by: int
    reason: str


def send_back(items: Sequence[SendBack], *, now: datetime) -> dict[int, Prospect]:
    """To the seller's desk again, due on the next working day. Raises Refused the second time."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect for one in items], now=now)
        changes = [_sent_back(scene, one) for one in items]
        told = [
            Owed(
                f"sent_back:{one.prospect}", change.owner or 0, one.prospect, "sent_back", one.reason.strip()
            )
            for one, change in zip(items, changes, strict=True)
        ]
        owed.owe(told, now=now)
        return scene.apply(changes, scene.actor(None))


def _sent_back(scene: Scene, one: SendBack) -> Change:
    row, user = scene.row(one.prospect), scene.users[one.by]
    lost = row.state == State.CLOSED and row.stage == Stage.OPPORTUNITY and row.outcome in set(LOST)
    if user.role not in (Role.MANAGER, Role.ADMIN):
        raise Refused("Only a manager sends an opportunity back.")
    if not lost or row.outcome == Outcome.BOUGHT:
        raise Refused("Only an opportunity that was lost can be sent back.")
    if not one.reason.strip():
        raise Refused("Say what was not asked or not tried.")
    if not deals.sent_back(one.prospect, one.at):
        raise Refused("It was sent back once already. Take the prospect up again if there is news.")
    before = scene.users.get(row.owner_id or 0)
    fits = before is not None and before.is_active and before.role == Role.SELLER
    owner = before.pk if before and fits else scene.pick(one.prospect, Role.SELLER).owner
    calendar = scene.calendar(owner)
    due = end_of_day(calendar, days_later(calendar, one.at, 1))
    plan = Plan(NextAction.CLOSE_DEAL, due, one.at, Queue.RETRY, f"Sent back: {one.reason.strip()}"[:300])
    return Change(
        one.prospect, Kind.REOPENED, one.at, one.reason.strip(), scene.pursue(plan, owner), owner,
        actor=scene.actor(one.by), data={"sent_back": True},
    )  # fmt: skip
