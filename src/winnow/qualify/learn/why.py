"""Why a scorer is what it is, in sentences."""

from dataclasses import dataclass

import numpy as np

from winnow.qualify.learn.additive import Lesson
from winnow.qualify.learn.choice import Tested, place_of
from winnow.qualify.learn.drift import Moved
from winnow.qualify.learn.frame import Floats
from winnow.qualify.learn.history import History, Prior
from winnow.qualify.learn.methods import HEDGED, STAYING

FOR_FIVE, FOR_TWO = 59, 149  # orders it takes to promise a loss of at most 5 % or 2 % with 95 % confidence


@dataclass(frozen=True, slots=True)
class Found:
    """What is known when the sentences are written."""

    method: str
    said: dict[str, Floats]
    tested: Tested
    moved: tuple[Moved, ...]
    history: History
    prior: Prior | None
    calibration: str
    lesson: Lesson
    horizon_days: float


def reasons(found: Found, used: tuple[str, ...]) -> tuple[str, ...]:
    """Method, newest window, drift, young prospects, too few orders, what was not used."""
    parts = (_method(found), _prior(found), _drift(found), _young(found), _few(found), _unused(found, used))
    return tuple(sentence for sentence in parts if sentence)


def _method(found: Found) -> str:
    if found.method in found.said:
        place = place_of(found.said[found.method], found.tested)
        return (
            f"“{found.method}” put a buyer before another prospect in {place.area:.1%} of pairs that it had not "
            f"seen (± {place.error():.1%}), and is the simplest of {len(found.said)} methods within a standard "
            f"error of the best."
        )
    best = max((place_of(score, found.tested) for score in found.said.values()), key=lambda each: each.area)
    return (
        f"No method told buyers from others better than chance ({best.area:.1%} of pairs, ± {best.error():.1%}): "
        f"these fields do not say who buys."
    )


def _prior(found: Found) -> str:
    if found.prior is None:
        return ""
    if found.method == "written scorecard":
        return "What was learned is no better than the written scorecard on the newest prospects: it is not used."
    trust = found.prior.worth / (found.prior.worth + found.history.orders)
    return f"The written scorecard still counts {trust:.0%} after {found.history.orders:,} orders."


def _drift(found: Found) -> str:
    if not found.moved:
        return ""
    names = ", ".join(f"“{each.column}”" for each in sorted(found.moved, key=lambda each: -each.index))
    done = "they count within the range known before, as that did no worse"
    if STAYING in found.method:
        done = "they are not used"
    elif HEDGED in found.method:
        done = "they are distrusted and count less"
    return f"Values have moved away from what they were in {names}: {done}."


def _young(found: Found) -> str:
    """How the young count, and what lies beyond the longest anyone has been watched."""
    ages = found.history.observed_days
    if ages is not None and np.nanmax(ages, initial=0.0) < found.horizon_days and not np.isnan(ages).any():
        return (
            f"Nobody has been watched for the whole horizon of {found.horizon_days:.0f} days: orders that come "
            f"after day {np.nanmax(ages):.0f} are not in these probabilities."
        )
    young = int((found.lesson.weight < 1).sum())
    if not young:
        return ""
    lost = float(found.lesson.weight[found.lesson.weight < 1].sum())
    return (
        f"{young:,} prospects are young: together they count as {lost:,.0f} that did not buy, "
        f"by how orders have arrived so far."
    )


def _few(found: Found) -> str:
    orders = int(found.tested.sold.sum())
    if orders >= FOR_TWO:
        return ""
    return (
        f"With {orders} orders out of time no loss of at most {'5 % or ' if orders < FOR_FIVE else ''}2 % can be "
        f"promised: {FOR_FIVE} are needed for 5 %, {FOR_TWO} for 2 %."
    )


def _unused(found: Found, used: tuple[str, ...]) -> str:
    idle = [name for name in found.history.frame.names if name not in used]
    if not idle:
        return ""
    names = ", ".join(f"“{name}”" for name in idle)
    return f"Nothing was learned from {names}: the same for practically everyone, or without effect."
