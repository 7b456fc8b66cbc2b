"""Two ways of treating prospects held beside each other, among those of the same channel and quarter."""

from typing import Any

from ibis import _

from winnow.measure.calendar import DAY
from winnow.measure.findings.own import Own
from winnow.measure.findings.worth import Range, straight

FEWEST = 5  # of each kind in a stratum
ENOUGH = 100  # of each kind together


def more_orders(own: Own, rows: Any, apart: Any) -> tuple[int, Range] | None:
    """(how many of `apart` are compared, orders more that as many of the others brought by the horizon).

    `rows` are those old enough to compare; `apart` says which were treated the other way. Standardised to these:
    Σ n × (p of the others − p of these) over strata in which there are both; None where there are too few.
    """
    ripe = rows.filter(_.first_at <= own.ago(own.horizon))
    within = (_.customer_at - _.first_at <= int(own.horizon * DAY)).fill_null(False)
    marked = ripe.mutate(apart=apart, bought=within, quarter=(_.month // 3).cast("int64"))
    sums = marked.group_by("channel", "quarter").agg(
        these=_.count(where=_.apart), others=_.count(where=~_.apart),
        bought=_.count(where=_.apart & _.bought), brought=_.count(where=~_.apart & _.bought),
    )  # fmt: skip
    strata = [
        row for row in sums.to_polars().iter_rows(named=True) if min(row["these"], row["others"]) >= FEWEST
    ]
    these, others = (sum(row[name] for row in strata) for name in ("these", "others"))
    if min(these, others) < ENOUGH:
        return None
    parts = [_difference(row) for row in strata]
    return these, straight(sum(value for value, _v in parts), sum(variance for _v, variance in parts))


def _difference(row: dict[str, int]) -> tuple[float, float]:
    """(orders more, their variance) in one stratum; shares are smoothed by one half for the variance only."""
    n = row["these"]
    value = n * (row["brought"] / row["others"] - row["bought"] / n)
    return value, n * n * (_spread(row["brought"], row["others"]) + _spread(row["bought"], n))


def _spread(part: int, whole: int) -> float:
    share = (part + 0.5) / (whole + 1)
    return share * (1 - share) / whole
