"""Pages of return, of the Rule of 45, and of attribution."""

from collections.abc import Mapping
from typing import Any

from winnow.measure.attribution import CAUTION, Attribution, Model
from winnow.measure.canonical import Unknown
from winnow.measure.findings.words import plainly
from winnow.measure.metrics.money import Desk, Money
from winnow.measure.names import Names
from winnow.measure.report import charts, figures
from winnow.measure.report.page import Chart, Note, Section, Table, table, unknown

HEADS = (
    "cost",
    "inquiries",
    "leads",
    "customers",
    "cost of an inquiry",
    "of a lead",
    "of a customer",
    "revenue",
    "margin",
    "return",
    "paid back",
)


def returns(metrics: dict[str, Any], names: Names) -> Section:
    """What campaigns cost and what came back."""
    page = Section(
        "returns",
        "Return",
        "A prospect, with all orders, counts for the campaign of their first inquiry. Return: "
        "(margin − cost) ÷ cost where every margin is known, "
        "else of revenue, and said so. The 95 % interval is that of a sum of independent orders "
        "(from five on). Currencies are never added up.",
    )
    for by in ("campaign", "channel"):
        found = metrics["returns" if by == "campaign" else "returns_by_channel"]
        if isinstance(found, Unknown):
            if by == "campaign":
                page.parts.append(unknown(found))
            continue
        bars = [
            (
                names.of_group(by, one.of),
                float(one.money.roi),
                float(one.money.interval[0]),
                float(one.money.interval[1]),
            )
            for one in found
            if one.money.roi is not None and one.money.interval
        ]
        if bars:
            page.parts.append(charts.bars(bars, "return", f"Return with its interval, by {by}.", "+.0%"))
        rows = [(names.of_group(by, one.of), *_paid(one)) for one in found]
        page.parts.append(table(f"By {by}, the highest cost first", (by, *HEADS), rows, "l" + "r" * 11))
    page.parts.extend(_desk(metrics["desk"]))
    return page


def _paid(one: Money) -> tuple[str, ...]:
    money, (inquiry, lead, _opportunity, customer) = one.money, one.cost_of_each
    told = figures.times(money.roi)
    if money.interval:
        told += f" ({figures.times(money.interval[0])} to {figures.times(money.interval[1])})"
    counts = (figures.count(each) for each in (one.inquiries, one.leads, one.customers))
    costs = (figures.money(each, money.currency) for each in (inquiry, lead, customer))
    by = f" by {money.basis}" if money.roi is not None else ""
    return (
        figures.money(money.cost, money.currency),
        *counts,
        *costs,
        figures.money(money.revenue, money.currency),
        figures.money(money.margin, money.currency),
        f"{told}{by}",
        figures.day(one.paid_back),
    )


def _desk(found: tuple[Desk, ...] | Unknown) -> list[Table | Note]:
    if isinstance(found, Unknown):
        return [Note(f"What the qualifying desk costs and brings: {plainly(found.reason)}")]
    heads = ("currency", "hours", "cost", "decided", "qualified", "orders after it", "revenue")
    rows = [
        (
            one.currency,
            figures.count(float(one.minutes) / 60),
            figures.money(one.cost, one.currency),
            figures.count(one.decided),
            figures.count(one.qualified),
            figures.count(one.sold.orders),
            figures.money(one.sold.revenue, one.currency),
        )
        for one in found
    ]
    return [table("The qualifying desk", heads, rows, "lrrrrrr")]


def left_to_others(metrics: dict[str, Any], names: Names) -> Section:
    """The Rule of 45, by campaign."""
    page = Section(
        "rule-of-45",
        "Rule of 45",
        "Inquirers × 45 %, less those who bought from us and those known to have bought "
        "elsewhere. About 45 % of inquirers buy from somebody "
        "within a year: a practitioner's rule of thumb from unpublished studies (grade C), so "
        "those who asked lately are not due yet.",
    )
    found = metrics["left_to_others"]
    by = "campaign"
    if isinstance(found, Unknown):
        found, by = metrics["left_to_others_in_all"], "all"
    if isinstance(found, Unknown):
        page.parts.append(unknown(found))
        return page
    heads = (
        "inquirers",
        "expected buyers",
        "bought from us",
        "bought elsewhere",
        "not buying",
        "unaccounted for",
        "in money",
    )
    rows = []
    for one in found:
        rule = one.yardstick
        counts = (
            rule.inquirers,
            rule.expected,
            rule.bought,
            rule.elsewhere,
            one.not_buying,
            rule.unaccounted,
        )
        money = ", ".join(figures.money(amount, currency) for currency, amount in one.money.items())
        name = names.of_group(by, one.of) if by == "campaign" else "all"
        rows.append((name, *(figures.count(each) for each in counts), money or figures.NONE))
    page.parts.append(Note(found[0].grade if found else "Nobody has inquired.", warns=True))
    page.parts.append(
        table("What was left to others", (by if by == "campaign" else "who", *heads), rows, "l" + "r" * 7)
    )
    return page


def attribution(metrics: dict[str, Any], names: Names) -> Section:
    """Which channels orders are given back to."""
    page = Section(
        "attribution",
        "Attribution",
        "Nine ways to divide the money of every order over the inquiries and campaign touches "
        "before it; each adds up to all of it, to the cent. "
        "Markov and Shapley only from 100 orders on. Definitions: docs/measuring.md.",
    )
    page.parts.append(Note(CAUTION, warns=True))
    for by in ("channel", "campaign"):
        found = metrics["attribution" if by == "channel" else "attribution_by_campaign"]
        if isinstance(found, Unknown):
            page.parts.append(unknown(found))
            continue
        for currency, models in found.items():
            page.parts.extend(_models(models, by, currency, names))
    return page


def _models(
    models: Mapping[Model, Attribution | Unknown], by: str, currency: str, names: Names
) -> list[Table | Chart | Note]:
    known = {model: one for model, one in models.items() if isinstance(one, Attribution)}
    if not known:
        return []
    first = next(iter(known.values()))
    given = {model: {credit.channel: credit for credit in one.credits} for model, one in known.items()}
    groups = [credit.channel for credit in first.credits]
    groups += sorted({of for each in given.values() for of in each} - set(groups))
    rows = [
        (
            names.of_group(by, of),
            *(figures.money(each[of].cents / 100) if of in each else "0" for each in given.values()),
        )
        for of in groups
    ]
    sums = ("all", *(figures.money(one.cents / 100) for one in known.values()))
    heads = (by, *(model.value.replace("_", " ") for model in known))
    caption = f"By {by}{f', in {currency}' if currency else ''}: {first.orders:,} orders"
    notes = [
        Note(f"{model.value.capitalize()}: {one.reason}")
        for model, one in models.items()
        if isinstance(one, Unknown)
    ]
    return [table(caption, heads, [*rows[:24], sums], "l" + "r" * len(known)), *notes]
