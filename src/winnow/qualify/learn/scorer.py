"""What was learned: a scorer of prospects, with its evidence, its reasons and its doubts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from scipy.special import expit

from winnow.qualify.learn.calibration import Calibration, Reliability
from winnow.qualify.learn.choice import Validated
from winnow.qualify.learn.coding import Coding, coding_from, encode
from winnow.qualify.learn.families import Model, model_from
from winnow.qualify.learn.frame import Codes, Floats, Frame, Ints
from winnow.qualify.learn.leak import Refused
from winnow.qualify.learn.money import Expected

FEW = 8  # up to so many rows it is quicker to walk the trees than to look up masks


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

    def __str__(self) -> str:
        return f"{self.said}: ×{self.times:.2g}"


@dataclass(frozen=True, slots=True)
class OutOfTime:
    """Predictions that no model made about prospects it had seen; block 0 is the oldest."""

    rows: Ints
    probability: Floats
    sold: Floats
    weight: Floats
    block: Ints
    amount: Floats | None = None


@dataclass(frozen=True)
class Scores:
    """For each row: probability of an order within the horizon, the margin to be expected of that order if it
    comes, and the seller's hours; NaN where none were ever known."""

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
    model: Model = field(repr=False)
    calibration: Calibration = field(default=Calibration(), repr=False)
    reliability: tuple[Reliability, ...] = field(default=(), repr=False)
    margin: Expected = field(default=Expected(), repr=False)
    hours: Expected = field(default=Expected(), repr=False)

    def score(self, frame: Frame) -> Scores:
        """Every row's probability, margin and hours; raises KeyError when a column it uses is missing."""
        codes = encode(self.codings, frame)
        chance = expit(self.calibration(self.log_odds(codes)))
        return Scores(chance, self.margin.of(codes), self.hours.of(codes), codes, self)

    def log_odds(self, codes: Codes) -> Floats:
        """Of the model, before it is calibrated."""
        if len(codes) > FEW:
            return self.model.log_odds(codes)
        return np.array([self.model.base + self.model.parts(row).sum() for row in codes])

    def steps(self, row: Codes) -> list[Step]:
        """The waterfall for one row of codes."""
        at = self.model.base
        steps = [Step("base", "Every prospect starts with", 0.0, at, float(np.exp(at)))]
        parts = self.model.parts(row)
        for place in np.argsort(-np.abs(parts), kind="stable"):
            coding, by = self.codings[place], float(parts[place])
            said = f"{coding.name}: {coding.word(int(row[place]))}"
            steps.append(Step(coding.source, said, at, at + by, float(np.exp(by))))
            at += by
        end = float(self.calibration(np.array([at]))[0])
        if end != at:
            said = "How often such scores came true"
            steps.append(Step("calibration", said, at, end, float(np.exp(end - at))))
        return steps

    def to_dict(self) -> dict[str, Any]:
        """Everything needed to score again, as plain data."""
        return {
            "method": self.method, "used": list(self.used), "why": list(self.why),
            "refused": [[each.column, each.reason] for each in self.refused],
            "codings": [coding.to_dict() for coding in self.codings],
            "model": self.model.to_dict(), "calibration": self.calibration.to_dict(),
            "reliability": [[each.rows, each.said, each.came] for each in self.reliability],
            "margin": self.margin.to_dict(), "hours": self.hours.to_dict(),
            "validation": {name: asdict(each) for name, each in self.validation.items()},
        }  # fmt: skip

    @staticmethod
    def from_dict(stored: Mapping[str, Any]) -> "Scorer":
        """A scorer as `to_dict` stored it; its out-of-time predictions are not kept there."""
        nothing = OutOfTime(*(np.empty(0, kind) for kind in (np.int64, float, float, float, np.int64)))
        return Scorer(
            stored["method"], tuple(stored["used"]), tuple(Refused(*each) for each in stored["refused"]),
            tuple(stored["why"]),
            {name: Validated(**each) for name, each in stored["validation"].items()}, nothing,
            tuple(map(coding_from, stored["codings"])), model_from(stored["model"]),
            Calibration.from_dict(stored["calibration"]),
            tuple(Reliability(*each) for each in stored["reliability"]),
            Expected.from_dict(stored["margin"]), Expected.from_dict(stored["hours"]),
        )  # fmt: skip
