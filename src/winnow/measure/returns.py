"""What a campaign cost and what came back, each currency by itself; and the Rule of 45."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from winnow.measure.shares import Z95

ENOUGH_ORDERS = 5  # fewer say nothing about how much chance there is in their sum
JUDGED_AFTER = 90  # days
RULE_OF_45 = Decimal(45)  # per cent


@dataclass(frozen=True, slots=True)
class Sold:
    """Orders in one currency: how many, their sums, how many margins are known, and the sums of squares."""

    currency: str
    orders: int = 0
    revenue: Decimal = Decimal(0)
    margin: Decimal = Decimal(0)
    margins: int = 0
    squares_of_revenue: Decimal = Decimal(0)
    squares_of_margin: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Return:
    """Cost and orders in one currency."""

    currency: str
    cost: Decimal
    sold: Sold

    @property
    def orders(self) -> int:
        return self.sold.orders

    @property
    def revenue(self) -> Decimal:
        return self.sold.revenue

    @property
    def margin(self) -> Decimal | None:
        """None unless every order's margin is known."""
        return self.sold.margin if self.by_margin else None

    @property
    def by_margin(self) -> bool:
        """Whether the return is one of margin; else it is one of revenue."""
        return self.orders > 0 and self.sold.margins == self.orders

    @property
    def basis(self) -> str:
        return "margin" if self.by_margin else "revenue"

    @property
    def back(self) -> Decimal:
        return self.sold.margin if self.by_margin else self.revenue

    @property
    def roi(self) -> Decimal | None:
        """(what came back − cost) ÷ cost; None where nothing was spent in this currency."""
        return (self.back - self.cost) / self.cost if self.cost else None

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """95 % for the ROI if orders come independently: their sum varies by √Σx² (a compound Poisson sum)."""
        if not self.cost or self.orders < ENOUGH_ORDERS:
            return None
        squares = self.sold.squares_of_margin if self.by_margin else self.sold.squares_of_revenue
        reach = Decimal(Z95 * sqrt(squares))
        low = self.back - reach if self.by_margin else max(self.back - reach, Decimal(0))
        return (low - self.cost) / self.cost, (self.back + reach - self.cost) / self.cost

    def cost_of(self, count: int) -> Decimal | None:
        """What one of so many cost; None where nothing was spent, or nothing came."""
        return self.cost / count if self.cost and count else None


def by_currency(costs: Iterable[tuple[str, Decimal]], orders: Iterable[Sold]) -> tuple[Return, ...]:
    """Costs and orders side by side; no currency is added to another. The one with the highest cost comes first."""
    spent, sold = dict(costs), {one.currency: one for one in orders}
    found = [
        Return(currency, spent.get(currency, Decimal(0)), sold.get(currency, Sold(currency)))
        for currency in {*spent, *sold}
    ]
    return tuple(sorted(found, key=lambda one: (-one.cost, -one.revenue, one.currency)))


@dataclass(frozen=True, slots=True)
class Yardstick:
    """How many inquirers buy from somebody within a year by the Rule of 45, and what became of them here.

    A practitioner's rule from unpublished data (grade C): it shows what was left to others, it proves nothing.
    """

    inquirers: int
    bought: int
    elsewhere: int
    per_cent: Decimal = RULE_OF_45

    @property
    def expected(self) -> int:
        return round(self.inquirers * self.per_cent / 100)

    @property
    def unaccounted(self) -> int:
        """Expected buyers of whom nobody here knows that they bought."""
        return max(self.expected - self.bought - self.elsewhere, 0)


def is_ripe(prospects: int, old: int) -> bool:
    """Whether a campaign can be judged: half of its prospects first inquired `JUDGED_AFTER` days ago or earlier."""
    return prospects > 0 and 2 * old >= prospects
