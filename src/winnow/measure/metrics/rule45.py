"""The Rule of 45: what was left to others, by a rule of thumb that anybody may replace by a better figure.

About 45 % of inquirers buy from somebody within a year, says Obermayer of more than a hundred studies that he did not
publish: grade C. It is a yardstick; it proves nothing about a single campaign.
"""

from dataclasses import dataclass
from decimal import Decimal

import ibis
from ibis import _

from winnow.measure.canonical import Unknown
from winnow.measure.facts import Facts
from winnow.measure.metrics.asking import ask
from winnow.measure.metrics.scope import ALL, Scope, counted, lacking
from winnow.measure.once import once
from winnow.measure.returns import RULE_OF_45, Yardstick

GRADE = "Rule of thumb, grade C: a practitioner's figure from unpublished studies. Put in your own."


@dataclass(frozen=True, slots=True)
class LeftToOthers:
    """One group: expected buyers, what became of them as far as known, and the money at our own mean order."""

    of: str | None
    yardstick: Yardstick
    not_buying: int
    mean_order: dict[str, Decimal]  # by currency
    grade: str = GRADE

    @property
    def money(self) -> dict[str, Decimal]:
        """The unaccounted for × the mean order, by currency; nothing where nothing has been sold yet."""
        return {currency: mean * self.yardstick.unaccounted for currency, mean in self.mean_order.items()}


def left_to_others(
    facts: Facts, scope: Scope = ALL, by: str | None = "campaign", per_cent: Decimal = RULE_OF_45
) -> tuple[LeftToOthers, ...] | Unknown:
    """By campaign (or another dimension), the most unaccounted for first. The mean order is the scope's.

    With orders in several currencies the unaccounted for are shared out as the orders were.
    """
    if lack := lacking(facts, by):
        return Unknown(lack)
    mean = _mean_order(facts, scope)
    groups = [
        LeftToOthers(of, Yardstick(inquirers, bought, elsewhere, per_cent), not_buying, mean)
        for of, inquirers, bought, elsewhere, not_buying in ask(facts, scope, _outcomes, by).iter_rows()
    ]
    return tuple(sorted(groups, key=lambda one: (-one.yardstick.unaccounted, one.of or "")))


def _outcomes(facts: Facts, by: str | None) -> ibis.Table:
    still = _.customer_at.isnull()
    return counted(
        facts.prospects,
        by,
        inquirers=_.count(),
        bought=_.customer_at.count(),
        elsewhere=_.count(where=(_.outcome == "bought_elsewhere").fill_null(False) & still),
        not_buying=_.count(where=(_.outcome == "not_buying").fill_null(False) & still),
    )  # fmt: skip


@once
def _mean_order(facts: Facts, scope: Scope) -> dict[str, Decimal]:
    """Revenue in each currency ÷ all orders: so that the parts of one buyer add up."""
    found = list(ask(facts, scope, _sums).iter_rows())
    orders = sum(count for _currency, _revenue, count in found)
    return {currency or "": Decimal(revenue) / orders for currency, revenue, _count in found}


def _sums(facts: Facts) -> ibis.Table:
    by_currency = facts.orders.filter(_.amount.notnull()).group_by("currency")
    return by_currency.agg(revenue=_.amount.sum(), orders=_.count())
