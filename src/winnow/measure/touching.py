"""What was done for each prospect. Touches are by far the most rows, so they are brought to numbers once; all that is
counted of them reads those.
"""

from typing import Any

import ibis
from ibis import _

from winnow.measure.calendar import DAY, month_of
from winnow.measure.canonical import AUTOMATIC, Tables
from winnow.measure.numbering import joined, let_go, nothing, numbered, words

AGES = ((7, "to 7 days"), (30, "to 30 days"), (90, "to 90 days"), (365, "to a year"), (None, "over a year"))
HUMAN, COUNTED, MET, DECIDED, BOUGHT = 1, 2, 4, 8, 16  # flags of a touch
LONG_AGO = -(2**62)  # before any instant


class Touches:
    """The touches as numbers, and what the numbers stand for: kept as temporary tables until let go.

    `rows`: number of the prospect and place of the first inquiry (null: never inquired), worker, acted, noted, at,
    month, age, minutes, and `flags`: `HUMAN`; and of those at or after the first inquiry `COUNTED` (human), `MET`,
    `DECIDED` and `BOUGHT` (human, and until the verdict, the purchase).
    """

    def __init__(self, tables: Tables, prospects: ibis.Table) -> None:
        self.places = _places(prospects)
        self.workers = words(tables.touches, "by", "worker")
        self.roles = words(tables.touches, "role", "acted")
        self.dispositions = words(tables.touches, "disposition", "noted")
        told = _told_of_each(tables.touches, self.workers, self.roles, self.dispositions)
        self.rows = _placed(joined(told, "prospect_id", self._spans(prospects))).cache()

    def _spans(self, prospects: ibis.Table) -> ibis.Table:
        spans = _keyed(prospects).select(
            "prospect_id", "number", "first_at", "verdict_at", "customer_at", "campaign_key", "channel_key"
        )
        placed = spans.left_join(self.places, ["campaign_key", "channel_key"])
        return placed.select(
            "prospect_id",
            "number",
            "place",
            "first_at",
            verdict_at=_.verdict_at.fill_null(LONG_AGO),
            customer_at=_.customer_at.fill_null(LONG_AGO),
        )


def placed(tables: Tables, prospects: ibis.Table) -> Touches:
    """All touches, each with its prospect."""
    return Touches(tables, prospects)


def touched(touches: Touches) -> tuple[ibis.Table, ibis.Table]:
    """What the first pass found, and all that was done for each prospect: the second counts until what that found."""
    found = (
        touches.rows.filter(_.number.notnull())
        .group_by("number")
        .agg(
            first_touch_at=_.at.min(where=_is(COUNTED)),
            last_touch_at=_.at.max(where=_is(COUNTED)),
            touches=_.count(where=_is(COUNTED)),
            touches_to_verdict=_.count(where=_is(DECIDED)),
            touches_to_order=_.count(where=_is(BOUGHT)),
            contact_at=_.at.min(where=_is(MET)),
            minutes=_.minutes.sum(),
        )
        .cache()
    )
    marks = found.filter(_.touches > 0).select("number", "first_touch_at", "contact_at")
    counted = touches.rows.filter(_is(COUNTED)).select("number", "at", "worker").inner_join(marks, "number")
    second = counted.group_by("number").agg(
        worker=_.worker.min(where=_.at == _.first_touch_at),
        touches_to_contact=_.count(where=_.at <= _.contact_at),
    )
    second = joined(second, "worker", touches.workers.rename(first_touch_by="by")).drop("worker")
    return found, joined(found, "number", second)


def efforts(touches: Touches, tables: Tables) -> ibis.Table:
    """Touches and minutes by month, campaign of the prospect, person and role (as which they acted, else theirs)."""
    said = tables.known.has("touches.role")
    keys = ["place", "worker", "month", *(["acted"] if said else [])]
    few = touches.rows.group_by(keys).agg(
        touches=_.count(), human=_.count(where=_is(HUMAN)), minutes=_.minutes.sum()
    )
    few = joined(few, "worker", touches.workers)
    few = joined(few, "acted", touches.roles) if said else few.mutate(**nothing(("role",)))
    few = joined(few, "place", touches.places.select("place", "campaign_id", "channel"))
    usual = tables.people.group_by(by=_.person_id).agg(usual=_.role.min())
    few = joined(few, "by", usual).mutate(role=ibis.coalesce(_.role, _.usual))
    return few.group_by("by", "role", "channel", "month", "campaign_id").agg(
        touches=_.touches.sum(), human=_.human.sum(), minutes=_.minutes.sum()
    )


