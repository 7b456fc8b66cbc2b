"""Figures as the report writes them, always with their interval."""

from datetime import date
from decimal import Decimal

from winnow.measure.canonical import Unknown
from winnow.measure.curves.kaplan_meier import Estimate
from winnow.measure.findings.when import honest
from winnow.measure.findings.words import span
from winnow.measure.shares import Share

NONE = "–"


def count(number: float | None) -> str:
    return NONE if number is None else f"{number:,.0f}"


def share(one: Share | Unknown) -> str:
    """“61 % (58–64)”."""
    if isinstance(one, Unknown):
        return "not known"
    if one.value is None or one.interval is None:
        return NONE
    return ranged(one.value, *one.interval)


def estimate(one: Estimate | None) -> str:
    if one is None:
        return NONE
    whole = honest(one)
    return ranged(whole.value, whole.low, whole.high)


def ranged(value: float, low: float, high: float) -> str:
    """A share between 0 and 1 with its interval, in per cent."""
    digits = 1 if high < 0.2 else 0
    return f"{100 * value:.{digits}f} % ({100 * low:.{digits}f}–{100 * high:.{digits}f})"


def minutes(number: float | None) -> str:
    """“12 min”, “3.4 h”, “2.1 days”; not reached yet is said."""
    if number is None:
        return "not yet"
    if number < 120:
        return f"{number:.0f} min"
    return f"{number / 60:.1f} h" if number < 2_880 else f"{number / 1_440:.1f} days"


def days(number: float | None) -> str:
    return "not yet" if number is None else f"{number:,.0f} days"


def money(amount: Decimal | float | Unknown | None, currency: str = "") -> str:
    if isinstance(amount, Unknown):
        return "not known"
    return NONE if amount is None else f"{amount:,.0f} {currency}".strip()


def reach(one: tuple[float, float, float]) -> str:
    """A figure with its interval."""
    digits = 0 if one[2] >= 10 else 1
    return f"{one[0]:,.{digits}f} ({span(one[1], one[2])})"


def times(number: Decimal | float | None) -> str:
    """A return in per cent."""
    return NONE if number is None else f"{100 * float(number):+,.0f} %"


def day(one: date | None) -> str:
    return NONE if one is None else one.isoformat()


def month(one: date | None) -> str:
    return NONE if one is None else f"{one:%Y-%m}"
