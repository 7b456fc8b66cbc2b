"""The learned odds of one prospect in words: the probability, the usual one, and the steps between."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from winnow.flow import learning
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Prospect
from winnow.qualify.odds import queries
from winnow.qualify.odds.steps import Told, campaigns_in, told

UNSCORED = "Not scored yet: the worker does that within a minute."
UNSCORED_AT_THE_END = "It had ended before there was a model that could have scored it."


@dataclass(frozen=True, slots=True)
class Odds:
    """`base` is where everybody starts; without a model, `why_none` says why."""

    probability: float = 0.0
    base: float = 0.0
    margin: float | None = None
    hours: float | None = None
    within: str = ""
    model: int = 0
    at: datetime | None = None
    steps: tuple[Told, ...] = ()
    currency: str = ""
    why_none: str = ""


def odds(row: Prospect, procedure: Procedure) -> Odds:
    """As the worker scored them last."""
    found = queries.odds_of(row.id)
    if found is None:
        unscored = UNSCORED if row.is_open else UNSCORED_AT_THE_END
        return Odds(why_none=learning.standing(procedure).why_none or unscored)
    names = queries.campaign_names(campaigns_in(found.steps))
    steps = told(found.steps, texts(procedure), names)
    return Odds(
        found.probability, steps[0].share if steps else 0.0, found.margin, found.hours, within(procedure),
        found.model.number, found.at, tuple(steps), procedure.company.currency,
    )  # fmt: skip


def texts(procedure: Procedure) -> dict[str, dict[str, str]]:
    """The questions and their answers as people read them."""
    return {
        one.key: {"": one.text} | {choice.key: choice.text for choice in one.choices}
        for one in procedure.qualification.questions
    }


def within(procedure: Procedure) -> str:
    """The horizon in words."""
    days: Any = procedure.learning.horizon_days
    return "a year" if days == 365 else f"{days} days"
