"""What stands at each stage of the pipeline, in each currency by itself. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from winnow.procedure.dealing import Deals

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Part:
    """So many at one stage in one currency: `expected` by the odds of each, `variance` of as many yeses and noes."""

    stage: str
    currency: str
    count: int
    unknown: int  # without an amount
    amount: Decimal
    low: Decimal
    high: Decimal
    expected: float
    variance: float
    neither: int = 0
    doubted: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """So much money in one currency: as likely, from where to where, and what is expected of it by the odds.

    The interval of 95 % is that of as many independent yeses and noes; it knows nothing of odds that are wrong.
    """

    currency: str
    amount: Decimal
    low: Decimal
    high: Decimal
    expected: float
    expected_low: float
    expected_high: float


@dataclass(frozen=True, slots=True)
class Column:
    """What stands at one stage."""

    key: str
    text: str
    count: int
    unknown: int
    sums: tuple[Sum, ...]


def columns(parts: Iterable[Part], deals: Deals) -> list[Column]:
    """The stages in order, each with what stands there; the currency with the most money first."""
    at: dict[str, list[Part]] = {stage.key: [] for stage in deals.stages}
    for one in parts:
        at[one.stage].append(one)
    return [
        Column(
            stage.key, stage.text, sum(one.count for one in at[stage.key]),
            sum(one.unknown for one in at[stage.key]), _sums(at[stage.key]),
        )
        for stage in deals.stages
    ]  # fmt: skip


def _sums(parts: list[Part]) -> tuple[Sum, ...]:
    known = [one for one in parts if one.count > one.unknown]
    found = [
        Sum(one.currency, one.amount, one.low, one.high, *spread(one.expected, one.variance, float(one.high)))
        for one in known
    ]
    return tuple(sorted(found, key=lambda one: (-one.amount, one.currency)))


def spread(expected: float, variance: float, most: float) -> tuple[float, float, float]:
    """What is expected, and the 95 % interval of chance around it, between nothing and `most`."""
    reach = Z95 * sqrt(max(variance, 0.0))
    return expected, max(expected - reach, 0.0), min(expected + reach, most)
