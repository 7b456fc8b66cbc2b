"""Old opportunities that will not close, and orders of young cohorts that are still to come."""

from math import sqrt

import numpy as np
from ibis import _

from winnow.measure.calendar import DAY
from winnow.measure.canonical import Unknown
from winnow.measure.curves.kaplan_meier import kaplan_meier
from winnow.measure.curves.young import Young, young_cohort
from winnow.measure.findings import words
from winnow.measure.findings.finding import FORECAST, LEVEL, Finding, Nothing
from winnow.measure.findings.follow_up import Found
from winnow.measure.findings.own import FEWEST, Own, counted, is_open, missing, told
from winnow.measure.findings.worth import around
from winnow.measure.shares import Z95

LATE = 0.95  # of the opportunities that were won, were won by that age
FEWEST_LEFT = 10  # were still open at that age, for a curve beyond it


def old_pipeline(own: Own) -> Found:
    """Open opportunities older than nearly all that were won, and what of them will still be."""
    if lack := missing(own, "stages"):
        return Unknown(lack)
    rows = own.facts.prospects.filter(_.opportunity_at.notnull())
    days, won, count = _ages(own, rows)
    # Where only the winning day is known the opportunity has no age.
    if count[won].sum() < FEWEST or not (days[won] > 0).any():
        return Unknown(
            f"Fewer than {FEWEST} opportunities with an age were won: there is no curve of your own."
        )
    order = np.argsort(days[won])
    reached = np.cumsum(count[won][order]) / count[won].sum()
    limit = float(days[won][order][np.searchsorted(reached, LATE)])
    old = is_open(rows).filter(_.opportunity_at < own.ago(limit))
    number = counted(old)
    if not number:
        return Nothing(
            "old-pipeline",
            f"No open opportunity is older than {limit:.0f} days, by which most that were won had been.",
        )
    curve = kaplan_meier(days, won, count, level=LEVEL)
    then, last = curve.at(limit), curve.at(curve.reach)
    if then is None or last is None or then.count < FEWEST_LEFT or then.value >= 1:
        return Unknown("Too few opportunities were ever watched beyond that age.")
    chance = (last.value - then.value) / (1 - then.value)
    error = sqrt(max(curve.variance_of_rest([limit], [curve.reach], [1.0]), 0.0))
    still = around(number * chance, number * chance * (1 - chance) + (number * error) ** 2)
    still = (still[0], still[1], min(still[2], float(number)))
    return Finding(
        "old-pipeline",
        f"{words.counted(number, 'open opportunity is', 'open opportunities are')} older than "
        f"{limit:.0f} days, by which {LATE:.0%} of all won ones had "
        f"been won; {words.span(still[1], still[2])} of them will still be",
        *still, "orders still to come",
        "Kaplan and Meier over the ages of all opportunities (open ones count until now): the "
        "share won after that age of those still open at it; "
        "95 %. They fill the pipeline and the forecast, and cost hours.",
        told(old), number,
    )  # fmt: skip


def _ages(own: Own, rows: object) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(days as an opportunity, whether won, how many)."""
    left = _.customer_at.coalesce(_.ended_at, own.now)
    spent = rows.mutate(days=((left - _.opportunity_at) // DAY).cast("int64"), won=_.customer_at.notnull())  # type: ignore[attr-defined]
    found = spent.filter(_.days >= 0).group_by("days", "won").agg(n=_.count()).to_polars()
    return found["days"].to_numpy(), found["won"].to_numpy(), found["n"].to_numpy()


def still_to_come(own: Own) -> Found:
    """What those who asked lately will bring: not to be counted as lost."""
    if own.no_customers:
        return Unknown(own.no_customers)
    since = own.whole.as_of - own.horizon
    found = young_cohort(own.whole, since, own.whole.as_of + 1, own.horizon, LEVEL)
    if not isinstance(found, Young):
        return found
    if found.rest <= 0:
        return Nothing("still-to-come", "Nothing is expected of those who asked lately.")
    orders = around(found.rest, ((found.high - found.low) * found.count / (2 * Z95)) ** 2)
    money = own.in_money(orders)
    rows = own.facts.prospects.filter((_.first_at >= own.ago(own.horizon)) & _.customer_at.isnull())
    currency, figure = next(iter(money.items())) if money else ("orders", orders)
    worth = f", {words.money(money)}" if money else ""
    return Finding(
        "still-to-come",
        f"{words.prospects(found.count)} who asked within the last {own.horizon:.0f} days will "
        f"still bring {words.orders(orders)}{worth}: "
        "do not judge their campaigns yet",
        *figure, currency,
        "Bornhuetter and Ferguson: what recent history brought between their age and "
        f"{own.horizon:.0f} days, × what a customer has brought; 95 %.",
        told(rows), counted(rows), "A forecast: what comes depends on what is done.", 
        grade=FORECAST, orders=orders, money=money,
    )  # fmt: skip
