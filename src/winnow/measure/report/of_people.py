"""The page of people: what they did with what they were given."""

from typing import Any

from winnow.measure.canonical import Unknown
from winnow.measure.metrics.people import Work
from winnow.measure.mix import Adjusted
from winnow.measure.names import Names
from winnow.measure.report import charts, figures
from winnow.measure.report.page import Note, Section, table, unknown

HEADS = (
    "person",
    "prospects",
    "followed up",
    "promises kept",
    "handovers accepted",
    "customers",
    "conversion beside an equal mix",
    "to be told apart",
    "touches",
    "minutes a customer",
)


def people(metrics: dict[str, Any], names: Names) -> Section:
    """Not a ranking."""
    page = Section(
        "people",
        "People",
        "Shares of prospects that are theirs now. Conversion is what the person's odds, beside "
        "what all others made of the same channels and "
        "quarters, make of the whole firm's mix; told apart only where the interval, made wider "
        "for the number of people, leaves the others out.",
    )
    found = metrics["people"]
    if isinstance(found, Unknown):
        page.parts.append(unknown(found))
        return page
    page.parts.append(
        Note(
            "Most differences between people are differences between what they were given, and chance.",
            warns=True,
        )
    )
    listed = sorted(found, key=lambda one: (-one.prospects, -one.touches, one.person))
    bars = [
        (names.of_group("person", one.person), one.conversion.share, one.conversion.low, one.conversion.high)
        for one in sorted(found, key=lambda one: one.person)
        if isinstance(one.conversion, Adjusted)
    ][:24]
    if bars:
        page.parts.append(
            charts.bars(
                bars,
                "conversion of an equal mix",
                "Conversion with its interval, by person, in order of ids.",
                "~%",
            )
        )
    page.parts.append(
        table("People, most prospects first", HEADS, [_person(one, names) for one in listed], "lrrrrrrlrr")
    )
    return page


def _person(one: Work, names: Names) -> tuple[str, ...]:
    like = one.conversion
    compared = figures.ranged(like.share, like.low, like.high) if isinstance(like, Adjusted) else figures.NONE
    standing = (like.standing or "no") if isinstance(like, Adjusted) else "no"
    each = one.minutes_per_customer
    return (
        names.of_group("person", one.person),
        figures.count(one.prospects),
        figures.share(one.followed),
        figures.share(one.promised),
        figures.share(one.accepted),
        figures.count(one.customers),
        compared,
        standing,
        figures.count(one.touches),
        figures.NONE if isinstance(each, Unknown) else figures.count(float(each)),
    )
