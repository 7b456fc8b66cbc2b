"""What became of inquiries: the funnel by cohort, time in each stage, verdicts and dispositions."""

from winnow.measure.canonical import Unknown
from winnow.measure.facts import Facts
from winnow.measure.figures.blocks import Block, Cell, Column, Picture, estimate, figure, line, share, unknown
from winnow.measure.figures.names import group, head
from winnow.measure.metrics.behind import CUSTOMERS, INQUIRERS, LEADS, OPPORTUNITIES
from winnow.measure.metrics.dispositions import dispositions, verdicts
from winnow.measure.metrics.funnel import Cohort, funnel, time_in_stages
from winnow.measure.metrics.scope import Scope
from winnow.measure.names import Names

COUNTS = (
    Column("Inquirers", "count", INQUIRERS), Column("Leads", "count", LEADS),
    Column("Opportunities", "count", OPPORTUNITIES), Column("Customers", "count", CUSTOMERS),
)  # fmt: skip
YEAR = 365.0  # days


def funnel_blocks(facts: Facts, scope: Scope, names: Names) -> tuple[Block, ...]:
    """From inquiry to customer by cohort, and how long each stage takes."""
    return (
        *(_funnel(facts, scope, names, by) for by in ("month", "campaign", "channel")),
        _stages(facts, scope),
    )


def _funnel(facts: Facts, scope: Scope, names: Names, by: str) -> Block:
    title = {"month": "By the month of the first inquiry"}.get(by, f"By {by}")
    found = funnel(facts, scope, by)
    if isinstance(found, Unknown):
        return unknown(by, title, found)
    columns = (
        head(by), *COUNTS, Column("Inquiry to lead", "share"), Column("Lead to opportunity", "share"),
        Column("Opportunity to customer", "share"), Column("Bought", "share"), Column("Cohort"),
    )  # fmt: skip
    rows = tuple((group(names, by, one.of), *_cohort(one)) for one in found.cohorts)
    grown = f"Young: not yet {found.grown_after:.0f} days old, the age by which nine in ten orders have come. " \
            "Shares of young cohorts still grow and are not to be compared." if found.grown_after else \
            "No cohort can be called grown yet: too few orders are old enough."  # fmt: skip
    return Block(
        by, title, columns, rows, (grown,), about="Who reached each stage by now; a customer was a lead, too."
    )


def _cohort(one: Cohort) -> tuple[Cell, ...]:
    counts = one.inquiries, one.leads, one.opportunities, one.customers
    return (
        *counts,
        *(share(step) for step in one.steps),
        share(one.bought),
        "young" if one.young else "grown",
    )


def _stages(facts: Facts, scope: Scope) -> Block:
    found, title = time_in_stages(facts, scope), "Time in each stage"
    if isinstance(found, Unknown):
        return unknown("stages", title, found)
    columns = (
        Column("Stage"), Column("Entered", "count"), Column("Went on", "count"), Column("Median until then", "days"),
        Column("Within 30 days", "share"), Column("Within 90 days", "share"),
    )  # fmt: skip
    rows = tuple(
        (
            one.stage,
            one.entered,
            one.passed,
            figure(one.median),
            estimate(one.curve.at(30)),
            estimate(one.curve.at(90)),
        )
        for one in found
    )
    lines = tuple(line(one.stage, one.curve, YEAR) for one in found)
    picture = Picture("Share gone on, by days in the stage", "days", "share", lines)
    about = "Until the next stage; who is still there, or ended there, counts for as long as that took."
    return Block("stages", title, columns, rows, picture=picture, about=about)


def dispositions_blocks(facts: Facts, scope: Scope, names: Names) -> tuple[Block, ...]:
    """What marketing is owed: what became of its inquiries, by campaign, owner and age."""
    dimensions = ("campaign", "owner")
    return (
        *(_verdicts(facts, scope, names, by) for by in dimensions),
        *(_noted(facts, scope, names, by) for by in dimensions),
    )


def _verdicts(facts: Facts, scope: Scope, names: Names, by: str) -> Block:
    key, title = f"verdicts_{by}", f"Verdicts and their reasons, by {by}"
    found = verdicts(facts, scope, by)
    if isinstance(found, Unknown):
        return unknown(key, title, found)
    columns = (
        head(by), Column("Age"), Column("Verdict"), Column("Reason"), Column("Prospects", "count"),
    )  # fmt: skip
    rows = tuple(
        (group(names, by, one.of), one.age, one.verdict or "none yet", one.reason, one.prospects)
        for one in found
    )
    return Block(
        key,
        title,
        columns,
        rows,
        about="The first verdict of each prospect, and its reason; by their age now.",
    )


def _noted(facts: Facts, scope: Scope, names: Names, by: str) -> Block:
    key, title = f"dispositions_{by}", f"Dispositions, by {by} and age of the inquiry"
    found = dispositions(facts, scope, by)
    if isinstance(found, Unknown):
        return unknown(key, title, found)
    columns = (head(by), Column("Disposition"), Column("Age"), Column("Touches", "count"))
    rows = tuple(
        (group(names, by, one.of), one.disposition.replace("_", " "), one.age, one.touches) for one in found
    )
    return Block(
        key, title, columns, rows, about="What each touch ended in, by how old the inquiry was then."
    )
