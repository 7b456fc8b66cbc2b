"""The pages of the report, in the order in which they are read."""

from collections.abc import Callable
from typing import Any

from winnow.measure.names import Names
from winnow.measure.report import of_curves, of_money, of_people, of_stages, of_waits
from winnow.measure.report.page import Section

PAGES: tuple[Callable[[dict[str, Any], Names], Section], ...] = (
    of_waits.response,
    of_waits.coverage,
    of_waits.persistence,
    of_stages.funnel,
    of_stages.stages,
    of_stages.verdicts,
    of_curves.conversion,
    of_curves.young,
    of_money.left_to_others,
    of_money.returns,
    of_money.attribution,
    of_people.people,
    of_curves.forecast,
)


def sections(metrics: dict[str, Any], names: Names) -> list[Section]:
    """A page for each metric."""
    return [page(metrics, names) for page in PAGES]
