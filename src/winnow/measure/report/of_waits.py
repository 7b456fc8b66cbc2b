"""Pages of response, coverage and persistence."""

from typing import Any

from winnow.measure.canonical import Unknown
from winnow.measure.metrics.persistence import AfterTouch, Coverage, Persistence
from winnow.measure.metrics.response import Response
from winnow.measure.names import Names, in_order
from winnow.measure.report import charts, figures
from winnow.measure.report.page import Chart, Note, Section, Table, table, unknown
from winnow.measure.shares import Share

Part = Table | Chart | Note
BY = {"channel": "channel", "campaign": "campaign", "weekday": "weekday", "hour": "hour", "person": "person"}
WAITS = (
    "prospects",
    "answered",
    "still waiting",
    "median",
    "nine in ten",
    "in 5 min",
    "in 1 h",
    "in a day",
    "promise kept",
)


def response(metrics: dict[str, Any], names: Names) -> Section:
    """How long inquirers wait for a human."""
    page = Section(
        "response",
        "Response",
        "From the first inquiry to the first touch by a person, by the clock on the wall; "
        "automatic replies do not count. Who was never "
        "answered counts as still waiting, not as left out, so medians and shares are Kaplan and "
        "Meier's, with 95 % intervals.",
    )
    whole = metrics["response"]
    if isinstance(whole, Unknown):
        page.parts.append(unknown(whole))
        return page
    page.parts.extend(_answered(whole))
    for by, word in BY.items():
        page.parts.extend(_waits(metrics[f"response_by_{by}"], by, word, names))
    return page


def _answered(whole: tuple[Response, ...]) -> list[Part]:
    if not whole:
        return [Note("Nobody has inquired.")]
    hours = [("answered", _in_hours(whole[0]))]
    return [
        charts.lines(
            hours,
            "hours since the inquiry",
            "The share answered by a person, by hours since the inquiry, rising.",
            168,
        ),
        table("All together", WAITS, [_wait(whole[0])], "r" * len(WAITS)),
    ]


def _in_hours(one: Response) -> Any:
    from dataclasses import replace

    return replace(one.curve, age=one.curve.age / 60, reach=one.curve.reach / 60)


def _waits(found: Any, by: str, word: str, names: Names) -> list[Part]:
    if isinstance(found, Unknown):
        return []
    groups = in_order(by, [one for one in found if one.of is not None])
    if len(groups) < 2:
        return []
    rows = [(names.of_group(by, one.of), *_wait(one)) for one in groups]
    shown = table(f"By {word}", (word, *WAITS), rows, "l" + "r" * len(WAITS))
    if by not in ("weekday", "hour"):
        return [shown]
    told = [(names.of_group(by, one.of), each) for one in groups if (each := one.within(60))]
    bars = [(name, each.value, each.low, each.high) for name, each in told]
    chart = charts.bars(
        bars, "answered within an hour", f"The share answered within an hour, by {word} of the inquiry."
    )
    return [chart, shown] if bars else [shown]


def _wait(one: Response) -> tuple[str, ...]:
    return (
        figures.count(one.prospects),
        figures.count(one.answered),
        figures.count(one.waiting),
        figures.minutes(one.median),
        figures.minutes(one.slow),
        figures.estimate(one.within(5)),
        figures.estimate(one.within(60)),
        figures.estimate(one.within(1_440)),
        figures.share(one.promised),
    )


def coverage(metrics: dict[str, Any], names: Names) -> Section:
    """The share followed up at all."""
    page = Section(
        "coverage",
        "Coverage",
        "Followed up: at least one touch by a person. Left out are prospects that were closed as "
        "invalid without a touch: they needed none. "
        "Waiting: no touch yet, still open. Dropped: closed, or resting in nurture, without a "
        "touch. Wilson's interval, 95 %.",
    )
    whole = metrics["coverage"]
    if isinstance(whole, Unknown):
        page.parts.append(unknown(whole))
        return page
    heads = ("prospects", "followed up", "reached, of these", "touches", "waiting", "dropped")
    page.parts.append(table("All together", heads, [_covered(one) for one in whole], "r" * 6))
    for by in ("channel", "campaign"):
        found = metrics[f"coverage_by_{by}"]
        if isinstance(found, Unknown) or len(found) < 2:
            continue
        bars = [
            (names.of_group(by, one.of), *_range(one.followed)) for one in found[:24] if one.followed.whole
        ]
        page.parts.append(charts.bars(bars, "followed up", f"The share followed up, by {by}."))
        rows = [(names.of_group(by, one.of), *_covered(one)) for one in found]
        page.parts.append(table(f"By {by}", (by, *heads), rows, "l" + "r" * 6))
    return page


def _range(one: Share) -> tuple[float, float, float]:
    low, high = one.interval or (0.0, 1.0)
    return one.value or 0.0, low, high


def _covered(one: Coverage) -> tuple[str, ...]:
    return (
        figures.count(one.prospects),
        figures.share(one.followed),
        figures.share(one.reached),
        figures.count(one.touches),
        figures.count(one.waiting),
        figures.count(one.dropped),
    )


def persistence(metrics: dict[str, Any], _names: Names) -> Section:
    """Touch by touch."""
    page = Section(
        "persistence",
        "Persistence",
        "How many touches by people it takes until the prospect is reached, decided and buys; who "
        "is not there yet counts with the touches so "
        "far. Given up: not reached, and nothing came for 30 days, or it was ended there.",
    )
    found = metrics["persistence"]
    if not isinstance(found, Persistence):
        page.parts.append(unknown(found))
        return page
    series = [("reached", found.to_contact), ("verdict", found.to_verdict), ("order", found.to_order)]
    page.parts.append(Note(found.caution, warns=True))
    page.parts.append(
        charts.lines(
            series, "touches", "The share reached, decided and sold to by the number of touches.", 12
        )
    )
    heads = (
        "touch",
        "tried",
        "reached by it",
        "given up after it",
        "still going",
        "bought, of those reached by it",
        "revenue",
    )
    page.parts.append(table("Touch by touch", heads, [_step(one) for one in found.steps], "r" * 7))
    return page


def _step(one: AfterTouch) -> tuple[str, ...]:
    revenue = ", ".join(
        figures.money(money, currency) for currency, money in one.revenue.items() if money is not None
    )
    return (
        str(one.touch),
        figures.count(one.tried),
        figures.share(Share(one.reached, one.tried)),
        figures.count(one.given_up),
        figures.count(one.still),
        figures.share(Share(one.bought, one.reached)),
        revenue or figures.NONE,
    )
