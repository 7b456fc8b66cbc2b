"""The ways on which orders came, and on which none came: what attribution divides money over.

A journey is all inquiries and campaign touches of a prospect up to the order, in order of time. Those who have not
bought have journeys too: the models that learn need both. Paths of more than `LONGEST` steps keep their first and
their newest ones.
"""

from collections import Counter, defaultdict
from typing import Any

import ibis
from ibis import _

from winnow.measure.attribution import Attribution, Journey, Model, attribute
from winnow.measure.calendar import DAY
from winnow.measure.canonical import Unknown
from winnow.measure.facts import Facts
from winnow.measure.metrics.scope import ALL, Scope, within

LONGEST = 12
UNNAMED = "unknown"
STEPS = {"channel": "channel", "campaign": "campaign_id"}


def attribution(
    facts: Facts, scope: Scope = ALL, by: str = "channel", half_life: float = 7.0
) -> dict[str, dict[Model, Attribution | Unknown]] | Unknown:
    """What each model gives each channel (or campaign), by currency; cents of each model sum to the money exactly."""
    found = journeys(facts, scope, by)
    if isinstance(found, Unknown):
        return found
    return {
        currency: {model: attribute(ways, model, half_life) for model in Model}
        for currency, ways in found.items()
    }


def journeys(facts: Facts, scope: Scope = ALL, by: str = "channel") -> dict[str, list[Journey]] | Unknown:
    """Journeys of the orders in each currency, with those that led to no order beside each.

    Where a prospect ordered in several currencies their journey counts in each.
    """
    if lack := facts.known.lack(
        "orders.amount", "inquiries.channel" if by == "channel" else "inquiries.campaign_id"
    ):
        return lack
    lost = [Journey(path, lost=count) for path, count in _lost(facts, scope, by).items()]
    bought = _bought(facts, scope, by)
    return {currency: [*ways, *lost] for currency, ways in bought.items()}


def _bought(facts: Facts, scope: Scope, by: str) -> dict[str, list[Journey]]:
    """One journey for each order with something to weigh, one for all orders that came on one single step."""
    rows = _steps_to_orders(facts, scope, by)
    found: dict[str, list[Journey]] = defaultdict(list)
    alike: Counter[tuple[str, tuple[str, ...]]] = Counter()
    money: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for currency, cents, steps, ages, lead, opportunity in rows:
        if len(steps) > 1:
            found[currency].append(Journey(tuple(steps), 1, cents, 0, tuple(ages), lead, opportunity))
        else:
            alike[currency, tuple(steps)] += 1
            money[currency, tuple(steps)] += cents
    for (currency, path), orders in alike.items():
        found[currency].append(Journey(path, orders, money[currency, path]))
    return found


def _steps_to_orders(facts: Facts, scope: Scope, by: str) -> Any:
    """(currency, cents, steps, days before the order, place that made the lead, … the opportunity) of each order."""
    milestones = facts.prospects.select("prospect_id", "lead_at", "opportunity_at")
    orders = within(facts.orders, scope).filter(_.amount.notnull())
    numbered = orders.select("prospect_id", "amount", "currency", ordered_at="at").mutate(
        order=ibis.row_number().over(
            ibis.window(order_by=["prospect_id", "ordered_at", "amount", "currency"])
        )
    )
    numbered = numbered.left_join(milestones, "prospect_id").drop("prospect_id_right")
    points = facts.points.select("prospect_id", "at", step=_step(facts.points, by))
    joined = numbered.left_join(
        points, [numbered.prospect_id == points.prospect_id, points.at <= numbered.ordered_at]
    )
    return _gathered(joined.drop("prospect_id_right").to_polars()).iter_rows()


def _gathered(rows: Any) -> Any:
    """Each order's steps as lists, in order of time, the long ones shortened."""
    import polars as pl

    rows = rows.with_columns(
        there=pl.col("at").is_not_null(),
        cents=(pl.col("amount") * 100).cast(pl.Int64),
        age=(pl.col("ordered_at") - pl.col("at")) / DAY,
    ).sort("order", "at", "step")
    place, count = pl.int_range(pl.len()).over("order"), pl.len().cast(pl.Int64).over("order")
    rows = rows.filter((place == 0) | (place >= count - (LONGEST - 1)))

    def latest(milestone: str) -> Any:
        """The place of the last step at or before it; the first, if all came later."""
        before = (pl.col("there") & (pl.col("at") <= pl.col(milestone))).sum().cast(pl.Int64) - 1
        known = pl.col(milestone).first().is_not_null() & pl.col("there").any()
        return pl.when(known).then(before.clip(0)).otherwise(None)

    return rows.group_by("order", maintain_order=True).agg(
        pl.col("currency").first().fill_null(""),
        pl.col("cents").first(),
        pl.col("step").filter(pl.col("there")),
        pl.col("age").filter(pl.col("there")),
        latest("lead_at").alias("lead"),
        latest("opportunity_at").alias("opportunity"),
    ).drop("order")  # fmt: skip


def _lost(facts: Facts, scope: Scope, by: str) -> dict[tuple[str, ...], int]:
    """How many went each way and have not bought (yet): unique paths, counted by the engine."""
    still = within(facts.prospects, scope).filter(_.customer_at.isnull()).select("prospect_id")
    points = facts.points.select("prospect_id", "at", step=_step(facts.points, by)).semi_join(
        still, "prospect_id"
    )
    in_time = ibis.window(group_by="prospect_id", order_by=["at", "step"])
    placed = points.mutate(
        place=ibis.row_number().over(in_time), of=_.count().over(ibis.window(group_by="prospect_id"))
    )
    kept = placed.filter((_.place == 0) | (_.place >= _.of - (LONGEST - 1)))
    kept = kept.mutate(place=ibis.ifelse(_.place == 0, 0, _.place - ibis.greatest(_.of - LONGEST, 0)))
    names = [f"step_{n}" for n in range(LONGEST)]
    paths = kept.group_by("prospect_id").agg(
        **{name: _.step.max(where=_.place == n) for n, name in enumerate(names)}
    )
    counted = paths.group_by(*names).agg(count=_.count()).to_polars()
    return {tuple(step for step in row[:-1] if step is not None): row[-1] for row in counted.iter_rows()}


def _step(points: ibis.Table, by: str) -> Any:
    return points[STEPS[by]].fill_null(UNNAMED)
