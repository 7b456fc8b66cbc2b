"""A company's own rates: what its prospects bring by an age, and what a customer is worth. No benchmark of others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt
from typing import Any

import numpy as np
from ibis import _

from winnow.measure.calendar import DAY
from winnow.measure.canonical import Tables
from winnow.measure.curves.history import History
from winnow.measure.curves.truncation import left_truncation
from winnow.measure.engines.opening import micros
from winnow.measure.facts import Facts
from winnow.measure.findings.finding import LEVEL
from winnow.measure.findings.worth import Range, around, times
from winnow.measure.forecasting import Open, expected_orders
from winnow.measure.metrics.conversion import histories
from winnow.measure.metrics.funnel import Funnel, funnel
from winnow.measure.shares import Z95

SHORTEST, LONGEST = 7.0, 365.0  # days after which prospects are compared
FEWEST = 30  # prospects of a channel for a rate of its own
FEWEST_CUSTOMERS = 5  # below, no rate is told
TOLD = ("prospect_id", "first_at", "channel", "campaign_id", "owner", "touches", "state", "outcome")


@dataclass(frozen=True)
class Own:
    """The facts with what findings ask of them again and again, and the canonical tables behind them."""

    facts: Facts
    tables: Tables

    @property
    def now(self) -> int:
        """As of, in microseconds."""
        return micros(self.facts.as_of)

    def ago(self, days: float) -> int:
        """The instant so many days before, in microseconds."""
        return self.now - int(days * DAY)

    @cached_property
    def no_customers(self) -> str:
        """Why nothing can be said in orders; empty if it can."""
        if not (self.facts.known.has("orders") or self.facts.known.has("stages")):
            return "The data has no orders, and no stages that say who bought."
        if self.customers < FEWEST_CUSTOMERS:
            return f"Fewer than {FEWEST_CUSTOMERS} customers are known: too few for a rate."
        return ""

    @cached_property
    def no_follow_up(self) -> str:
        """Why nothing can be said of what people did; empty if it can."""
        if lack := self.facts.known.lack("touches"):
            return lack
        touched = int(self.facts.prospects.first_touch_at.count().execute())
        return "" if touched else "No touch of this data was made by a person: follow-up is not in it."

    @cached_property
    def customers(self) -> int:
        return int(self.facts.prospects.customer_at.count().execute())

    @cached_property
    def horizon(self) -> float:
        """The age in days at which prospects are compared: by then nine in ten of all orders so far had come."""
        found = funnel(self.facts)
        grown = found.grown_after if isinstance(found, Funnel) else None
        return min(max(grown or SHORTEST, SHORTEST), LONGEST)

    @cached_property
    def since(self) -> float:
        """From when purchases are recorded, in days since 1970."""
        whole = histories(self.facts).get(None)
        truncated = left_truncation(whole) if whole is not None else None
        return truncated.since if truncated else -np.inf

    @cached_property
    def whole(self) -> History:
        return self.history(self.facts.prospects)[None]

    def history(self, rows: Any, by: str | None = None) -> dict[str | None, History]:
        """Who asked and bought when, of some prospects."""
        found = histories(replace(self.facts, prospects=rows), by=by)
        return {of: replace(one, recorded_since=self.since) for of, one in found.items()}

    @cached_property
    def worth(self) -> dict[str, Range]:
        """What a customer has brought so far, in each currency, with the interval of the mean."""
        bought = self.facts.orders.filter(_.amount.notnull() & _.first_at.notnull())
        each = bought.group_by("prospect_id", "currency").agg(sum=_.amount.sum().cast("float64"))
        sums = each.group_by("currency").agg(
            total=_["sum"].sum(), squares=(_["sum"] * _["sum"]).sum(), n=_.count()
        )
        rows = sums.to_polars().sort("total", descending=True).rows()
        buyers = int(bought.prospect_id.nunique().execute())
        return {currency or "": _mean(total, squares, buyers) for currency, total, squares, _n in rows}

    def in_money(self, count: Range) -> dict[str, Range]:
        """So many orders in each currency, at what a customer brings."""
        return {currency: times(count, mean) for currency, mean in self.worth.items() if mean[0] > 0}

    def if_alike(self, those: Any, like: Any) -> Range | None:
        """Orders of `those`, did they buy as those `like` do by the horizon, channel by channel; None if not known."""
        by = "channel" if self.facts.known.has("inquiries.channel") else None
        curves = {
            of: one.curve(LEVEL) for of, one in self.history(like, by).items() if one.count.sum() >= FEWEST
        }
        pooled = self.history(like).get(None)
        usual = pooled.curve(LEVEL).at(self.horizon) if pooled is not None else None
        if usual is None or pooled is None or pooled.count[pooled.happened].sum() < FEWEST_CUSTOMERS:
            return None
        value, variance = 0.0, 0.0
        for channel, count in _by_channel(those, by):
            rate = (curves[channel].at(self.horizon) if channel in curves else None) or usual
            error = (rate.high - rate.low) / (2 * Z95)
            value += count * rate.value
            variance += (count * error) ** 2 + count * rate.value * (1 - rate.value)
        return around(value, variance)

    def still_to_come(self, those: Any) -> Range | None:
        """Orders that these bring within the horizon from now, did they as all who had not bought by their age."""
        found = self.history(those).get(None)
        if found is None or self.no_customers:
            return None
        curve = self.whole.curve(LEVEL)
        waiting = Open.of(found, curve, self.horizon)
        month = expected_orders({"all": waiting}, {"all": curve}, [(0.0, self.horizon)], LEVEL)[0]
        return month.orders

    def campaign(self, campaign_id: str | None) -> str:
        """A campaign's name."""
        return self._campaigns.get(campaign_id or "") or campaign_id or "no campaign"

    def person(self, person_id: str | None) -> str:
        return self._people.get(person_id or "") or person_id or "nobody"

    @cached_property
    def _campaigns(self) -> Mapping[str, str]:
        return dict(self.facts.campaigns.select("campaign_id", "name").to_polars().iter_rows())

    @cached_property
    def _people(self) -> Mapping[str, str]:
        return dict(self.facts.people.select("person_id", "name").to_polars().iter_rows())


def counted(rows: Any) -> int:
    """How many rows there are."""
    return int(rows.count().execute())


def told(rows: Any) -> Any:
    """What the list of ids says of each prospect."""
    return rows.select(*TOLD)


def missing(own: Own, *names: str, instants: tuple[str, ...] = ()) -> str:
    """What the data lacks, in a sentence; empty if nothing."""
    return own.facts.known.lack(*names, instants=instants)


def is_open(rows: Any) -> Any:
    """Those on somebody's desk: not closed, not resting, not bought."""
    busy = (_.state != "closed").fill_null(True) & (_.state != "nurture").fill_null(True)
    return rows.filter(busy & _.customer_at.isnull())


def _mean(sum_: float, squares: float, count: int) -> Range:
    mean = sum_ / count
    error = sqrt(max(squares / count - mean**2, 0.0) / count)
    return mean, max(mean - Z95 * error, 0.0), mean + Z95 * error


def _by_channel(rows: Any, by: str | None) -> list[tuple[str | None, int]]:
    if by is None:
        return [(None, counted(rows))]
    return list(rows.group_by("channel").agg(n=_.count()).to_polars().iter_rows())
