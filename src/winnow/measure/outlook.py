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
    # Looks lie whole days back, so days until now are enough to compare.
    rows = prospects.select(
        "campaign_id",
        "grade",
        asked=_days(now, _.first_at),
        lead=_days(now, _.lead_at),
        opportunity=_days(now, _.opportunity_at),
        bought=_days(now, _.customer_at),
        ended=_days(now, _.ended_at),
        graded=_days(now, _.grade_at),
    )
    rows = rows.mutate(look=_looks(rows).unnest()).mutate(ago=_.look * STEP)
    rows = rows.select(
        "look",
        "campaign_id",
        grade=ibis.ifelse(_.graded >= _.ago, _.grade, None),
        stage=_stage(2, 1, 0),
        spell=_spell(_stage(_.opportunity, _.lead, _.asked) - _.ago),
        window=(_.look - 1 - (_.bought // STEP)).cast("int32"),
    )
    few = rows.mutate(window=ibis.ifelse(_.window < WINDOWS, _.window, None))
    few = few.group_by("look", "campaign_id", "stage", "spell", "window", "grade").agg(count=_.count())
    return few.select(
        "look",
        "campaign_id",
        "spell",
        "window",
        "grade",
        "count",
        stage=ibis.cases((_.stage == 2, "opportunity"), (_.stage == 1, "lead"), else_="inquiry"),
    ).mutate(spell=_named(_.spell))


def _days(now: int, at: Any) -> Any:
    """Whole days from an instant until now."""
    return ((now - at) // DAY).cast("int32")


def _looks(rows: ibis.Table) -> Any:
    """The looks at which a prospect was open: from after the purchase or the end back to when they asked."""
    over = (((at // STEP).cast("int32") + 1).fill_null(0) for at in (rows.bought, rows.ended))
    asked = ibis.least((rows.asked // STEP).cast("int32"), LOOKS)
    return ibis.range(ibis.greatest(*over, 0), asked + 1, 1)


def _stage(opportunity: Any, lead: Any, inquiry: Any) -> Any:
    """What holds of the stage that had been reached by then."""
    return ibis.cases((_.opportunity >= _.ago, opportunity), (_.lead >= _.ago, lead), else_=inquiry)


def _spell(days: Any) -> Any:
    return ibis.cases(
        *((days < most, number) for number, (most, _name) in enumerate(SPELLS)), else_=len(SPELLS)
    )


def _named(spell: Any) -> Any:
    return ibis.cases(
        *((spell == number, name) for number, (_most, name) in enumerate(SPELLS)), else_="longer"
    )
