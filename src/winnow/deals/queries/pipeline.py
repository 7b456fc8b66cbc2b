"""The pipeline as a whole, judged set-wise at one instant: what stands at each stage, what is doubtful, what is due."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from winnow.deals import sieve
from winnow.deals.models import Opportunity
from winnow.deals.rules import Deal, Held, Tops, least_of, tops_of
from winnow.deals.sieve import Scope
from winnow.deals.standing import Part
from winnow.deals.worth import Standing, Usual
from winnow.procedure.schema import Procedure
from winnow.prospects import bulk


@dataclass(frozen=True, slots=True)
class Sieve:
    """`tops` are of everybody, whatever is asked; `text` is the table `pipe`."""

    tops: Tops
    text: str
    values: dict[str, Any]

    def ask(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement that reads `pipe`."""
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {self.text} {sql}", self.values | values)
            return list(cursor.fetchall())


def tops(procedure: Procedure) -> Tops:
    """What is the top of each seller and team, as of now."""
    return _tops(held(), procedure)


def _tops(known: list[Held], procedure: Procedure) -> Tops:
    return {key: _money(top) for key, top in tops_of(known, procedure.deals.purge.top_share).items()}


def held() -> list[Held]:
    """What everybody has open, in each currency."""
    amounts = {
        "postgresql": 'array_agg(d."amount") FILTER (WHERE d."amount" > 0)',
        "sqlite": 'json_group_array(d."amount") FILTER (WHERE d."amount" > 0)',
    }[connection.vendor]
    return [
        Held(owner, team, currency, count, json.loads(some) if isinstance(some, str) else some or ())
        for owner, team, currency, count, some in bulk.read(sieve.HELD.format(amounts=amounts))
    ]


def sieved(
    procedure: Procedure, now: datetime, scope: Scope, usual: Mapping[str, Usual] | None = None
) -> Sieve:
    """The pipeline of a scope, judged; without `usual`, margins that nobody told are nothing."""
    known, rules, currency = held(), procedure.deals, procedure.company.currency
    top = _tops(known, procedure)
    table, values = _big(least_of(known, top, rules.purge, currency))
    text, asked = sieve.pipe(rules, now, scope, usual or {}, table)
    among = 'd."prospect_id" = ANY(%(only)s)'
    if connection.vendor == "sqlite":
        among = 'd."prospect_id" IN (SELECT value FROM json_each(%(only)s))'
    return Sieve(
        top, text.replace("{only}", among), {key: _asked(one) for key, one in asked.items()} | values
    )


def _asked(value: Any) -> Any:
    """As this database wants it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, tuple):
        return list(value) if connection.vendor == "postgresql" else json.dumps(value)
    return value


def _big(least: list[tuple[int, str, Decimal]]) -> tuple[str, dict[str, Any]]:
    if connection.vendor == "postgresql":
        table = "unnest(%(whose)s::bigint[], %(money)s::text[], %(least)s::numeric[]) AS b(owner, currency, least)"
        columns = [list(column) for column in zip(*least, strict=True)] or [[], [], []]
        return table, dict(zip(("whose", "money", "least"), columns, strict=True))
    kinds = (
        ("owner", "INTEGER"),
        ("currency", "TEXT"),
        ("least", "NUMERIC"),
    )  # only a typed column gets an index
    read = ", ".join(
        f"CAST(json_extract(value, '$[{place}]') AS {kind}) AS {name}"
        for place, (name, kind) in enumerate(kinds)
    )
    marks = json.dumps([(owner, currency, float(mark)) for owner, currency, mark in least])
    return f"(SELECT {read} FROM json_each(%(least)s)) AS b", {"least": marks}  # noqa: S608 - names of ours


def parts(
    found: Sieve, procedure: Procedure, why: str, order: str, shown: int
) -> tuple[list[Part], list[int]]:
    """What each stage comes to, and the first `shown` of each; `why` and `order` are keys of the sieve."""
    rows = found.ask(sieve.board(procedure.deals, why, order), shown=shown)
    return (
        [_part(*row) for kind, *row in rows if kind == "part"],
        [number for kind, _, _, number, *_ in rows if kind == "card"],
    )


def _part(stage: str, currency: str, count: int, unknown: int, *sums: Any) -> Part:
    *money, expected, variance, neither, doubted = sums
    amount, low, high = (_money(one or 0) for one in money)
    return Part(
        stage, currency, count, int(unknown), amount, low, high, float(expected or 0), float(variance or 0),
        int(neither), int(doubted),
    )  # fmt: skip


def _money(value: Any) -> Decimal:
    """SQLite adds up in binary: the cents are what was meant."""
    return round(Decimal(str(value)), 2)


def standings(found: Sieve) -> list[Standing]:
    """How many may stay, and where the others stand, by currency."""
    return [
        Standing(standing, currency, count, int(unknown), *(float(one or 0) for one in money))
        for standing, currency, count, unknown, *money in found.ask(sieve.DOUBTFUL)
    ]


def in_review(found: Sieve, most: int | None = None) -> dict[int, float]:
    """The odds of those that stand in the review, the longest without progress first."""
    limit = "" if most is None else f" LIMIT {most:d}"
    return {number: float(odds) for number, odds in found.ask(sieve.IN_REVIEW + limit)}


def minutes_in_review(found: Sieve, since: datetime) -> int:
    """Of touches with those that stand in the review."""
    return int(found.ask(sieve.MINUTES, since=_asked(since))[0][0] or 0)


def due_by_team(found: Sieve) -> dict[int, int]:
    """How many stand in the review; 0 is no team."""
    return dict(found.ask(sieve.DUE_BY_TEAM))


def to_warn(found: Sieve, most: int) -> list[int]:
    """Neither big nor moving and not told yet; the longest without progress first."""
    return [number for (number,) in found.ask(sieve.TO_WARN, shown=most)]


def to_relieve(found: Sieve) -> list[int]:
    """Told, and by now big or moving."""
    return [number for (number,) in found.ask(sieve.TO_RELIEVE)]


def deal_of(row: Opportunity) -> Deal:
    """As the rule sees it; the owner and their team are read already."""
    owner = row.prospect.owner
    return Deal(
        row.pk, owner.pk if owner else 0, owner.team_id or 0 if owner else 0, row.currency, row.amount, row.decides_by,
        row.decides_grade, row.opened_at, row.progress_at, row.kept_until,
    )  # fmt: skip
