"""Figures with their intervals, added and multiplied."""

from collections.abc import Iterable
from math import sqrt

from winnow.measure.shares import Z95

Range = tuple[float, float, float]  # value, low, high


def total(ranges: Iterable[Range]) -> Range:
    """The sum of independent figures: reaches add as squares."""
    parts = list(ranges)
    value = sum(part[0] for part in parts)
    below = sqrt(sum((part[0] - part[1]) ** 2 for part in parts))
    above = sqrt(sum((part[2] - part[0]) ** 2 for part in parts))
    return value, value - below, value + above


def times(one: Range, other: Range) -> Range:
    """The product of two independent figures, none negative: relative reaches add as squares (first order)."""
    value = one[0] * other[0]
    if not value:
        return 0.0, 0.0, one[2] * other[2]
    below = sqrt(sum(((part[0] - part[1]) / part[0]) ** 2 for part in (one, other)))
    above = sqrt(sum(((part[2] - part[0]) / part[0]) ** 2 for part in (one, other)))
    return value, value * max(1 - below, 0.0), value * (1 + above)


def around(value: float, variance: float) -> Range:
    """A count to be expected with its 95 % interval: normal on the square-root scale, never below 0."""
    if value <= 0:
        return 0.0, 0.0, Z95 * sqrt(max(variance, 0.0))
    root, reach = sqrt(value), Z95 * sqrt(variance) / (2 * sqrt(value))
    return value, max(root - reach, 0.0) ** 2, (root + reach) ** 2


def straight(value: float, variance: float) -> Range:
    """A difference, which may be negative, with its 95 % interval."""
    reach = Z95 * sqrt(variance)
    return value, value - reach, value + reach
