"""The families of models, simplest first, and averages of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from winnow.qualify.learn.additive import Additive, Lesson, mean_of
from winnow.qualify.learn.boosting import Boosted, boosted_from, fit_boosting
from winnow.qualify.learn.frame import Codes, Floats
from winnow.qualify.learn.logistic import fit_logistic
from winnow.qualify.learn.scorecard import fit_scorecard

SCORECARD, LOGISTIC, BOOSTING = "scorecard", "logistic", "boosting"


@dataclass(frozen=True, slots=True)
class Blend:
    """The mean of models' log-odds, and so of all their parts."""

    models: tuple[Additive | Boosted, ...]

    @property
    def base(self) -> float:
        return float(np.mean([model.base for model in self.models]))

    def log_odds(self, codes: Codes) -> Floats:
        total: Floats = sum((model.log_odds(codes) for model in self.models), np.zeros(len(codes)))
        return total / len(self.models)

    def parts(self, row: Codes) -> Floats:
        """What each column adds for one row of codes."""
        total: Floats = sum((model.parts(row) for model in self.models), np.zeros(row.shape[-1]))
        return total / len(self.models)

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "blend", "models": [model.to_dict() for model in self.models]}


Model = Additive | Boosted | Blend


def learn(family: str, lesson: Lesson, seed: int) -> Additive | Boosted:
    """A model of one family; the usual rate alone when there is but one kind of outcome."""
    orders, rows = float(lesson.sold.sum()), float(lesson.weight.sum())
    if not 0 < orders < len(lesson.sold) or not lesson.codings:
        return usual(orders, rows, [coding.size for coding in lesson.codings])
    if family == BOOSTING:
        return fit_boosting(lesson, seed)
    return (fit_scorecard if family == SCORECARD else fit_logistic)(lesson)


def usual(orders: float, rows: float, sizes: Sequence[int]) -> Additive:
    """The same for everyone: half an order in one prospect more than was seen."""
    base = np.log((orders + 0.5) / (max(orders, rows) - orders + 0.5))
    return Additive(float(base), tuple(np.zeros(size) for size in sizes))


def blended(models: tuple[Additive | Boosted, ...]) -> Model:
    """One model, or the mean of several; of additive ones that is an additive one."""
    if len(models) == 1:
        return models[0]
    if all(isinstance(model, Additive) for model in models):
        return mean_of([model for model in models if isinstance(model, Additive)])
    return Blend(models)


def model_from(stored: dict[str, Any]) -> Model:
    """A model as `to_dict` stored it."""
    if stored["kind"] == "blend":
        return Blend(tuple(_single(each) for each in stored["models"]))
    return _single(stored)


def _single(stored: dict[str, Any]) -> Additive | Boosted:
    if stored["kind"] == "boosted":
        return boosted_from(stored)
    return Additive(stored["base"], tuple(np.asarray(table, np.float64) for table in stored["tables"]))
