"""Which campaigns do not pay and which do, with what is still to come from those who have not bought yet.

What came is taken as it is. What those who have not bought yet bring within a year from now is read from the curve of
the whole company, times how many more or fewer than by that curve have bought of the campaign's so far (Bühlmann's
credibility for Poisson counts: a Gamma prior, as wide as campaigns differ), at the campaign's own worth of an order,
drawn towards the company's while it has few. All that is uncertain, and so is the return to be expected: only one
whose whole interval is on one side is a reason to act.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import hypot, sqrt

from scipy.special import gammaincinv

from winnow.measure.canonical import Unknown
from winnow.measure.curves.history import History
from winnow.measure.curves.kaplan_meier import Curve
from winnow.measure.facts import Facts
from winnow.measure.forecasting import Open, around, expected_orders
from winnow.measure.metrics.conversion import histories
from winnow.measure.metrics.money import Money, returns
from winnow.measure.metrics.scope import Scope
from winnow.measure.once import once
from winnow.measure.returns import ENOUGH_ORDERS, Return
from winnow.measure.shares import Z95

LEVEL = 0.95
AHEAD = 365.0  # days
MOST_ALIKE = (
    25.0  # of the prior, a standard deviation of a fifth: a dozen campaigns cannot show that all are alike
)
LEAST_ALIKE = 1.0
DRAWN = 5  # so many orders of the company's worth are added to a campaign's own
STOP, FEED, UNTOLD, FREE = "stop", "feed", "untold", "free"
ORDER = (STOP, FEED, UNTOLD, FREE)


@dataclass(frozen=True, slots=True)
class Expected:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Feeding:
    """One campaign in one currency.

    `to_come`: orders within a year from now, of all currencies. `back`: what
    it will have brought then, `to_expect` the same as a return on its cost; None where nothing was spent.
    """

    money: Money
    to_come: Expected
    back: Expected
    to_expect: Expected | None

    @property
    def advice(self) -> str:
        """`stop`, `feed`, `untold` while the interval has nothing inside it, `free` where nothing was spent.

        To feed a campaign takes orders of its own, not the company's curve alone.
        """
        if self.to_expect is None:
            return FREE
        if self.to_expect.high < 0:
            return STOP
        return FEED if self.to_expect.low > 0 and self.money.money.orders >= ENOUGH_ORDERS else UNTOLD

    @property
    def loss(self) -> float:
        """What is expected to be lost, in its currency; below 0 for a gain."""
        return float(self.money.money.cost) - self.back.value


def feeding(facts: Facts, scope: Scope) -> tuple[Feeding, ...] | Unknown:
    """Campaigns with what to do, the costliest losses first, then what pays best, then what cannot be told."""
    paid = returns(facts, scope)
    if isinstance(paid, Unknown):
        return paid
    whole = histories(facts).get(None)
    if whole is None:
        return Unknown("Nobody has inquired.")
    curve, company = whole.curve(), _company(facts)
    own = {of: one for of, one in histories(facts, scope, "campaign").items() if of}
    likeness = _likeness([_so_far(one, curve) for one in own.values()])
    found = [
        _feeding(one, company.get(one.money.currency), _to_come(own.get(one.of), curve, likeness))
        for one in paid
        if one.of
    ]
    return tuple(sorted(found, key=_rank))


def _rank(one: Feeding) -> tuple[int, float, str]:
    gain = -one.to_expect.low if one.advice == FEED and one.to_expect else -one.loss
    return ORDER.index(one.advice), gain, one.money.of or ""


@once
def _company(facts: Facts) -> Mapping[str, Return]:
    found = returns(facts, Scope(), None)
    return {} if isinstance(found, Unknown) else {one.money.currency: one.money for one in found}


@dataclass(frozen=True, slots=True)
class _Coming:
    """Orders still to come: how many, and the variance of that number."""

    orders: float
    variance: float


def _feeding(one: Money, company: Return | None, coming: _Coming) -> Feeding:
    worth, spread = _worth(one.money, company)
    paid = coming.variance * worth**2 + coming.orders * spread**2
    to_come = Expected(*around(coming.orders, coming.variance, Z95))
    back = _sum(_came(one.money, worth), Expected(*around(coming.orders * worth, paid, Z95)))
    return Feeding(one, to_come, back, _return(back, one.money.cost))


def _so_far(history: History, curve: Curve) -> tuple[float, float]:
    """(customers, as many as there would be by the company's curve)."""
    by_curve = curve.shares_at(history.as_of - history.asked)
    return float(history.count[history.happened].sum()), float(history.count @ by_curve)


def _likeness(campaigns: list[tuple[float, float]]) -> float:
    """The prior's weight, in expected customers: by how much more than chance campaigns differ (moments)."""
    expected = sum(by_curve for _, by_curve in campaigns)
    squares = sum(by_curve**2 for _, by_curve in campaigns)
    beyond = sum((came - by_curve) ** 2 for came, by_curve in campaigns) - expected
    return min(max(squares / beyond, LEAST_ALIKE), MOST_ALIKE) if beyond > 0 else MOST_ALIKE


def _to_come(history: History | None, curve: Curve, likeness: float) -> _Coming:
    if history is None:
        return _Coming(0.0, 0.0)
    came, by_curve = _so_far(history, curve)
    ratio, unsure = (likeness + came) / (likeness + by_curve), (likeness + came) / (likeness + by_curve) ** 2
    still = Open.of(history, curve, AHEAD)
    usual = expected_orders({"": still}, {"": curve}, [(0.0, AHEAD)])[0].orders[0]
    orders = ratio * usual
    return _Coming(orders, orders + unsure * usual**2 + (still.error * orders) ** 2)


def _worth(own: Return, company: Return | None) -> tuple[float, float]:
    """(mean, standard deviation) of what an order of the campaign's brings back."""
    if company is None or not company.orders:
        return 0.0, 0.0
    usual = float(company.back) / company.orders
    squares = company.sold.squares_of_margin if company.by_margin else company.sold.squares_of_revenue
    spread = sqrt(max(float(squares) / company.orders - usual**2, 0.0))
    alike = own.by_margin == company.by_margin
    back, orders = (float(own.back), own.orders) if alike else (0.0, 0)
    return (back + DRAWN * usual) / (orders + DRAWN), spread


def _came(own: Return, worth: float) -> Expected:
    """What came back, with how much of it was chance: of few orders by the exact bounds of their number."""
    back = float(own.back)
    if own.orders >= ENOUGH_ORDERS:
        squares = own.sold.squares_of_margin if own.by_margin else own.sold.squares_of_revenue
        reach = Z95 * sqrt(float(squares))
        return Expected(back, back - reach, back + reach)
    rest = (1 - LEVEL) / 2
    fewest = float(gammaincinv(own.orders, rest)) if own.orders else 0.0
    most = float(gammaincinv(own.orders + 1, 1 - rest))
    return Expected(back, min(back, fewest * worth), max(back, most * worth))


def _sum(one: Expected, other: Expected) -> Expected:
    """Of two that are wrong independently."""
    value = one.value + other.value
    down, up = (hypot(*parts) for parts in (
        (one.value - one.low, other.value - other.low), (one.high - one.value, other.high - other.value),
    ))  # fmt: skip
    return Expected(value, value - down, value + up)


def _return(back: Expected, cost: Decimal) -> Expected | None:
    spent = float(cost)
    if not spent:
        return None
    value, low, high = ((amount - spent) / spent for amount in (back.value, back.low, back.high))
    return Expected(value, low, high)
