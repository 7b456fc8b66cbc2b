"""From columns and outcomes to a scorer, and whether it may take over. Pure; needs numpy."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

import numpy as np

from winnow.procedure.schema import Learning
from winnow.qualify.learn import Frame, History, Prior, Scorer, fit
from winnow.qualify.learn.censor import weights
from winnow.qualify.learn.coding import Number
from winnow.qualify.learn.frame import Floats
from winnow.qualify.learn.measures import log_loss
from winnow.qualify.odds.landmarks import Outcome
from winnow.qualify.odds.seen import SCORE, Columns

SURE = 0.002  # probabilities nearer to 0 and 1 are taken as this, or one surprise would decide
ORDERS_TO_COMPARE = 10  # bought since the champion learned; fewer say nothing about which is better


@dataclass(frozen=True, slots=True)
class Learned:
    """A scorer with what it was learned from, ready to be kept as data."""

    scorer: Scorer
    history: History
    outcomes: Sequence[Outcome]
    snapshot: str

    @property
    def data(self) -> dict[str, Any]:
        return self.scorer.to_dict()

    @property
    def base(self) -> float:
        """The share of prospects that buy, the young weighted, among those it was tried on."""
        told = self.scorer.out_of_time
        if len(told.rows):
            return float(np.average(told.sold, weights=told.weight))
        return float(self.history.sold.mean()) if len(self.history) else 0.0

    @property
    def validation(self) -> dict[str, Any]:
        """The rivals with their figures, and what was seen of reliability."""
        rivals = {name: asdict(one) for name, one in self.scorer.validation.items()}
        return {"rivals": rivals, "base": self.base, "tested": int(self.scorer.out_of_time.sold.sum())}

    @property
    def unseen(self) -> dict[str, Any]:
        """Predictions about prospects that no model had seen: lists of equal length, by prospect."""
        told, frame = self.scorer.out_of_time, self.history.frame
        scores = self.scorer.score(frame.take(told.rows)) if len(told.rows) else None
        rows = told.rows.tolist()
        return {
            "prospects": [self.outcomes[row].prospect for row in rows],
            "decided": [self.outcomes[row].instant.isoformat() for row in rows],
            "probability": told.probability.tolist(), "sold": told.sold.tolist(), "weight": told.weight.tolist(),
            "block": told.block.tolist(), "amount": [self.outcomes[row].amount for row in rows],
            "margin": plain(scores.margin) if scores else [], "hours": plain(scores.hours) if scores else [],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether a challenger may replace the champion, and why, in a sentence."""

    replaces: bool
    why: str


def learn(columns: Columns, outcomes: Sequence[Outcome], rules: Learning, seed: int) -> Learned:
    """The scorer that these prospects teach; the same from the same data and seed."""
    history = replace(history_of(columns, outcomes), known_before=frozenset(rules.known_before))
    believed = prior(rules, columns.get(SCORE, ()), usual(history, rules.horizon_days))
    scorer = fit(history, horizon_days=rules.horizon_days, prior=believed, seed=seed)
    return Learned(scorer, history, outcomes, snapshot(columns, outcomes, rules))


def frame_of(columns: Columns) -> Frame:
    """Numbers as numbers, also where none is known; all else as texts."""
    return Frame(
        {name: np.array(values, float if _is_numeric(values) else object) for name, values in columns.items()}
    )


def frame_for(scorer: Scorer, columns: Columns) -> Frame:
    """The same for a scorer; a column that it knows and nobody fills any more is unknown."""
    rows = len(next(iter(columns.values()), ()))
    lost = {one.source: one for one in scorer.codings if one.source not in columns}
    blank = {
        name: [math.nan if isinstance(one, Number) and not one.part else None] * rows
        for name, one in lost.items()
    }
    return frame_of({**columns, **blank})


def history_of(columns: Columns, outcomes: Sequence[Outcome]) -> History:
    """The past as the estimator wants it. Margins count only if any was ever entered."""
    margins = [one.margin for one in outcomes]
    return History(
        frame_of(columns),
        np.array([float(one.days_to_order is not None) for one in outcomes]),
        decided=np.array([one.instant.replace(tzinfo=None) for one in outcomes], "datetime64[s]"),
        observed_days=np.array([one.observed_days for one in outcomes]),
        days_to_order=_floats([one.days_to_order for one in outcomes]),
        amount=_floats([one.amount for one in outcomes]),
        margin=_floats(margins) if any(one is not None for one in margins) else None,
        hours=_floats([one.hours for one in outcomes]),
    )


