"""The queue: one prospect at a time, and never the same one for two people."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from winnow.flow.scene import Held, Scene
from winnow.flow.work import Reassign, reassigned
from winnow.followup import actions as followup
from winnow.followup.blocks.queries import running
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect
from winnow.prospects.words import NextAction, Queue, Role, State

LOOK_AT = 8  # candidates tried before giving up a round: others may be claiming at the same instant
ATTEMPTS = (Queue.NEW, Queue.RETRY, Queue.BACKLOG)
REACHING = (NextAction.CALL, NextAction.EMAIL, NextAction.MESSAGE, NextAction.LETTER)
ORDER = ("queue", "due_at", "-score", "id")


def next_for(user: User, *, now: datetime) -> Prospect | None:
    """The prospect this person should work on now, claimed for them; None when nothing is due.

    What they hold already comes first, in a block then promises and attempts, then their own queue, then what waits
    too long beside them.
    """
    held = Prospect.objects.filter(claimed_by=user, claimed_until__gt=now, state=State.WORKING)
    if mine := held.order_by("claimed_until").first():  # by the index of holds; there are few
        return mine
    _, procedure = in_force(now)
    until = now + timedelta(minutes=procedure.escalation.claim_minutes)
    focused = _claimed(_focused(user, now), user, until, now) if running([user.id], now) else None
    return focused or _claimed(_own(user, now), user, until, now) or _helped(user, until, now)


def hold(prospect: int, user: User, *, now: datetime) -> datetime:
    """Keep it for this person from now on for as long as the procedure says; returns until when.

    Raises Held if somebody else has it.
    """
    _, procedure = in_force(now)
    until = now + timedelta(minutes=procedure.escalation.claim_minutes)
    if not followup.claim(prospect, user.id, until, now=now):
        raise Held("Your hold ran out and somebody else has taken this prospect up.")
    return until


def queue_of(user: User, *, now: datetime) -> QuerySet[Prospect]:
    """Everything the desk would offer this person now, in order."""
    return _own(user, now).order_by(*ORDER)


def _own(user: User, now: datetime) -> QuerySet[Prospect]:
    return Prospect.objects.filter(owner=user, state=State.WORKING, available_at__lte=now)


def _focused(user: User, now: datetime) -> QuerySet[Prospect]:
    """In a block: promises and attempts. The rest waits behind them, its clocks run on, and none of it is hidden."""
    return _own(user, now).filter(Q(queue=Queue.PROMISED) | Q(queue__in=ATTEMPTS, next_action__in=REACHING))


def _claimed(rows: QuerySet[Prospect], user: User, until: datetime, now: datetime) -> Prospect | None:
    """The first that can be claimed; a lost race means another round, an empty one the end."""
    while True:
        free = rows.filter(followup.free(user.id, now)).order_by(*ORDER)
        candidates = list(free.values_list("id", flat=True)[:LOOK_AT])
        if not candidates:
            return None
        for number in candidates:
            if followup.claim(number, user.id, until, now=now, among=rows):
                return Prospect.objects.get(id=number)


def _helped(user: User, until: datetime, now: datetime) -> Prospect | None:
    """With an empty queue of their own: what is overdue with colleagues of the same desk, or stuck higher up."""
    if user.role not in (Role.QUALIFIER, Role.SELLER):
        return None
    late = Prospect.objects.filter(
        owner__in=_helped_by(user), state=State.WORKING, due_at__lt=now, available_at__lte=now,
        queue__in=[Queue.NEW, Queue.RETRY, Queue.BACKLOG],
    )  # fmt: skip
    stage = ["inquiry"] if user.role == Role.QUALIFIER else ["inquiry", "lead", "opportunity", "customer"]
    row = _claimed(late.filter(stage__in=stage).exclude(next_action="accept"), user, until, now)
    if row is None:
        return None
    with transaction.atomic(savepoint=False):
        scene = Scene.of([row.id], now=now)
        locked = scene.row(row.id)
        if (locked.state, locked.owner_id) != (State.WORKING, row.owner_id):  # somebody was first meanwhile
            followup.release(row.id, user.id)
            return None
        reason = f"Waited with {scene.users[row.owner_id or 0].name}; taken from an empty queue."
        scene.apply(
            [reassigned(scene, Reassign(row.id, now, user.id, reason, user.id))], scene.actor(user.id)
        )
        followup.claim(row.id, user.id, until, now=now)
    return Prospect.objects.get(id=row.id)


def _helped_by(user: User) -> list[int]:
    """Colleagues of the same desk, and those on whose own list a thing ends that nobody did: their team's, or all's."""
    colleagues = Q(role=user.role, team_id=user.team_id)
    stuck = Q(role__in=[Role.MANAGER, Role.ADMIN]) & (Q(team_id=user.team_id) | Q(team_id=None))
    return list(User.objects.filter(colleagues | stuck).exclude(id=user.id).values_list("id", flat=True))
