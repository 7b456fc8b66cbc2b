"""How inquiries are followed up: response, persistence, people."""

from winnow.measure.canonical import Unknown
from winnow.measure.facts import Facts
from winnow.measure.figures.blocks import (
    Block,
    Cell,
    Column,
    Picture,
    estimate,
    figure,
    line,
    money,
    share,
    unknown,
)
from winnow.measure.figures.names import called, group, head
from winnow.measure.metrics.behind import ANSWERED, NEEDING
from winnow.measure.metrics.people import Work, people
from winnow.measure.metrics.persistence import QUIET, AfterTouch, coverage, persistence
from winnow.measure.metrics.response import Response, response
from winnow.measure.metrics.scope import Scope
from winnow.measure.mix import Adjusted
from winnow.measure.names import Names, in_order

WAITED = "Who is not answered yet counts as waiting, for as long as they have waited, and is never left out."
A_DAY = 1_440.0  # minutes, up to which waits are drawn
WAITS = (
    Column("Inquirers", "count", NEEDING), Column("Answered", "count", ANSWERED), Column("Median", "minutes"),
    Column("Nine in ten within", "minutes"), Column("Within 5 min", "share"), Column("Within 1 h", "share"),
    Column("Within the promised clock", "share"),
)  # fmt: skip
BROKEN_DOWN = (
    ("person", "By person", "Who touched first, or has them on the desk"),
    ("channel", "By channel", "The channel of the first inquiry"),
    ("campaign", "By campaign", "The campaign of the first inquiry"),
    ("weekday", "By weekday", "The day of the first inquiry, in the company’s own time"),
    ("hour", "By hour", "The hour of the first inquiry, in the company’s own time"),
)


def response_blocks(facts: Facts, scope: Scope, names: Names) -> tuple[Block, ...]:
    """Waits for the first human touch."""
    wall, worked = response(facts, scope), response(facts, scope, working=True)
    blocks = [_waits_in_all(wall, worked)]
    for by, title, of in BROKEN_DOWN:
        found = response(facts, scope, by)
        if isinstance(found, Unknown):
            blocks.append(unknown(by, title, found))
            continue
        ordered = in_order(by, found)
        rows = tuple((group(names, by, one.of), *_waits(one)) for one in ordered)
        blocks.append(Block(by, title, (head(by), *WAITS), rows, about=f"{of}. By the clock on the wall."))
    return tuple(blocks)


def _waits_in_all(wall: tuple[Response, ...] | Unknown, worked: tuple[Response, ...] | Unknown) -> Block:
    title = "Until the first human touch"
    if isinstance(wall, Unknown):
        return unknown("all", title, wall)
    kinds = (("By the clock on the wall", wall), ("In the team’s working time", worked))
    rows = tuple(
        (said, *_waits(one)) for said, found in kinds if not isinstance(found, Unknown) for one in found
    )
    lines = tuple(
        line(said, found[0].curve, A_DAY) for said, found in kinds if not isinstance(found, Unknown) and found
    )
    why = (f"Working time: {worked.reason}",) if isinstance(worked, Unknown) else ()
    return Block(
        "all", title, (Column("Counted"), *WAITS), rows, (WAITED, *why),
        Picture("Share answered, by minutes since the inquiry", "minutes", "share", lines) if lines else None,
        about="From the first inquiry to the first call, mail or visit by a person. Automatic replies do not count.",
    )  # fmt: skip


def _waits(one: Response) -> tuple[Cell, ...]:
    return (
        one.prospects, one.answered, figure(one.median), figure(one.slow), estimate(one.within(5)),
        estimate(one.within(60)), share(one.promised),
    )  # fmt: skip


def persistence_blocks(facts: Facts, scope: Scope, names: Names) -> tuple[Block, ...]:
    """Whether inquiries are followed up at all, and where people give up."""
    return (_followed(facts, scope, names), *_touches(facts, scope))


