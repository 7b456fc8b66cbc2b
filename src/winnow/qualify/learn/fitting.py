"""From past prospects to a scorer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from winnow.qualify.learn.additive import Additive, Lesson, centred
from winnow.qualify.learn.calibration import Calibration, calibrate, of_blocks, reliability
from winnow.qualify.learn.censor import within
from winnow.qualify.learn.choice import Tested, place_of, simplest, validated
from winnow.qualify.learn.coding import Number
from winnow.qualify.learn.cores import on_one_core
from winnow.qualify.learn.drift import Moved, moved
from winnow.qualify.learn.families import Model, blended, usual
from winnow.qualify.learn.frame import Floats
from winnow.qualify.learn.history import History, Prior
from winnow.qualify.learn.leak import Refused, find_leaks
from winnow.qualify.learn.methods import Methods, methods, pupils_of
from winnow.qualify.learn.money import expect
from winnow.qualify.learn.rolling import Assumed, beliefs, lesson_of, taught, tried
from winnow.qualify.learn.scorer import OutOfTime, Scorer
from winnow.qualify.learn.why import Found, reasons

ROWS_FOR_TREES, ORDERS_FOR_TREES = 1_000, 100
WRITTEN, USUAL = "written scorecard", "usual rate"
ORDERS_TO_JUDGE = 30  # fewer on the newest window say nothing against a model that still leans on the rules
ORDERS_TO_GIVE_UP = 60


@dataclass(frozen=True, slots=True)
class _Chosen:
    name: str
    log_odds: Floats


def fit(history: History, *, horizon_days: int = 365, prior: Prior | None = None, seed: int = 0) -> Scorer:
    """The scorer that these outcomes support, with the reasons for what it is and is not."""
    with on_one_core():
        return _fitted(history, horizon_days, prior, seed)


def _fitted(history: History, horizon_days: int, prior: Prior | None, seed: int) -> Scorer:
    refused = _refused(history, prior)
    usable = history.with_frame(history.frame.without(each.column for each in refused))
    usable = within(usable, horizon_days)
    assumed = Assumed(float(horizon_days), prior, seed)
    lesson = lesson_of(usable, assumed)
    drifting = moved(lesson) if history.decided is not None else ()
    if not 0 < usable.orders < len(usable) or not lesson.codings:
        return _without_outcomes(usable, lesson, assumed, refused)
    trees = len(usable) >= ROWS_FOR_TREES and usable.orders >= ORDERS_FOR_TREES
    candidates = methods(bool(drifting), trees)
    tested, of_pupils = tried(usable, pupils_of(candidates), assumed)
    said = {name: np.mean([of_pupils[p] for p in pupils], axis=0) for name, pupils in candidates.items()}
    if prior:
        said[WRITTEN] = prior.log_odds(usable.frame)[tested.rows]
    chosen = _choose(said, tested, bool(drifting))
    return _assembled(usable, lesson, assumed, refused, drifting, candidates, said, tested, chosen)


def _refused(history: History, prior: Prior | None) -> tuple[Refused, ...]:
    """Leaks; the written scorecard's own points are never one."""
    return tuple(each for each in find_leaks(history) if not prior or each.column != prior.column)


def _choose(said: dict[str, Floats], tested: Tested, drifting: bool) -> _Chosen:
    """The simplest method that holds, unless rules or the usual rate are as good on the newest window."""
    name = simplest({key: score for key, score in said.items() if key != WRITTEN}, tested, drifting)
    best = place_of(said[name], tested)
    if WRITTEN in said and _no_better(said[name], said[WRITTEN], tested):
        name = WRITTEN
    elif (tested.sold * tested.weight).sum() >= ORDERS_TO_GIVE_UP and best.area <= 0.5 + best.error():
        return _Chosen(USUAL, np.full(len(tested.rows), float(np.mean(said[name]))))
    return _Chosen(name, said[name])


def _no_better(score: Floats, written: Floats, tested: Tested) -> bool:
    newest = np.flatnonzero(tested.block >= (tested.block.max() + 1) // 2)
    if tested.sold[newest].sum() < ORDERS_TO_JUDGE:
        return False
    part = tested.where(newest)
    return place_of(score[newest], part).area <= place_of(written[newest], part).area


def _assembled(
    history: History, lesson: Lesson, assumed: Assumed, refused: tuple[Refused, ...], drifting: Sequence[Moved],
    candidates: Methods, said: dict[str, Floats], tested: Tested, chosen: _Chosen,
) -> Scorer:  # fmt: skip
    timed = history.decided is not None
    # No calibration repairs drift: a model that has seen the newest outcomes errs less than those before it did.
    corrected = not drifting or chosen.name == WRITTEN
    calibration = calibrate(chosen.log_odds, tested, timed) if corrected else Calibration()
    chance = expit(of_blocks(calibration.kind, chosen.log_odds, tested, timed))
    model = _model(chosen.name, candidates, lesson, assumed)
    past = history.take(history.in_time())
    value = past.margin if past.margin is not None else past.amount
    bought = None if value is None else np.where(past.sold > 0, value, np.nan)
    found = Found(
        chosen.name, said, tested, tuple(drifting), history, assumed.prior, calibration.kind, lesson,
        assumed.horizon_days,
    )  # fmt: skip
    return Scorer(
        chosen.name, _used(lesson, model), refused, reasons(found, _used(lesson, model)),
        {name: validated(name, score, tested) for name, score in said.items()},
        _out_of_time(history, tested, chance), lesson.codings, model, calibration,
        reliability(chance, tested),
        expect(lesson.codings, lesson.codes, bought), expect(lesson.codings, lesson.codes, past.hours),
    )  # fmt: skip


def _model(name: str, candidates: Methods, lesson: Lesson, assumed: Assumed) -> Model:
    if name == WRITTEN:
        written = beliefs(lesson.codings, assumed.prior)
        return centred(written.base, written.tables, lesson.codes, lesson.weight)
    if name == USUAL:
        return usual(float(lesson.sold.sum()), float(lesson.weight.sum()), [c.size for c in lesson.codings])
    return blended(tuple(taught(pupil, lesson, assumed) for pupil in candidates[name]))


def _used(lesson: Lesson, model: Model) -> tuple[str, ...]:
    """The columns that say anything."""
    if isinstance(model, Additive):
        told = [c.source for c, table in zip(lesson.codings, model.tables, strict=True) if np.ptp(table) > 0]
    else:
        told = [coding.source for coding in lesson.codings]
    return tuple(dict.fromkeys(told))


def _out_of_time(history: History, tested: Tested, chance: Floats) -> OutOfTime:
    amount = None if history.amount is None else history.amount[tested.rows]
    return OutOfTime(tested.rows, chance, tested.sold, tested.weight, tested.block, amount)


def _without_outcomes(
    history: History, lesson: Lesson, assumed: Assumed, refused: tuple[Refused, ...]
) -> Scorer:
    """Before there is anything to learn from: the written scorecard, or one rate for all."""
    written = assumed.prior is not None and any(
        isinstance(coding, Number) and coding.source == assumed.prior.column for coding in lesson.codings
    )
    model = _model(WRITTEN if written else USUAL, {}, lesson, assumed)
    nobody = np.empty(0, np.int64)
    shown = OutOfTime(nobody, np.empty(0), np.empty(0), np.empty(0), nobody)
    why = f"There are {history.orders:,} orders among {len(history):,} prospects: nothing can be learned yet."
    return Scorer(
        WRITTEN if written else USUAL, _used(lesson, model), refused, (why,), {}, shown,
        lesson.codings, model, Calibration(),
    )  # fmt: skip
