"""Pages of the funnel, of time in stages, and of verdicts and dispositions."""

from collections import Counter
from typing import Any

from winnow.measure.canonical import Unknown
from winnow.measure.findings.words import plainly
from winnow.measure.metrics.dispositions import ORDER
from winnow.measure.metrics.funnel import Cohort, Funnel
from winnow.measure.names import Names
from winnow.measure.report import charts, figures
from winnow.measure.report.page import Note, Section, table, unknown

STEPS = (
    "prospects",
    "leads",
    "opportunities",
    "customers",
    "inquiry to lead",
    "to opportunity",
    "to customer",
    "bought",
)


def funnel(metrics: dict[str, Any], names: Names) -> Section:
    """From inquiry to customer, by cohort."""
    page = Section(
        "funnel",
        "Funnel",
        "By the month in which prospects first inquired. A later stage counts as having passed "
        "those before it. Young: not yet as old as nine "
        "in ten of all orders so far had taken; its shares still grow and are not to be compared. "
        "Wilson's interval, 95 %.",
    )
    found = metrics["funnel"]
    if not isinstance(found, Funnel):
        page.parts.append(unknown(found))
        return page
    if found.grown_after is not None:
        page.parts.append(Note(f"Cohorts are grown after {figures.days(found.grown_after)}."))
    rows = [
        (figures.month(one.month) + (" (young)" if one.young else ""), *_counts(one)) for one in found.cohorts
    ]
    bars = [(rows[place][0], *_bought(one)) for place, one in enumerate(found.cohorts) if one.inquiries][-24:]
    page.parts.append(
        charts.bars(bars, "bought so far", "The share that has bought so far, by month of the first inquiry.")
    )
    page.parts.append(table("By month", ("month", *STEPS), rows[::-1], "l" + "r" * 8, most=36))
    for by in ("channel", "campaign"):
        groups = metrics[f"funnel_by_{by}"]
        if isinstance(groups, Funnel) and len(groups.cohorts) > 1:
            each = [
                (names.of_group(by, one.of) + (" (young)" if one.young else ""), *_counts(one))
                for one in groups.cohorts
            ]
            page.parts.append(table(f"By {by}", (by, *STEPS), each, "l" + "r" * 8))
    return page


def _bought(one: Cohort) -> tuple[float, float, float]:
    low, high = one.bought.interval or (0.0, 1.0)
    return one.bought.value or 0.0, low, high


def _counts(one: Cohort) -> tuple[str, ...]:
    counts = (one.inquiries, one.leads, one.opportunities, one.customers)
    return (
        *(figures.count(each) for each in counts),
        *(figures.share(step) for step in one.steps),
        figures.share(one.bought),
    )


def stages(metrics: dict[str, Any], _names: Names) -> Section:
    """How long each stage takes."""
    page = Section(
        "stages",
        "Time in each stage",
        "From one stage to the next. Who has not got there counts until they were closed, or "
        "until now (Kaplan and Meier).",
    )
    found = metrics["time_in_stages"]
    if isinstance(found, Unknown):
        page.parts.append(unknown(found))
        return page
    curves = [(f"{one.stage}", one.curve) for one in found if one.entered]
    page.parts.append(
        charts.lines(
            curves, "days in the stage", "The share that has left each stage for the next, by days.", 365
        )
    )
    heads = ("stage", "entered", "passed on", "median", "passed within 30 days", "within 90 days")
    rows = [
        (
            one.stage,
            figures.count(one.entered),
            figures.count(one.passed),
            figures.days(one.median),
            figures.estimate(one.curve.at(30)),
            figures.estimate(one.curve.at(90)),
        )
        for one in found
    ]
    page.parts.append(table("Stages", heads, rows, "lrrrrr"))
    return page


def verdicts(metrics: dict[str, Any], names: Names) -> Section:
    """What became of what was handed over."""
    page = Section(
        "verdicts",
        "Verdicts and dispositions",
        "The report that marketing is owed: the first verdict on each prospect with its reason, "
        "by age now; and how touches ended.",
    )
    found = metrics["verdicts"]
    if isinstance(found, Unknown):
        page.parts.append(unknown(found))
    else:
        counted: dict[tuple[str, str], Counter[str]] = {}
        for one in found:
            counted.setdefault((one.verdict or "none yet", one.reason or ""), Counter())[one.age] += (
                one.prospects
            )
        each = sorted(counted.items(), key=lambda one: -one[1].total())
        rows = [
            (*key, figures.count(ages.total()), *(figures.count(ages[age]) for age in ORDER))
            for key, ages in each
        ]
        page.parts.append(
            table(
                "Verdicts, by age of the prospect", ("verdict", "reason", "all", *ORDER), rows, "ll" + "r" * 6
            )
        )
    page.parts.extend(_by_campaign(metrics["verdicts_by_campaign"], names))
    noted = metrics["dispositions"]
    if isinstance(noted, Unknown):
        page.parts.append(Note(f"Dispositions: {plainly(noted.reason)}"))
        return page
    words: Counter[str] = Counter()
    for touch in noted:
        words[touch.disposition] += touch.touches
    counts = [(word, figures.count(number)) for word, number in words.most_common()]
    page.parts.append(table("Dispositions of touches", ("disposition", "touches"), counts, "lr"))
    return page


def _by_campaign(found: Any, names: Names) -> list[Any]:
    if isinstance(found, Unknown):
        return []
    counted: dict[str, Counter[str]] = {}
    for one in found:
        counted.setdefault(names.of_group("campaign", one.of), Counter())[one.verdict or "none yet"] += (
            one.prospects
        )
    if len(counted) < 2:
        return []
    kinds = ("qualified", "nurture", "disqualified", "none yet")
    each = sorted(counted.items(), key=lambda one: -one[1].total())
    rows = [(name, *(figures.count(kind_of[kind]) for kind in kinds)) for name, kind_of in each]
    return [table("Verdicts by campaign", ("campaign", *kinds), rows, "lrrrr")]