def _followed(facts: Facts, scope: Scope, names: Names) -> Block:
    title = "Followed up at all"
    whole, found = coverage(facts, scope), coverage(facts, scope, "owner")
    if isinstance(whole, Unknown) or isinstance(found, Unknown):
        return unknown("coverage", title, next(one for one in (whole, found) if isinstance(one, Unknown)))
    rows = tuple(
        (said, one.prospects, share(one.followed), share(one.reached), one.touches, one.waiting, one.dropped)
        for said, one in [("All", one) for one in whole]
        + [(group(names, "owner", one.of), one) for one in found]
    )
    columns = (
        Column("Owner"), Column("Inquirers", "count", NEEDING), Column("Followed up", "share"),
        Column("Reached", "share"), Column("Touches", "count"),
        Column("Wait for the first", "count"), Column("Ended without any", "count"),
    )  # fmt: skip
    return Block(
        "coverage", title, columns, rows,
        about="At least one human touch. Who was invalid (spam, a duplicate) and never touched needed none.",
    )  # fmt: skip


def _touches(facts: Facts, scope: Scope) -> tuple[Block, ...]:
    found, title = persistence(facts, scope), "Touch by touch"
    if isinstance(found, Unknown):
        return (unknown("touches", title, found),)
    columns = (
        Column("Touch", "count"), Column("Got it", "count"), Column("Reached by it", "count"),
        Column("Given up after it", "count"), Column("Still at it", "count"), Column("Bought", "count"),
        Column("Revenue", "money"),
    )  # fmt: skip
    lines = (
        line("reached", found.to_contact),
        line("verdict", found.to_verdict),
        line("order", found.to_order),
    )
    last = f"The last row counts that touch and all later ones. Given up: ended there, or no touch for {QUIET} days."
    return (
        Block(
            "touches", title, columns, tuple(_step(one) for one in found.steps), (found.caution, last),
            Picture("Share that got there, by number of touches", "touches", "share", lines),
            about="What each further attempt led to, of those who had not been reached before it.",
        ),
    )  # fmt: skip


def _step(one: AfterTouch) -> tuple[Cell, ...]:
    return one.touch, one.tried, one.reached, one.given_up, one.still, one.bought, money(one.revenue)


def people_blocks(facts: Facts, scope: Scope, names: Names) -> tuple[Block, ...]:
    """What people did with what they were given."""
    found, title = people(facts, scope), "People"
    if isinstance(found, Unknown):
        return (unknown("people", title, found),)
    chosen = [one for one in found if not scope.owners or one.person in scope.owners]
    columns = (
        Column("Person"), Column("Role"), Column("Inquirers", "count", NEEDING), Column("Followed up", "share"),
        Column("Clocks kept", "share"), Column("Handovers accepted", "share"), Column("Customers", "count"),
        Column("Bought, at an equal mix", "share"), Column("Beside the others"), Column("Touches", "count"),
        Column("Minutes a customer", "minutes"),
    )  # fmt: skip
    note = (
        "Most differences between people are differences between what they were given, and chance: who is not marked "
        "above or below cannot be told from the others, and the order of the rows says nothing."
    )
    about = (
        "At an equal mix: as if all of the same role had been given the same channels at the same time (95 % interval, "
        "wider for the number of people compared)."
    )
    ordered = sorted(chosen, key=lambda one: called(names, "person", one.person))
    return (
        Block("people", title, columns, tuple(_work(one, names) for one in ordered), (note,), about=about),
    )


def _work(one: Work, names: Names) -> tuple[Cell, ...]:
    told = one.conversion
    mixed: Cell = {"unknown": told.reason} if isinstance(told, Unknown) else _adjusted(told)
    standing = None if isinstance(told, Unknown) else told.standing or "cannot be told apart"
    return (
        group(names, "owner", one.person), one.role, one.prospects, share(one.followed), share(one.promised),
        share(one.accepted), one.customers, mixed, standing, one.touches, figure(one.minutes_per_customer),
    )  # fmt: skip


def _adjusted(one: Adjusted) -> Cell:
    return {"value": one.share, "low": one.low, "high": one.high, "of": one.prospects}
