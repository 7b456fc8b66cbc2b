"""A further opportunity of somebody who had, or has, one: repeat business, another product, a second project.

It is a prospect of its own with an owner, a next action and an end of its own, beside the one that inquired, which
keeps all inquiries. So whatever is true of opportunities is true of it: board, limits, purge, offers, orders.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from winnow.customers.queries import owners_of
from winnow.deals import actions as deals
from winnow.deals import queries
from winnow.deals.actions import Opened
from winnow.flow.deals.moving import Sized, tell_in
from winnow.flow.scene import Refused, Scene
from winnow.flow.verdicts import first_of_deal
from winnow.prospects import bulk
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change, Opening, open_new
from winnow.prospects.words import Outcome, Role, Stage

SELLS = (Role.SELLER, Role.MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Further:
    """`prospect` is any of this person's; `about` tells it from the others."""

    prospect: int
    at: datetime
    by: int
    about: str
    amount: Decimal | None = None


def open_further(items: Sequence[Further], *, now: datetime) -> list[int]:
    """The prospects that were opened, in the order asked for. Raises Refused for what cannot be."""
    with transaction.atomic(savepoint=False):
        own = _own([one.prospect for one in items])
        scene = Scene.of(own.values(), now=now)
        opened = [_opened(scene, one, own[one.prospect]) for one in items]
        sized = [
            Sized(number, one.at, one.by, one.amount)
            for number, one in zip(opened, items, strict=True)
            if one.amount is not None
        ]
        if sized:
            tell_in(Scene.of([one.prospect for one in sized], now=now), sized)
        return opened


def _own(prospects: Sequence[int]) -> dict[int, int]:
    """The one that inquired, of each."""
    rows = Prospect.objects.filter(pk__in=prospects).values_list("pk", "further_of")
    return {number: number for number in prospects} | {number: into or number for number, into in rows}


def _opened(scene: Scene, one: Further, own: int) -> int:
    about = " ".join(one.about.split())[:120]
    _check(scene, own, about)
    row, owner = scene.row(own), _owner(scene, own)
    _check_room(scene, owner)
    number = bulk.reserve(Prospect, 1)[0]
    reason = f"A further opportunity: {about}."
    opening = Opening(
        number, row.person_id, row.company_id, owner, scene.pursue(first_of_deal(scene, owner, one.at), owner),
        one.at, row.channel, row.campaign_id, None, None, row.score, row.band, one.at, one.at, 0,
        Stage.OPPORTUNITY, reason=reason, data={"further_of": own}, further_of=own,
    )  # fmt: skip
    open_new([opening], actor=scene.actor(one.by), version=scene.version)
    rules = scene.procedure.deals
    deals.open_rows([Opened(number, one.at, rules.stages[0].key, scene.procedure.company.currency, about)])
    note = Change(own, Kind.EDITED, one.at, reason, actor=scene.actor(one.by), data={"further": number})
    scene.apply([note], scene.actor(one.by))
    return number


def _check(scene: Scene, own: int, about: str) -> None:
    row = scene.row(own)
    if not about:
        raise Refused("Say what it is about, so that it can be told from the others.")
    if scene.person(own).do_not_contact_at is not None or row.outcome == Outcome.DO_NOT_CONTACT:
        raise Refused("They asked not to be contacted: only they themselves can change that.")
    if not row.order_count and not queries.rows([own]):
        raise Refused("They have had no opportunity yet. Take them up, and qualify them, as any inquiry.")
    if queries.further_open(own, about):
        raise Refused(f"“{about}” is open already.")


def _owner(scene: Scene, own: int) -> int:
    """Who looks after the customer, if they sell; else who has the prospect, if they do; else a seller."""
    keeper = scene.users.get(owners_of([own]).get(own, 0))
    if keeper is not None and keeper.is_active and keeper.role in SELLS:
        return keeper.pk
    return scene.looked_after_by(own)


def _check_room(scene: Scene, owner: int) -> None:
    most = scene.procedure.deals.most_open
    if most and queries.open_by_owner().get(owner, 0) >= most:
        raise Refused(
            f"{scene.users[owner].name} has {most} open opportunities, which are all that the procedure allows at "
            "once. Bring one of them to a yes or no, or let one go: those that are neither big nor moving are marked "
            "on the board."
        )
