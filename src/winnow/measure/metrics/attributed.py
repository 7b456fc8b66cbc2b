"""Which channels and campaigns orders are given back to: nine models, each divides the same money to the cent.

A journey is all inquiries and campaign touches of a prospect up to the order. Those who have not bought have journeys
too: the models that learn need both. All of it is correlation.
"""

from collections import defaultdict
from typing import Any

import ibis

from winnow.measure.attribution import Attribution, Journey, Model, by_all_models
from winnow.measure.calendar import DAY
from winnow.measure.canonical import Unknown
from winnow.measure.facts import Facts
from winnow.measure.journeys import LONGEST, STEPS
from winnow.measure.metrics.asking import ask
from winnow.measure.metrics.scope import ALL, Scope

NEEDED = {"channel": "inquiries.channel", "campaign": "inquiries.campaign_id"}
MILESTONES = ("lead_at", "opportunity_at", "ordered_at")
Way = tuple[str, ...]


def attribution(
    facts: Facts, scope: Scope = ALL, by: str = "channel", half_life: float = 7.0
) -> dict[str, dict[Model, Attribution | Unknown]] | Unknown:
    """What each model gives each channel (or campaign), by currency; cents of each model sum to the money exactly.

    `half_life` in days, for time decay.
    """
    found = journeys(facts, scope, by)
    if isinstance(found, Unknown):
        return found
    return {currency: by_all_models(ways, half_life) for currency, ways in found.items()}


def journeys(facts: Facts, scope: Scope = ALL, by: str = "channel") -> dict[str, list[Journey]] | Unknown:
    """Journeys of the orders in each currency, with those that led to no order beside each."""
    if lack := facts.known.lack("orders.amount", NEEDED[by]):
        return Unknown(lack)
    if scope.owners or scope.teams:
        return Unknown("Orders are given to channels and campaigns, not to those of some people.")
    lost = [Journey(path, lost=count) for path, count in _lost(facts, scope, by).items()]
    bought = _bought(facts, scope, by)
    most_first = sorted(bought, key=lambda currency: (-sum(one.orders for one in bought[currency]), currency))
    return {currency: [*bought[currency], *lost] for currency in most_first}


def _bought(facts: Facts, scope: Scope, by: str) -> dict[str, list[Journey]]:
    """One journey for each order with something to weigh, one for all orders that came on the same single step."""
    import polars as pl

    found: dict[str, list[Journey]] = defaultdict(list)
    step = f"step_{by}"
    rows = ask(facts, scope, _steps, step).with_columns(cents=(pl.col("amount") * 100).cast(pl.Int64))
    rows = rows.with_columns(pl.col("currency").fill_null(""), steps=pl.len().over("number"))
    single = rows.filter(pl.col("steps") == 1).group_by("currency", step, maintain_order=True)
    for currency, only, orders, cents in single.agg(pl.len(), pl.col("cents").sum()).iter_rows():
        found[currency].append(Journey((only,) if only else (), orders, cents))
    several = _gathered(rows.filter(pl.col("steps") > 1), step)
    for currency, cents, steps, ages, lead, opportunity in several.iter_rows():
        found[currency].append(Journey(tuple(steps), 1, cents, 0, tuple(ages), lead, opportunity))
    return found


def _steps(facts: Facts, step: str) -> ibis.Table:
    return facts.ordered.select("number", "currency", "amount", "at", *MILESTONES, step)


def _gathered(rows: Any, step: str) -> Any:
    """(currency, cents, steps, days before the order, place that made the lead, … the opportunity) of each order."""
    import polars as pl

    def latest(milestone: str) -> Any:
        """The place of the last step at or before it; the first, if all came later or it was left out."""
        before = (pl.col("at") <= pl.col(milestone)).sum().cast(pl.Int64) - 1
        left_out = (pl.len().cast(pl.Int64) - LONGEST).clip(lower_bound=0)
        place = pl.max_horizontal(before - left_out, 0)
        return pl.when(pl.col(milestone).first().is_not_null()).then(place).otherwise(None)

    gathered = rows.sort("number", "at", step).group_by("number", maintain_order=True).agg(
        pl.col("currency").first(),
        pl.col("cents").first(),
        pl.col(step).alias("path"),
        ((pl.col("ordered_at") - pl.col("at")) / DAY).alias("age"),
        latest("lead_at").alias("lead"),
        latest("opportunity_at").alias("opportunity"),
    ).drop("number")  # fmt: skip
    return gathered.with_columns(_kept(pl, "path"), _kept(pl, "age"))


def _kept(pl: Any, name: str) -> Any:
    """Of long ways the first step and the newest ones."""
    steps = pl.col(name)
    some = pl.concat_list(steps.list.head(1), steps.list.tail(LONGEST - 1))
    return pl.when(steps.list.len() > LONGEST).then(some).otherwise(steps)


def _lost(facts: Facts, scope: Scope, by: str) -> dict[Way, int]:
    """How many went each way and have not bought (yet); a period is one of whole months here."""
    counted = ask(facts, scope, _ways, by)
    return {tuple(step for step in row[:-1] if step is not None): int(row[-1]) for row in counted.iter_rows()}


def _ways(facts: Facts, by: str) -> ibis.Table:
    rows = facts.ways.filter(facts.ways.by == by)
    return rows.group_by(*STEPS).agg(n=rows["count"].sum())
