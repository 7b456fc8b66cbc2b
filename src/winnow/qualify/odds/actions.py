"""The writers of models and odds: learned, put in use, held, taken back; set-wise, in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Max

from winnow.prospects.models import Event
from winnow.qualify.models import LearnedModel, ModelChange, Odds

CHAMPION, CHALLENGER, RETIRED = (
    LearnedModel.State.CHAMPION,
    LearnedModel.State.CHALLENGER,
    LearnedModel.State.RETIRED,
)


class NotPossible(Exception):
    """What was asked of a model cannot be done; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does it, when and why, under which procedure; without a person the worker, or the command line (`door`)."""

    at: datetime
    reason: str
    version: int | None = None
    by: int | None = None
    through: str = "user"


class Scored(NamedTuple):
    """The new odds of one prospect."""

    prospect: int
    probability: float
    margin: float | None
    hours: float | None
    steps: Sequence[Sequence[Any]]


def begin(doer: Doer) -> None:
    """A training begins; should it fail, the next one waits for a day."""
    ModelChange.objects.filter(kind="began").delete()
    _note("began", None, doer)


def wait(doer: Doer, why: str) -> None:
    """There was too little to learn from."""
    ModelChange.objects.filter(kind="waited").delete()
    _note("waited", None, replace(doer, reason=why))


def keep(columns: Mapping[str, Any], doer: Doer) -> LearnedModel:
    """A newly learned model, as the challenger; the one before it had its chance."""
    LearnedModel.objects.filter(state=CHALLENGER).update(state=RETIRED)
    last = LearnedModel.objects.aggregate(last=Max("number"))["last"] or 0
    model = LearnedModel.objects.create(
        number=last + 1, at=doer.at, by_id=doer.by, version=doer.version, state=CHALLENGER, **columns
    )
    _note("learned", model, doer)
    return model


def promote(model: LearnedModel, doer: Doer, *, kind: str = "promoted", frozen: bool = False) -> None:
    """The model whose odds are shown from now on; all open prospects are scored anew by it."""
    before = _champion()
    if before:
        LearnedModel.objects.filter(id=before.pk).update(state=RETIRED, frozen=False)
    newest = Event.objects.aggregate(newest=Max("id"))["newest"] or 0
    LearnedModel.objects.filter(id=model.pk).update(
        state=CHAMPION, frozen=frozen, reason=doer.reason[:300], swept_to=0, watched_to=newest
    )
    _note(kind, model, doer, before)


def refuse(model: LearnedModel, doer: Doer) -> None:
    """It stays the challenger, and says why."""
    LearnedModel.objects.filter(id=model.pk).update(reason=doer.reason[:300])
    _note("kept", model, doer, _champion())


def freeze(doer: Doer) -> LearnedModel:
    """No other model takes over until it is allowed again."""
    return _hold(True, "frozen", doer)


def unfreeze(doer: Doer) -> LearnedModel:
    """The next model that is no worse may take over again."""
    return _hold(False, "unfrozen", doer)


def roll_back(number: int, doer: Doer) -> LearnedModel:
    """Use an earlier model again; it is frozen, or the next training would undo that."""
    _check(doer)
    model = LearnedModel.objects.filter(number=number).defer("data", "unseen").first()
    if model is None:
        raise NotPossible(f"There is no model {number}.")
    if model.state == CHAMPION:
        raise NotPossible(f"Model {number} is in use already.")
    promote(model, doer, kind="rolled_back", frozen=True)
    return model


def keep_odds(rows: Sequence[Scored], model: int, *, now: datetime) -> None:
    """The newest odds of these prospects; those before are replaced."""
    Odds.objects.bulk_create(
        [
            Odds(
                prospect_id=one.prospect, model_id=model, at=now, probability=one.probability, margin=one.margin,
                hours=one.hours, steps=list(one.steps),
            )
            for one in rows
        ],
        update_conflicts=True, unique_fields=["prospect"],
        update_fields=["model", "at", "probability", "margin", "hours", "steps"], batch_size=1000,
    )  # fmt: skip


def went_on(model: int, **places: int | None) -> None:
    """How far the scoring has come: `swept_to`, `watched_to`."""
    LearnedModel.objects.filter(id=model).update(**places)


def _hold(frozen: bool, kind: str, doer: Doer) -> LearnedModel:
    _check(doer)
    model = _champion()
    if model is None:
        raise NotPossible("No model is in use yet.")
    if model.frozen == frozen:
        raise NotPossible(f"Model {model.number} is {'frozen already' if frozen else 'not frozen'}.")
    LearnedModel.objects.filter(id=model.pk).update(frozen=frozen, reason=doer.reason[:300])
    _note(kind, model, doer)
    return model


def _check(doer: Doer) -> None:
    if not doer.reason.strip():
        raise NotPossible("Say why: whoever comes after you will want to know.")


def _champion() -> LearnedModel | None:
    return LearnedModel.objects.select_for_update().filter(state=CHAMPION).defer("data", "unseen").first()


def _note(kind: str, model: LearnedModel | None, doer: Doer, before: LearnedModel | None = None) -> None:
    ModelChange.objects.create(
        at=doer.at, kind=kind, model=model, before=before, actor_id=doer.by, by="user" if doer.by else doer.through,
        reason=doer.reason, version=doer.version,
    )  # fmt: skip
