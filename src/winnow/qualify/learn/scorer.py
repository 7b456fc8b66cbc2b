"""What was learned: a scorer of prospects, with its evidence, its reasons and its doubts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.special import expit

from winnow.qualify.learn.additive import Additive
from winnow.qualify.learn.coding import Coding, coding_from, encode
from winnow.qualify.learn.frame import Codes, Floats, Frame, Ints
from winnow.qualify.learn.leak import Refused


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the waterfall from the base rate to a prospect's probability, exact in log-odds.

    `said`: in words; `before` and `after`: log-odds; `times`: what it multiplies the odds by.
    """

    name: str
    said: str
    before: float
    after: float
    times: float


@dataclass(frozen=True, slots=True)
class OutOfTime:
    """Predictions that no model made about prospects it had seen; block 0 is the oldest."""

    rows: Ints
    probability: Floats
    sold: Floats
    weight: Floats
    block: Ints
    amount: Floats | None = None


@dataclass(frozen=True, slots=True)
class Validated:
    """How one method did out of time: means over the blocks and their standard errors."""

    method: str
    log_loss: float
    log_loss_error: float
    auc: float
    auc_error: float
    kept: float
    kept_error: float


@dataclass(frozen=True)
class Scores:
    """Probability of an order within the horizon, expected margin and seller's hours, for each row."""

    probability: Floats
    margin: Floats
    hours: Floats
    codes: Codes = field(repr=False)
    scorer: "Scorer" = field(repr=False)

    def explain(self, row: int) -> list[Step]:
        """The waterfall of one row, the strongest step first after the base."""
        return self.scorer.steps(self.codes[row])


@dataclass(frozen=True)
class Scorer:
    """A fitted model with everything one must know about it."""

    method: str
    used: tuple[str, ...]
    refused: tuple[Refused, ...]
    why: tuple[str, ...]
    validation: Mapping[str, Validated]
    out_of_time: OutOfTime
    codings: tuple[Coding, ...] = field(repr=False)
    model: Additive = field(repr=False)

    def score(self, frame: Frame) -> Scores:
        """Every row's probability, margin and hours; raises KeyError when a column it uses is missing."""
        codes = encode(self.codings, frame)
        chance = expit(self.model.log_odds(codes))
        return Scores(chance, np.zeros(len(chance)), np.zeros(len(chance)), codes, self)

    def steps(self, row: Codes) -> list[Step]:
        """The waterfall for one row of codes."""
        at = self.model.base
        steps = [Step("base", "Every prospect starts with", 0.0, at, float(np.exp(at)))]
        parts = self.model.parts(row)
        for place in np.argsort(-np.abs(parts)):
            coding, by = self.codings[place], float(parts[place])
            said = f"{coding.name}: {coding.word(int(row[place]))}"
            steps.append(Step(coding.source, said, at, at + by, float(np.exp(by))))
            at += by
        return steps

    def to_dict(self) -> dict[str, Any]:
        """Everything needed to score again, as plain data."""
        return {
            "method": self.method, "used": list(self.used), "why": list(self.why),
            "refused": [[each.column, each.reason] for each in self.refused],
            "codings": [coding.to_dict() for coding in self.codings],
            "model": self.model.to_dict(),
        }  # fmt: skip

    @staticmethod
    def from_dict(stored: Mapping[str, Any]) -> "Scorer":
        """A scorer as `to_dict` stored it; its out-of-time predictions are not kept there."""
        nothing = OutOfTime(*(np.empty(0, kind) for kind in (np.int64, float, float, float, np.int64)))
        model = Additive(stored["model"]["base"], tuple(map(np.asarray, stored["model"]["tables"])))
        return Scorer(
            stored["method"], tuple(stored["used"]), tuple(Refused(*each) for each in stored["refused"]),
            tuple(stored["why"]), {}, nothing, tuple(map(coding_from, stored["codings"])), model,
        )  # fmt: skip
