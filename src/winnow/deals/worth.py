"""What letting opportunities go frees, and what it may cost. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from winnow.deals.standing import Standing, chance, spread
from winnow.procedure.dealing import Deals


@dataclass(frozen=True, slots=True)
class Usual:
    """What an order brings here: margin a seller's hour, the share of an amount that is margin, margin of an order.

    None where no order with a margin tells.
    """

    an_hour: float | None = None
    share: float | None = None
    of_order: float | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """Of so many opportunities: hours they took of late and what those are worth, and the margin they may yet bring.

    `unknown` of them have neither amount nor margin; they count with the margin of a usual order, if there is one.
    """

    count: int
    hours: float
    frees: float | None
    costs: float
    costs_low: float
    costs_high: float
    unknown: int


def worth(some: Iterable[Standing], minutes: dict[int, int], deals: Deals, usual: Usual) -> Worth:
    """Amounts are taken at their number, whatever their currency."""
    count = unknown = spent = 0
    terms: list[tuple[float, float]] = []
    for one in some:
        count += 1
        spent += minutes.get(one.deal.prospect, 0)
        unknown += one.deal.amount is None and one.margin is None
        terms.append((chance(one, deals), margin_of(one, usual)))
    expected, low, high = spread(terms, sum(money for _, money in terms))
    hours = spent / 60
    frees = None if usual.an_hour is None else hours * usual.an_hour
    return Worth(count, hours, frees, expected, low, high, unknown)


def margin_of(one: Standing, usual: Usual) -> float:
    """Its own margin, else that learned for it, else the usual share of its amount, else that of a usual order."""
    if one.margin is not None:
        return float(one.margin)
    if one.odds_margin is not None:
        return one.odds_margin
    if one.deal.amount is not None:
        return float(one.deal.amount) * (1.0 if usual.share is None else usual.share)
    return usual.of_order or 0.0
