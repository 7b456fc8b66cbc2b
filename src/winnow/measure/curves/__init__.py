"""Conversion over time: how many of those who asked have bought by an age, and will have.

    kaplan_meier(duration, happened, count, entry)    the curve with its band; `.at(age)`, `.quantile(share)`
    History.of(asked, bought, as_of, count)           who asked when and bought when, as known at an instant
    young_cohort(history, since, until, horizon)      what a young cohort will have brought
    backtest(history, edges, horizon, at)             how good such forecasts were
    pooled_cure(history)                              the long tail, fitted to all cohorts together
    left_truncation(history)                          whether early purchases are missing in the data

Arrays in, frozen values out. An age is in days wherever a `History` is. Formulas and figures: docs/measuring.md.
"""

from winnow.measure.curves.backtest import Backtest, Tried, backtest
from winnow.measure.curves.cure import CureCurve, pooled_cure
from winnow.measure.curves.history import History
from winnow.measure.curves.kaplan_meier import Curve, Estimate, kaplan_meier
from winnow.measure.curves.truncation import Truncation, left_truncation
from winnow.measure.curves.young import Young, young_cohort

__all__ = [
    "Backtest", "CureCurve", "Curve", "Estimate", "History", "Tried", "Truncation", "Young",
    "backtest", "kaplan_meier", "left_truncation", "pooled_cure", "young_cohort",
]  # fmt: skip
