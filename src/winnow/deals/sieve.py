"""The pipeline judged where it lies: the rule of `rules` as one table expression over all open opportunities. Pure.

Ten thousand rows are read and judged by a database in the time in which Python reads a thousand. What is shown of
single ones is judged by `rules` itself; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from winnow.deals.rules import seen_as
from winnow.deals.worth import Usual
from winnow.procedure.dealing import Deals

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which opportunities: those that a person (and their team) may see, one owner's, some; by default all."""

    sees: tuple[int, int, bool] | None = None  # user, team or 0, and whether those of no team, too
    owner: int = 0
    only: tuple[int, ...] | None = None


# `stays` is what `rules.judge` says; `standing` is where a doubtful one stands between warning and review.
PIPE = """
    pipe AS MATERIALIZED (SELECT *, CASE WHEN big + moving + spared > 0 THEN 1 ELSE 0 END AS stays FROM (
        SELECT d."prospect_id" AS prospect, p."owner_id" AS owner, COALESCE(u."team_id", 0) AS team,
            {stage} AS stage, d."currency" AS currency, d."amount" AS amount,
            COALESCE(d."low", d."amount") AS low, COALESCE(d."high", d."amount") AS high,
            d."opened_at" AS opened, d."progress_at" AS progress, d."decides_by" AS decides,
            d."doubted_at" AS doubted, CASE WHEN d."review_at" IS NULL THEN 'fresh'
                WHEN d."review_at" <= %(now)s THEN 'due' ELSE 'warned' END AS standing,
            CAST(COALESCE(o."probability", {odds}) AS double precision) AS odds,
            CAST({margin} AS double precision) AS margin,
            CASE WHEN d."amount" IS NULL AND d."margin" IS NULL THEN 1 ELSE 0 END AS unknown,
            CASE WHEN d."amount" > 0 AND d."amount" >= b.least THEN 1 ELSE 0 END AS big,
            CASE WHEN d."decides_by" >= %(today)s AND d."decides_by" <= %(near)s AND d."decides_grade" IN ({known})
                AND d."progress_at" >= %(fresh)s THEN 1 ELSE 0 END AS moving,
            CASE WHEN d."kept_until" > %(now)s OR d."opened_at" > %(young)s THEN 1 ELSE 0 END AS spared
        FROM "prospects_prospect" p JOIN "deals_opportunity" d ON d."prospect_id" = p."id"
        LEFT JOIN "people_user" u ON u."id" = p."owner_id" LEFT JOIN "qualify_odds" o ON o."prospect_id" = p."id"
        LEFT JOIN {big} ON b.owner = p."owner_id" AND b.currency = d."currency"
        WHERE p."stage" = 'opportunity' AND p."state" = 'working'{scope}) AS seen)
"""
HELD = """
    SELECT p."owner_id", COALESCE(u."team_id", 0), d."currency", COUNT(*), {amounts}
    FROM "prospects_prospect" p JOIN "deals_opportunity" d ON d."prospect_id" = p."id"
    LEFT JOIN "people_user" u ON u."id" = p."owner_id"
    WHERE p."stage" = 'opportunity' AND p."state" = 'working' GROUP BY 1, 2, 3
"""
# What a board may be narrowed to, and in which order; keys of what people ask.
WHY = {"": "1 = 1", "big": "big = 1", "moving": "moving = 1", "neither": "stays = 0",
       "doubted": "stays = 0 AND standing <> 'fresh'"}  # fmt: skip
ORDERS = {"amount": "COALESCE(amount, 0) DESC", "idle": "progress", "age": "opened",
          "decides": "CASE WHEN decides IS NULL THEN 1 ELSE 0 END, decides"}  # fmt: skip
