"""What was said in own words gets the outcome of ours that it means: matching suggests it, a person confirms it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from winnow.customers import actions as customers
from winnow.customers.models import Told
from winnow.deals import actions as deals
from winnow.deals.models import Mirrored
from winnow.flow.scene import Refused, Scene
from winnow.prospects.lifecycle import Kind
from winnow.prospects.transitions import Change
from winnow.qualify.answers import align

Writer = Callable[[dict[int, str]], object]  # of rows and the outcomes they get


@dataclass(frozen=True, slots=True)
class Coded:
    """`row` is what was told, or a line of the mirror; `outcome` a key of the catalogue, "" for none of ours."""

    row: int
    outcome: str
    at: datetime
    by: int


def suggested(words: str, outcomes: Sequence[object]) -> str:
    """The key of the outcome that these words sound like; "" if none does."""
    found = align(words, tuple(outcomes))[:1] if words.strip() else []  # type: ignore[arg-type]
    return found[0].key if found else ""


def code_reasons(items: Sequence[Coded], *, now: datetime) -> None:
    """Why customers buy. Raises Refused for what is not there, and for an outcome that we do not have."""
    rows = Told.objects.filter(pk__in=[one.row for one in items])
    _code(items, dict(rows.values_list("pk", "prospect_id")), customers.code, Kind.TOLD, now)


def code_losses(items: Sequence[Coded], *, now: datetime) -> None:
    """What was missing when an opportunity was lost. Raises Refused as the other."""
    rows = Mirrored.objects.filter(pk__in=[one.row for one in items])
    _code(items, dict(rows.values_list("pk", "opportunity_id")), deals.code, Kind.EDITED, now)


def _code(items: Sequence[Coded], whose: dict[int, int], write: Writer, kind: Kind, now: datetime) -> None:
    with transaction.atomic(savepoint=False):
        scene = _scene(items, whose, now)
        write({one.row: one.outcome for one in items})
        scene.apply([_said(scene, one, whose[one.row], kind) for one in items], scene.actor(None))


def _scene(items: Sequence[Coded], whose: dict[int, int], now: datetime) -> Scene:
    if any(one.row not in whose for one in items):
        raise Refused("These words are not there any more.")
    scene = Scene.of(whose.values(), now=now, merged=True)
    ours = {one.key for one in scene.procedure.outcomes}
    if any(one.outcome and one.outcome not in ours for one in items):
        raise Refused("This outcome is not in our catalogue any more. Choose another, or none.")
    return scene


def _said(scene: Scene, one: Coded, prospect: int, kind: Kind) -> Change:
    texts = {known.key: known.text for known in scene.procedure.outcomes}
    reason = f"Their words mean: {texts.get(one.outcome, 'none of our outcomes')}."
    return Change(prospect, kind, one.at, reason, actor=scene.actor(one.by), data={"outcome": one.outcome})
