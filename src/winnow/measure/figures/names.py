"""What groups are called in a table of figures, where each stands at the head of its row."""

from datetime import date

from winnow.measure.calendar import month_start
from winnow.measure.figures.blocks import Cell, Column
from winnow.measure.names import Names


def called(names: Names, by: str, value: str | None) -> str:
    """A value of a dimension in words."""
    if by == "month" and value is not None:
        return month(month_start(int(value)))
    said = names.of_group(by, value)
    return said.capitalize() if value is None else said


def head(by: str) -> Column:
    """The column of what a table is by."""
    return Column(by.capitalize(), "campaign" if by == "campaign" else "text")


def group(names: Names, by: str, value: str | None) -> Cell:
    """The same for a cell of a table, where those of the group can be listed and a campaign can be opened."""
    told = {"by": by, "of": value, "name": called(names, by, value)}
    return {"campaign": value, **told} if by == "campaign" and value else told


def month(day: date) -> str:
    """A month in words."""
    return f"{day:%b %Y}"
