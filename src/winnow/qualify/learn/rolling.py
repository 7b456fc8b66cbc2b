"""Every pupil tried out of time: what each says of prospects that it has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from winnow.qualify.learn.additive import Additive, Lesson, centred
from winnow.qualify.learn.blocks import Trial, trials
from winnow.qualify.learn.boosting import Boosted
from winnow.qualify.learn.calibration import platt
from winnow.qualify.learn.censor import as_of, weights
from winnow.qualify.learn.choice import Tested
from winnow.qualify.learn.coding import Coding, Number, encode, learn_codings
from winnow.qualify.learn.drift import moved
from winnow.qualify.learn.families import learn
from winnow.qualify.learn.frame import Floats
from winnow.qualify.learn.history import History, Prior
from winnow.qualify.learn.methods import Pupil

NEWEST_ROWS, NEWEST_ORDERS = 2_000, 150
ROWS_IN_A_TRIAL = 20_000


@dataclass(frozen=True, slots=True)
class Assumed:
    """What holds for every trial: the horizon, the written scorecard, the seed."""

    horizon_days: float
    prior: Prior | None
    seed: int

    def trust(self, orders: float) -> float:
        """How much the written scorecard counts after so many orders: all at first, half at its worth."""
        return self.prior.worth / (self.prior.worth + orders) if self.prior else 0.0


def lesson_of(history: History, assumed: Assumed) -> Lesson:
    """The rows to learn from, coded and weighted, oldest first."""
    past = history.take(history.in_time())
    codings = learn_codings(past.frame)
    codes = encode(codings, past.frame)
    return Lesson(codings, codes, past.sold, weights(past, assumed.horizon_days))


def beliefs(codings: Sequence[Coding], prior: Prior | None) -> Additive:
    """The written scorecard as a table on its column."""
    tables = [np.zeros(coding.size) for coding in codings]
    if prior is None:
        return Additive(0.0, tuple(tables))
    for table, coding in zip(tables, codings, strict=True):
        if coding.source == prior.column and isinstance(coding, Number):
            table[1:] = prior.slope * coding.middles
    return Additive(prior.base, tuple(tables))


def taught(pupil: Pupil, lesson: Lesson, assumed: Assumed) -> Additive | Boosted:
    """What a pupil learned; the written scorecard has a voice beside it as far as it still counts."""
    model = _untrusting(lesson, pupil, assumed) if pupil.trusted else _taught(lesson, pupil, assumed)
    if isinstance(model, Boosted) or not assumed.prior:
        return model
    mixed = _written(lesson, assumed.prior).mixed(assumed.trust(lesson.sold.sum()), model)
    return centred(mixed.base, mixed.tables, lesson.codes, lesson.weight)


def tried(history: History, pupils: Sequence[Pupil], assumed: Assumed) -> tuple[Tested, dict[Pupil, Floats]]:
    """The rows that were tested, and each pupil's log-odds for them."""
    plan = [trial for trial in trials(history, assumed.seed) if len(trial.test)]
    weight = weights(history, assumed.horizon_days)
    rows = np.concatenate([trial.test for trial in plan])
    block = np.concatenate([np.full(len(trial.test), trial.block) for trial in plan])
    said: dict[Pupil, list[Floats]] = {pupil: [] for pupil in pupils}
    for trial in plan:
        lesson = lesson_of(_known_then(history, trial), assumed)
        codes = encode(lesson.codings, history.frame.take(trial.test))
        for pupil in pupils:
            said[pupil].append(taught(pupil, lesson, assumed).log_odds(codes))
    tested = Tested(rows, history.sold[rows], weight[rows], block)
    return tested, {pupil: np.concatenate(parts) for pupil, parts in said.items()}


def _known_then(history: History, trial: Trial) -> History:
    """What was known when the trial's first prospect came; a sample of it where that is a great deal."""
    train = trial.train
    if len(train) > ROWS_IN_A_TRIAL:
        train = train[np.linspace(0, len(train) - 1, ROWS_IN_A_TRIAL).astype(np.int64)]
    past = history.take(train)
    if not history.has_dates or history.decided is None:
        return past
    return as_of(past, history.decided[trial.test].min())


def _written(lesson: Lesson, prior: Prior) -> Additive:
    """The written scorecard, as steep and as high as these outcomes say, drawn towards how it was written."""
    believed = beliefs(lesson.codings, prior)
    if not 0 < lesson.sold.sum() < len(lesson.sold):
        return believed
    return believed.stretched(*platt(believed.log_odds(lesson.codes), lesson.sold, lesson.weight))


def _taught(lesson: Lesson, pupil: Pupil, assumed: Assumed) -> Additive | Boosted:
    return learn(pupil.family, _newest(lesson) if pupil.newest else lesson, assumed.seed)


def _newest(lesson: Lesson) -> Lesson:
    """The same rows, each counting half as much as one that is newer by as many as hold enough orders."""
    orders = np.cumsum(lesson.sold[::-1])
    rows = max(NEWEST_ROWS, int(np.searchsorted(orders, NEWEST_ORDERS)) + 1)
    age = np.arange(len(lesson.sold))[::-1]
    return replace(lesson, weight=lesson.weight * 0.5 ** (age / rows))


def _untrusting(lesson: Lesson, pupil: Pupil, assumed: Assumed) -> Additive | Boosted:
    """Learned without the fields that have moved; those say nothing."""
    gone = {each.column for each in moved(lesson)}
    stay = [place for place, coding in enumerate(lesson.codings) if coding.source not in gone]
    fewer = replace(lesson, codings=tuple(lesson.codings[k] for k in stay), codes=lesson.codes[:, stay])
    model = _taught(fewer, pupil, assumed)
    if isinstance(model, Boosted):
        return model
    tables = [np.zeros(coding.size) for coding in lesson.codings]
    for place, table in zip(stay, model.tables, strict=True):
        tables[place] = table
    return Additive(model.base, tuple(tables))