PARTS = """
    SELECT 'part' AS kind, stage, currency, COUNT(*) AS number, SUM(CASE WHEN amount IS NULL THEN 1 ELSE 0 END),
        SUM(amount), SUM(low), SUM(high), SUM(odds * amount), SUM(odds * (1 - odds) * amount * amount),
        SUM(1 - stays), SUM(CASE WHEN stays = 0 AND standing <> 'fresh' THEN 1 ELSE 0 END)
    FROM pipe WHERE {why} GROUP BY stage, currency
"""
CARDS = """
    UNION ALL SELECT * FROM (SELECT 'card', stage, '', prospect, 0, 0, 0, 0, 0.0, 0.0, 0, 0 FROM pipe
        WHERE {why} AND stage = %({at})s ORDER BY {order}, prospect LIMIT %(shown)s) AS {at}
"""
DOUBTFUL = """
    SELECT CASE WHEN stays = 1 THEN 'stays' ELSE standing END, currency, COUNT(*), SUM(unknown), SUM(odds * margin),
        SUM(odds * (1 - odds) * margin * margin), SUM(margin) FROM pipe GROUP BY 1, 2
"""
IN_REVIEW = """
    SELECT prospect, odds FROM pipe WHERE stays = 0 AND standing = 'due' ORDER BY progress, prospect
"""
MINUTES = """
    SELECT SUM(t."minutes") FROM pipe JOIN "prospects_touch" t ON t."prospect_id" = pipe.prospect
    WHERE stays = 0 AND standing = 'due' AND t."at" >= %(since)s
"""
DUE_BY_TEAM = "SELECT team, COUNT(*) FROM pipe WHERE stays = 0 AND standing = 'due' GROUP BY team"
TO_WARN = """
    SELECT prospect FROM pipe WHERE stays = 0 AND doubted IS NULL ORDER BY progress, prospect LIMIT %(shown)s
"""
TO_RELIEVE = "SELECT prospect FROM pipe WHERE stays = 1 AND doubted IS NOT NULL ORDER BY prospect"


def pipe(
    deals: Deals, now: datetime, scope: Scope, usual: Mapping[str, Usual], big: str
) -> tuple[str, Values]:
    """The table `pipe` and its values; `big` is the table of what is big for whom, `b`."""
    at = seen_as(deals.purge, now)
    values: Values = {
        "now": now, "fresh": at.fresh, "young": at.young, "today": at.today, "near": at.near,
        **{f"known{place}": grade for place, grade in enumerate(sorted(at.known))},
        **{f"stage{place}": one.key for place, one in enumerate(deals.stages)},
        **{f"odds{place}": one.odds for place, one in enumerate(deals.stages)},
    }  # fmt: skip
    stages = [(f"stage{place}", f"odds{place}") for place in range(len(deals.stages))]
    margin, more = _margin(usual)
    where, asked = _where(scope)
    text = PIPE.format(
        stage=_case('d."stage"', [(key, key) for key, _ in stages], "%(stage0)s"),
        odds=_case('d."stage"', stages, "%(odds0)s"), margin=margin, big=big, scope=where,
        known=", ".join(f"%(known{place})s" for place in range(len(at.known))),
    )  # fmt: skip
    return text, values | more | asked


def board(deals: Deals, why: str, order: str) -> str:
    """What each stage comes to, and the first cards of each; reads `pipe`."""
    cards = [
        CARDS.format(why=WHY[why], at=f"stage{place}", order=ORDERS[order])
        for place in range(len(deals.stages))
    ]
    return PARTS.format(why=WHY[why]) + "".join(cards)


def _case(of: str, pairs: list[tuple[str, str]], other: str) -> str:
    whens = " ".join(f"WHEN %({when})s THEN %({then})s" for when, then in pairs)
    return f"CASE {of} {whens} ELSE {other} END" if pairs else other


def _margin(usual: Mapping[str, Usual]) -> tuple[str, Values]:
    """Its own margin, else that learned for it, else the usual share of its amount, else that of a usual order."""
    values: Values = {}
    shares, orders = [], []
    for place, (currency, one) in enumerate(sorted(usual.items())):
        values |= {
            f"money{place}": currency,
            f"share{place}": one.share or 0.0,
            f"of{place}": one.of_order or 0.0,
        }
        shares += [(f"money{place}", f"share{place}")] if one.share is not None else []
        orders += [(f"money{place}", f"of{place}")] if one.of_order is not None else []
    share, order = _case('d."currency"', shares, "1.0"), _case('d."currency"', orders, "0.0")
    return f'COALESCE(d."margin", o."margin", d."amount" * ({share}), {order})', values


def _where(scope: Scope) -> tuple[str, Values]:
    text, values = "", Values()
    if scope.sees is not None:
        user, team, teamless = scope.sees
        nobodys = ' OR u."team_id" IS NULL' if teamless else ""
        text += f' AND (p."owner_id" = %(user)s OR u."team_id" = %(team)s{nobodys})'
        values |= {"user": user, "team": team}
    if scope.owner:
        text += ' AND p."owner_id" = %(owner)s'
        values["owner"] = scope.owner
    if scope.only is not None:
        text += " AND {only}"
        values["only"] = scope.only
    return text, values