def usual(history: History, horizon_days: int) -> float:
    """The share that buys within the horizon, the young counted as far as they can be."""
    weight = weights(history, horizon_days)
    return float((history.sold * weight).sum() / max(1.0, weight.sum()))


def prior(rules: Learning, points: Sequence[float], usual: float) -> Prior:
    """The written score as odds: a straight line in log-odds, as steep as the procedure says.

    It is moved up or down until these prospects together are believed to buy as often as they do.
    """
    low, high = _logit(rules.odds_at_0), _logit(rules.odds_at_100)
    slope = (high - low) / 100
    known = np.array([each for each in points if math.isfinite(each)], dtype=np.float64)
    base = _moved(slope * known, usual) if len(known) and 0 < usual < 1 else low
    return Prior(SCORE, base=base, slope=slope, worth=float(rules.scorecard_worth))


def _moved(log_odds: Floats, usual: float) -> float:
    """What to add to these log-odds so that their mean probability is the usual one; by halving."""
    low, high = -20.0 - float(log_odds.max()), 20.0 - float(log_odds.min())
    for _ in range(60):
        middle = (low + high) / 2
        too_much = float((1 / (1 + np.exp(-(log_odds + middle)))).mean()) > usual
        low, high = (low, middle) if too_much else (middle, high)
    return (low + high) / 2


def snapshot(columns: Columns, outcomes: Sequence[Outcome], rules: Learning) -> str:
    """A digest of everything that was learned from."""
    told = rules.model_dump_json(exclude=set() if rules.known_before else {"known_before"})
    digest = sha256(told.encode())
    for name in sorted(columns):
        digest.update(json.dumps([name, columns[name]]).encode())
    digest.update(json.dumps([asdict(one) for one in outcomes], default=str).encode())
    return digest.hexdigest()


def compare(champion: Scorer, since: Any, challenger: Learned) -> Comparison:
    """No worse than the champion, within a standard error, on blocks of time that began after it had learned.

    What was predicted of earlier blocks came of less than the champion knew: that would not be fair.
    """
    told, outcomes = challenger.scorer.out_of_time, challenger.outcomes
    later = np.array([outcomes[row].instant > since for row in told.rows.tolist()], dtype=np.bool_)
    newer = later & ~np.isin(told.block, np.unique(told.block[~later]))
    orders = int(told.sold[newer].sum())
    if orders < ORDERS_TO_COMPARE:
        return Comparison(
            False, f"{orders} orders of prospects decided since the model in use learned: {ORDERS_TO_COMPARE} are "
            "needed to tell which of the two is better.",
        )  # fmt: skip
    try:
        before = champion.score(challenger.history.frame.take(told.rows[newer])).probability
    except KeyError as gone:
        return Comparison(True, f"The model in use needs “{gone.args[0]}”, which is no longer known.")
    mean, error = _gap(
        _loss(told.probability[newer], told.sold[newer]), _loss(before, told.sold[newer]), told.weight[newer]
    )
    said = f"log-loss {mean:+.4f} against the model in use (± {error:.4f}) on {int(newer.sum()):,} newer prospects"
    if mean <= error:
        return Comparison(True, f"No worse: {said}.")
    return Comparison(False, f"Worse: {said}.")


def plain(values: Floats) -> list[float | None]:
    """As JSON takes them: None where nothing is known."""
    return [value if math.isfinite(value) else None for value in values.tolist()]


def _loss(chance: Floats, sold: Floats) -> Floats:
    return log_loss(np.clip(chance, SURE, 1 - SURE), sold)


def _gap(new: Floats, old: Floats, weight: Floats) -> tuple[float, float]:
    """The mean difference and its standard error."""
    gap = new - old
    mean = float(np.average(gap, weights=weight))
    spread = float(((weight * (gap - mean)) ** 2).sum())
    return mean, math.sqrt(spread) / float(weight.sum())


def _is_numeric(values: Sequence[Any]) -> bool:
    return bool(values) and isinstance(values[0], float)


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def _logit(chance: float) -> float:
    return math.log(chance / (1 - chance))
