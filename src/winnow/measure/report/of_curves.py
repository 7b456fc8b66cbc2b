"""Pages of conversion over time, of young cohorts, and of the forecast."""

from typing import Any

from winnow.measure.canonical import Unknown
from winnow.measure.curves.backtest import Backtest
from winnow.measure.curves.young import Young
from winnow.measure.findings.words import plainly
from winnow.measure.forecasting import Calibration
from winnow.measure.metrics.conversion import AGES, HORIZONS, Cohort, Conversions, YoungCohorts
from winnow.measure.metrics.forecast import Forecast
from winnow.measure.names import Names
from winnow.measure.report import charts, figures
from winnow.measure.report.page import Chart, Note, Section, Table, table, unknown

Part = Table | Chart | Note
FEWEST = 30  # prospects for a curve of their own


def conversion(metrics: dict[str, Any], names: Names) -> Section:
    """The share that has bought by an age."""
    page = Section(
        "conversion",
        "Conversion over time",
        "The share that has bought by so many days after the first inquiry. Who has not bought "
        "yet counts as long as watched (Kaplan and Meier); "
        "95 % band (Greenwood, log−log scale). Beyond the oldest age watched nothing is said.",
    )
    whole = metrics["conversion"]
    if not isinstance(whole, Conversions):
        page.parts.append(unknown(whole))
        return page
    if whole.truncated:
        page.parts.append(Note(whole.truncated.told, warns=True))
    for found, by in (
        (whole, ""),
        (metrics["conversion_by_channel"], "channel"),
        (metrics["conversion_by_campaign"], "campaign"),
    ):
        page.parts.extend(_curves(found, by, names))
    return page


def _curves(found: Any, by: str, names: Names) -> list[Part]:
    groups = (
        []
        if isinstance(found, Unknown)
        else [one for one in found.groups if one.prospects >= FEWEST or not by]
    )
    if len(groups) < (2 if by else 1):
        return []
    told = [(names.of_group(by, one.of) if by else "all", one) for one in groups]
    rows = [
        (
            name,
            figures.count(one.prospects),
            figures.count(one.customers),
            *(figures.estimate(one.curve.at(age)) for age in AGES),
        )
        for name, one in told
    ]
    alt = f"The share that has bought, by days since the first inquiry{f', by {by}' if by else ''}."
    heads = (by or "who", "prospects", "customers", *(f"{age} days" for age in AGES))
    curves = [(name, one.curve) for name, one in told]
    return [
        charts.lines(curves, "days since the first inquiry", alt, 730),
        table(f"By {by}" if by else "All together", heads, rows, "l" + "r" * 12),
    ]


def young(metrics: dict[str, Any], _names: Names) -> Section:
    """What young cohorts will have brought."""
    page = Section(
        "young-cohorts",
        "Young cohorts",
        "What those who asked in a month will have brought by 3, 6, 12 and 24 months: what came "
        "so far, and what recent history brought between "
        "their age and then (Bornhuetter and Ferguson). 90 % interval, widened by what such "
        "forecasts were worth before.",
    )
    found = metrics["young_cohorts"]
    if not isinstance(found, YoungCohorts):
        page.parts.append(unknown(found))
        return page
    heads = ("month", "prospects", "so far", *(f"by {days} days" for days in HORIZONS))
    rows = [row for one in reversed(found.cohorts) if (row := _cohort(one))]
    page.parts.append(table("By month of the first inquiry", heads, rows, "l" + "r" * 6))
    tests = [(days, one) for days, one in found.tested.items() if isinstance(one, Backtest)]
    if not tests:
        page.parts.append(Note("No cohort is old enough yet to hold a forecast beside what came."))
        return page
    tried = [
        (
            f"{days} days",
            str(len(one.tried)),
            f"{one.error:.2f}",
            f"{one.error_so_far:.2f}",
            f"{one.bias:+.2f}",
            f"{100 * one.inside:.0f} %",
        )
        for days, one in tests
    ]
    page.parts.append(
        table(
            "How good such forecasts were: made again for older months, a quarter of the time in",
            (
                "by",
                "months tried",
                "mean error, points",
                "error of “so far”, points",
                "bias, points",
                "within the 90 % interval",
            ),
            tried,
            "lrrrrr",
        )
    )
    return page


def _cohort(one: Cohort) -> tuple[str, ...] | None:
    known = [each for each in one.by.values() if isinstance(each, Young)]
    if not known:
        return None
    shares = [
        figures.ranged(each.value, each.low, each.high) if isinstance(each, Young) else "not known"
        for each in one.by.values()
    ]
    return (
        figures.month(one.month),
        figures.count(known[0].count),
        f"{100 * max(each.so_far for each in known):.1f} %",
        *shares,
    )


def forecast(metrics: dict[str, Any], _names: Names) -> Section:
    """Orders and revenue to come of what is open."""
    page = Section(
        "forecast",
        "Forecast",
        "Orders and revenue to be expected from those open now, by months of 30 days: from what "
        "prospects with the same stage, time in it and "
        "evidence did before; no percentage that anybody typed. 90 % interval, widened by how "
        "such forecasts went.",
    )
    found = metrics["forecast"]
    if not isinstance(found, Forecast):
        page.parts.append(unknown(found))
        return page
    page.parts.append(
        Note(f"{found.open:,} prospects are open. Inquiries that are still to come are not in it.")
    )
    for currency, months in found.months.items():
        rows = [
            (f"days {one.begins:.0f}–{one.ends:.0f}", figures.reach(one.orders), figures.reach(one.revenue))
            for one in months
        ]
        bars = [(f"days {one.begins:.0f}–{one.ends:.0f}", *one.revenue) for one in months]
        page.parts.append(
            charts.bars(bars, f"revenue, {currency}", "Revenue to be expected, by month from now.", "~s")
        )
        page.parts.append(
            table(f"In {currency or 'money'}", ("from now", "orders", f"revenue, {currency}"), rows, "lrr")
        )
    page.parts.append(_tested(found.tested))
    return page


def _tested(one: Calibration | Unknown) -> Note:
    if isinstance(one, Unknown):
        return Note(plainly(one.reason))
    return Note(
        f"Made again for {one.months} past months: {one.expected:,.0f} orders were expected, "
        f"{one.came:,.0f} came; "
        f"{100 * one.inside:.0f} % of the months came within the 90 % interval."
    )
