"""What people do about the models: hold the one in use, let it go again, take an earlier one back."""

from datetime import datetime

from django.db import transaction

from winnow.procedure.queries import in_force
from winnow.qualify.models import LearnedModel
from winnow.qualify.odds import actions
from winnow.qualify.odds.actions import Doer


def freeze(reason: str, *, by: int | None, now: datetime) -> LearnedModel:
    """No other model takes over until it is allowed again. Raises NotPossible."""
    with transaction.atomic():
        return actions.freeze(_doer(reason, by, now))


def unfreeze(reason: str, *, by: int | None, now: datetime) -> LearnedModel:
    """The next model that is no worse may take over. Raises NotPossible."""
    with transaction.atomic():
        return actions.unfreeze(_doer(reason, by, now))


def roll_back(number: int, reason: str, *, by: int | None, now: datetime) -> LearnedModel:
    """Use an earlier model again, and hold it. Raises NotPossible."""
    with transaction.atomic():
        return actions.roll_back(number, _doer(reason, by, now))


def _doer(reason: str, by: int | None, now: datetime) -> Doer:
    return Doer(now, " ".join(reason.split())[:300], in_force(now)[0], by, "user" if by else "door")
