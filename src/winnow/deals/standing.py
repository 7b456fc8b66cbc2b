"""One open opportunity with all that boards and purges ask of it, and what many come to. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import sqrt

from winnow.deals.rules import Deal
from winnow.procedure.dealing import Deals

Z95 = 1.959963984540054


@dataclass(slots=True)
class Standing:
    """`odds`, `odds_margin` and `hours` are learned ones, where there are any."""

    deal: Deal
    stage: str
    low: Decimal | None = None
    high: Decimal | None = None
    margin: Decimal | None = None
    doubted_at: datetime | None = None
    review_at: datetime | None = None
    odds: float | None = None
    odds_margin: float | None = None
    hours: float | None = None


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
    unknown: int  # without an amount
    sums: tuple[Sum, ...]


def chance(one: Standing, deals: Deals) -> float:
    """Of an order: as learned, else as the procedure believes of its stage."""
    return one.odds if one.odds is not None else deals.stage(one.stage).odds


def columns(standings: Iterable[Standing], deals: Deals) -> list[Column]:
    """The stages in order, each with what stands there."""
    at: dict[str, list[Standing]] = {stage.key: [] for stage in deals.stages}
    for one in standings:
        at[deals.stage(one.stage).key].append(one)
    return [
        Column(
            stage.key, stage.text, len(at[stage.key]), sum(one.deal.amount is None for one in at[stage.key]),
            sums(at[stage.key], deals),
        )
        for stage in deals.stages
    ]  # fmt: skip


def sums(standings: Iterable[Standing], deals: Deals) -> tuple[Sum, ...]:
    """What they come to, the currency with the most money first."""
    by_currency: dict[str, list[Standing]] = {}
    for one in standings:
        if one.deal.amount is not None:
            by_currency.setdefault(one.deal.currency, []).append(one)
    found = [_sum(currency, some, deals) for currency, some in by_currency.items()]
    return tuple(sorted(found, key=lambda one: (-one.amount, one.currency)))


def _sum(currency: str, some: list[Standing], deals: Deals) -> Sum:
    amount = low = high = Decimal(0)
    terms = []
    for one in some:
        likely = one.deal.amount or Decimal(0)
        amount += likely
        low += likely if one.low is None else one.low
        high += likely if one.high is None else one.high
        terms.append((chance(one, deals), float(likely)))
    expected, below, above = spread(terms, float(high))
    return Sum(currency, amount, low, high, expected, below, above)


def spread(terms: Iterable[tuple[float, float]], most: float) -> tuple[float, float, float]:
    """Expected of so many (odds, money), and the 95 % interval of chance around it, between nothing and `most`."""
    known = list(terms)
    expected = sum(odds * money for odds, money in known)
    reach = Z95 * sqrt(sum(odds * (1 - odds) * money**2 for odds, money in known))
    return expected, max(expected - reach, 0.0), min(expected + reach, most)
