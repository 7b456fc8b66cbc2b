"""Who was open at past instants, with what evidence, and how soon they bought: what forecasts are read from.

Looking back from `as_of` in steps of `STEP` days: at each step the prospects that were open then, by the stage they
had reached by then and for how long, and by the evidence known by then; with the window (of as many days) in which
they bought, if they did. Nothing that became known only later tells prospects apart.
"""

from datetime import datetime
from typing import Any

import ibis
from ibis import _

from winnow.measure.calendar import DAY
from winnow.measure.engines.opening import micros

STEP = 30  # days
LOOKS = 24  # steps back
WINDOWS = 12  # that are told apart after each look
SPELLS = ((7, "week"), (30, "month"), (90, "quarter"), (365, "year"))


def outlook(prospects: ibis.Table, as_of: datetime) -> ibis.Table:
    """(look, campaign_id, stage, grade, spell, window, count): look 0 is now; window None: not within `WINDOWS`."""
    now = micros(as_of)
    looks = ibis.memtable(
        [(look, now - look * STEP * DAY) for look in range(LOOKS + 1)],
        schema=ibis.schema({"look": "int64", "seen": "int64"}),
    )
    known = (
        "campaign_id",
        "first_at",
        "lead_at",
        "opportunity_at",
        "customer_at",
        "ended_at",
        "grade",
        "grade_at",
    )
    rows = prospects.select(*known).cross_join(looks)
    still = (_.customer_at > _.seen).fill_null(True) & (_.ended_at > _.seen).fill_null(True)
    rows = rows.filter((_.first_at <= _.seen) & still).mutate(
        stage=_stage("opportunity", "lead", "inquiry"),
        since=_stage(_.opportunity_at, _.lead_at, _.first_at),
        evidence=ibis.ifelse(_.grade_at <= _.seen, _.grade, None),
        window=((_.customer_at - _.seen - 1) // (STEP * DAY)).cast("int64"),
    )
    rows = rows.mutate(
        spell=_spell((_.seen - _.since) // DAY), window=ibis.ifelse(_.window < WINDOWS, _.window, None)
    )
    return rows.group_by("look", "campaign_id", "stage", "spell", "window", grade=_.evidence).agg(
        count=_.count()
    )


def _stage(opportunity: Any, lead: Any, inquiry: Any) -> Any:
    """What holds of the stage that had been reached by then."""
    return ibis.cases((_.opportunity_at <= _.seen, opportunity), (_.lead_at <= _.seen, lead), else_=inquiry)


def _spell(days: Any) -> Any:
    return ibis.cases(*((days < most, name) for most, name in SPELLS), else_="longer")