def dispositions(touches: Touches, prospects: ibis.Table) -> ibis.Table:
    """How often each disposition was noted: by campaign, channel and owner of the prospect, each by itself."""
    noted = touches.rows.filter(_.noted.notnull() & _.number.notnull())
    # Each is counted by itself and kept: rows that two ask for at once are copied.
    counted = noted.group_by("place", "noted", "age", "month").agg(touches=_.count()).cache()
    owners = words(prospects, "owner", "whose")
    whose = joined(prospects.select("number", "owner"), "owner", owners).select("number", "whose")
    owned = joined(noted.select("number", "noted", "age", "month"), "number", whose)
    owned = owned.group_by("whose", "noted", "age", "month").agg(touches=_.count())
    placed, owned = joined(counted, "place", touches.places), joined(owned, "whose", owners)
    parts = [
        _told(rows, column, dimension, touches.dispositions)
        for rows, column, dimension in (
            (placed, "campaign_id", "campaign"),
            (placed, "channel", "channel"),
            (owned, "owner", "owner"),
        )
    ]
    every = ibis.union(*parts).cache()
    let_go(counted)
    return every


def age_of(days: Any) -> Any:
    """The age of a prospect in words, from whole days since the first inquiry."""
    limits = [(days < most, words) for most, words in AGES if most]
    return ibis.cases(*limits, else_=AGES[-1][1])


def _keyed(prospects: ibis.Table) -> ibis.Table:
    """Texts are never empty, so an empty one stands for what is not known: it can be joined."""
    return prospects.mutate(campaign_key=_.campaign_id.fill_null(""), channel_key=_.channel.fill_null(""))


def _places(prospects: ibis.Table) -> ibis.Table:
    """The different campaigns and channels of first inquiries together, each with a number."""
    keys = ["campaign_key", "channel_key"]
    said = _keyed(prospects).select("campaign_id", "channel", *keys).distinct()
    return numbered(said, keys, "place").cache()


def _told_of_each(rows: ibis.Table, *words_of: ibis.Table) -> ibis.Table:
    """What a touch says by itself, in small numbers: they are worked out before rows are looked up by their texts."""
    rows = rows.select(
        "prospect_id", "at", "by", "role", "disposition", "minutes",
        month=month_of(_.at).cast("int32"),
        human=_is_human(_).cast("int8"),
        met=(_.reached.fill_null(False) | _.direction.identical_to("in")).cast("int8"),
    )  # fmt: skip
    for said, key in zip(words_of, ("by", "role", "disposition"), strict=True):
        rows = joined(rows, key, said)
    return rows.drop("by", "role", "disposition")


def _placed(rows: ibis.Table) -> ibis.Table:
    """What a touch was for its prospect, without branches: those cost engines more than all the rest."""
    decided, bought = ((_.at <= _[name]).cast("int8") for name in ("verdict_at", "customer_at"))
    human = _.human * (COUNTED + decided * DECIDED + bought * BOUGHT)
    since = (_.at >= _.first_at).cast("int8") * (human + _.met * MET)
    return rows.select(
        "number", "place", "worker", "acted", "noted", "at", "minutes", "month",
        age=_age_number(_.at - _.first_at),
        flags=(_.human * HUMAN + since.fill_null(0)).cast("int8"),
    )  # fmt: skip


def _is(flag: int) -> Any:
    """Whether a flag is set."""
    return (_.flags & flag) > 0


def _age_number(since: Any) -> Any:
    """The place of an age in `AGES`."""
    return sum((since >= most * DAY).cast("int8") for most, _words in AGES if most).cast("int8")


def _told(rows: ibis.Table, column: str, dimension: str, dispositions: ibis.Table) -> ibis.Table:
    """The counts by one dimension, in words."""
    few = rows.group_by("month", "noted", "age", value=rows[column]).agg(touches=_.touches.sum())
    age = ibis.cases(*((_.age == number, words) for number, (_most, words) in enumerate(AGES)), else_="")
    few = joined(few, "noted", dispositions).mutate(age=age, dimension=ibis.literal(dimension))
    return few.select("dimension", "value", "month", "disposition", "age", "touches")


def _is_human(touch: Any) -> Any:
    """What a person did towards the prospect; what is not said is taken to be that."""
    return ~touch.kind.identical_to(AUTOMATIC) & ~touch.direction.identical_to("in")
