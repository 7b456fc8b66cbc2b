"""The leak guard: which columns were filled in after the outcome, or merely number the prospects.

Judged by the rows alone, never by a column's name. A column's values are put in order on one half of the
rows and tested on the other, against what is usual at the same time, so that neither chance nor a rate that
moves over the years looks like knowledge of the outcome.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from winnow.qualify.learn.coding import Coding, Number, in_groups, learn_codings
from winnow.qualify.learn.dates import days_of, is_dates
from winnow.qualify.learn.evidence import Evidence, weigh
from winnow.qualify.learn.frame import Bools, Column, Floats, Frame, Ints, is_number, is_unknown
from winnow.qualify.learn.history import History
from winnow.qualify.learn.identity import numbers_the_rows

ROWS = 40_000
LEAST_ROWS = 40
STRATA = 20
GROUPS, FEW_VALUES = 20, 30
ROWS_A_STRATUM = 100

SPREAD = 200.0  # odds at the upper end of a column over odds at its lower end: honest columns reach 70
CERTAIN = 75.0  # odds of a value over the usual odds that nothing known beforehand reaches
NEARLY_CERTAIN, OF_ORDERS = 30.0, 0.10  # ... and what is too much when it explains that share of all orders
IMPOSSIBLE, OF_ROWS = 40.0, 0.05  # usual odds over those of values after which nobody buys
NEARLY_IMPOSSIBLE, OF_MANY_ROWS = 20.0, 0.30
BLANK_SPREAD, BLANK_AREA = 100.0, 0.82  # whether it is filled in alone tells far less in honest columns
TOO_GOOD = 0.88  # area under the curve of one column alone
FILLED_TOGETHER = 0.75  # correlation of being blank with a column that is a leak
LATER, LATER_ROWS = 0.01, 5
A_DAY = 1.0


@dataclass(frozen=True, slots=True)
class Refused:
    """A column that is not used, and why, in one sentence.

    `is_judged`: by what its values look like, so that somebody who knows how they came about may know better.
    """

    column: str
    reason: str
    is_judged: bool = False


def find_leaks(history: History) -> tuple[Refused, ...]:
    """The columns that may not be used, in the order of the frame; none that somebody vouches for."""
    if len(history) < LEAST_ROWS:
        return ()
    past = _thinned(history)
    found: dict[str, str] = {}
    doubtful = [name for name in past.frame.names if name not in history.known_before]
    for name in doubtful:
        reason = numbers_the_rows(past.frame[name], past.in_time()) or _too_late(past.frame[name], past)
        if reason:
            found[name] = reason
    judged: dict[str, str] = {}
    if 0 < past.sold.sum() < len(past):
        judged = _giveaways(past, [name for name in doubtful if name not in found])
    return tuple(
        Refused(name, (found | judged)[name], name in judged)
        for name in past.frame.names if name in found or name in judged
    )  # fmt: skip


def _thinned(history: History) -> History:
    if len(history) <= ROWS:
        return history
    return history.take(np.linspace(0, len(history) - 1, ROWS).astype(np.int64))


def usual_rates(history: History) -> Floats:
    """The rate of orders around each row's time; one rate for all where there is no time."""
    strata = int(np.clip(len(history) // ROWS_A_STRATUM, 1, STRATA)) if history.decided is not None else 1
    place = np.empty(len(history), dtype=np.int64)
    place[history.in_time()] = np.arange(len(history)) * strata // len(history)
    size = np.bincount(place, minlength=strata)
    overall = history.sold.mean()
    rates: Floats = (np.bincount(place, history.sold, strata) + overall) / (size + 1.0)
    return rates[place]


# Dates


def _too_late(values: Column, past: History) -> str:
    """Why a date cannot have been known at the decision; empty when it can."""
    if is_number(values) or not past.has_dates or past.decided is None:
        return ""
    if not is_dates([text for text in values.tolist() if text is not None]):
        return ""
    decided = past.decided.astype("datetime64[s]").astype(np.float64) / 86400
    days = days_of(values)
    known = np.isfinite(days)
    late = int((days[known] > decided[known] + A_DAY).sum())
    if late < LATER_ROWS or late < LATER * known.sum():
        return ""
    return f"Holds dates later than the decision for {late:,} of {int(known.sum()):,} prospects."


# What gives the outcome away


def _giveaways(past: History, names: Sequence[str]) -> dict[str, str]:
    usual = usual_rates(past)
    found: dict[str, str] = {}
    blank = {name: is_unknown(past.frame[name]) for name in names}
    for name in names:
        reason = _blank_tells(blank[name], past.sold, usual) or _values_tell(past, name, usual)
        if reason:
            found[name] = reason
    return found | _accomplices(found, blank)


def _blank_tells(blank: Bools, sold: Floats, usual: Floats) -> str:
    """Why being blank or not gives the outcome away; empty when it does not."""
    if not 0 < blank.sum() < len(blank):
        return ""
    evidence = weigh(blank.astype(np.int64), sold, usual)
    if not (_incredible(evidence) or evidence.spread >= BLANK_SPREAD or evidence.area >= BLANK_AREA):
        return ""
    filled, empty = sold[~blank].mean(), sold[blank].mean()
    return (
        f"Whether it is filled in gives the outcome away: {filled:.0%} bought where it is, "
        f"{empty:.0%} where it is blank."
    )


def _values_tell(past: History, name: str, usual: Floats) -> str:
    """Why its values give the outcome away; empty when they do not."""
    for coding in learn_codings(past.frame.only([name])):
        if isinstance(coding, Number) and coding.part and coding.part != "length":
            continue  # months and hours move with the rate of orders: that is no knowledge of the outcome
        groups, words = _groups(coding, past.frame)
        evidence = weigh(groups, past.sold, usual)
        if _incredible(evidence):
            return _said(evidence, groups, past.sold, words)
    return ""


def _incredible(evidence: Evidence) -> bool:
    return (
        evidence.spread >= SPREAD
        or evidence.certain >= CERTAIN
        or (evidence.certain >= NEARLY_CERTAIN and evidence.of_orders >= OF_ORDERS)
        or (evidence.impossible >= IMPOSSIBLE and evidence.of_rows >= OF_ROWS)
        or (evidence.impossible >= NEARLY_IMPOSSIBLE and evidence.of_rows >= OF_MANY_ROWS)
        or evidence.area >= TOO_GOOD
    )


def _said(evidence: Evidence, groups: Ints, sold: Floats, words: Sequence[str]) -> str:
    top, bottom = groups == evidence.highest, groups == evidence.lowest
    return (
        f"Knows the outcome too well: of {int(top.sum()):,} prospects with “{words[evidence.highest]}” "
        f"{sold[top].mean():.0%} bought, of {int(bottom.sum()):,} with “{words[evidence.lowest]}” "
        f"{sold[bottom].mean():.1%}, so it was probably filled in afterwards."
    )


def _groups(coding: Coding, frame: Frame) -> tuple[Ints, list[str]]:
    """Each row's group, and the groups' words: categories as they are, numbers in about twenty."""
    codes = coding.codes(frame).astype(np.int64)
    words = [coding.word(code) for code in range(coding.size)]
    if not isinstance(coding, Number) or coding.size <= FEW_VALUES:
        return codes, words
    group = in_groups(coding, codes, GROUPS)
    first = np.searchsorted(group, np.arange(int(group.max()) + 1))
    return group[codes], [_from_on(coding, code) for code in first.tolist()]


def _from_on(coding: Number, code: int) -> str:
    return coding.word(code) if code == 0 else f"{coding.middles[code - 1]:.6g} or so"


def _accomplices(found: dict[str, str], blank: dict[str, Bools]) -> dict[str, str]:
    """Columns that are filled in together with one that is a leak."""
    guilty: dict[str, str] = {}
    for name, missing in blank.items():
        if name in found or not 0.05 <= missing.mean() <= 0.995:
            continue
        for leak in found:
            if _filled_with(missing, blank[leak]):
                guilty[name] = f"Is filled in together with “{leak}”, which is filled in after the outcome."
                break
    return guilty


def _filled_with(blank: Bools, leak: Bools) -> bool:
    """Whether two columns are filled in on the same occasion, or one only where the rarer other one is."""
    if not 0.05 <= leak.mean() <= 0.995:
        return False
    filled = int((~blank).sum())
    only_there = int((~blank & ~leak).sum()) >= 0.98 * filled and filled >= 20 and leak.mean() >= 0.5
    return only_there or _correlation(blank, leak) >= FILLED_TOGETHER


def _correlation(one: Bools, other: Bools) -> float:
    a: Any = one.astype(np.float64)
    return float(np.corrcoef(a, other.astype(np.float64))[0, 1])
