"""From past prospects to a scorer."""

import numpy as np
from scipy.special import expit

from winnow.qualify.learn.additive import Additive, fit_logistic
from winnow.qualify.learn.blocks import trials
from winnow.qualify.learn.coding import Coding, encode, learn_codings
from winnow.qualify.learn.frame import Floats, Frame
from winnow.qualify.learn.history import History, Prior
from winnow.qualify.learn.leak import find_leaks
from winnow.qualify.learn.measures import area, kept, log_loss
from winnow.qualify.learn.scorer import OutOfTime, Scorer, Validated


def fit(history: History, *, horizon_days: int = 365, prior: Prior | None = None, seed: int = 0) -> Scorer:
    """The scorer that these outcomes support, with the reasons for what it is and is not."""
    refused = find_leaks(history)
    history = history.with_frame(history.frame.without(each.column for each in refused))
    weight = np.ones(len(history))
    rows, chances, blocks, measured = [], [], [], []
    for trial in trials(history, seed):
        codings, model = _logistic(
            history.frame.take(trial.train), history.sold[trial.train], weight[trial.train]
        )
        chance = expit(model.log_odds(encode(codings, history.frame.take(trial.test))))
        sold = history.sold[trial.test]
        measured.append(
            [log_loss(chance, sold, weight[trial.test]).mean(), area(chance, sold), kept(chance, sold)]
        )
        rows.append(trial.test)
        chances.append(chance)
        blocks.append(np.full(len(trial.test), trial.block))
    tested = np.concatenate(rows)
    amount = None if history.amount is None else history.amount[tested]
    shown = OutOfTime(
        tested, np.concatenate(chances), history.sold[tested], weight[tested], np.concatenate(blocks), amount
    )
    codings, model = _logistic(history.frame, history.sold, weight)
    used = tuple(dict.fromkeys(coding.source for coding in codings))
    mean, error = np.mean(measured, axis=0), np.std(measured, axis=0) / np.sqrt(max(1, len(measured) - 1))
    validated = Validated("logistic", mean[0], error[0], mean[1], error[1], mean[2], error[2])
    return Scorer("logistic", used, refused, (), {"logistic": validated}, shown, codings, model)


def _logistic(frame: Frame, sold: Floats, weight: Floats) -> tuple[tuple[Coding, ...], Additive]:
    codings = learn_codings(frame)
    return codings, fit_logistic(codings, encode(codings, frame), sold, weight, np.zeros(len(sold)))
