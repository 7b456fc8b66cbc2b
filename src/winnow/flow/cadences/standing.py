"""Who stands where: how many prospects each step of each cadence waits for."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from winnow.flow.cadences.planning import BY_CADENCE
from winnow.procedure.pursuing import chosen
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Prospect
from winnow.prospects.words import Queue, State


@dataclass(slots=True)
class Standing:
    """One cadence: prospects by the number of steps behind them, and those on another path for now.

    `beyond` have all steps behind them and not yet enough attempts or days; `promised` were promised a call or a
    meeting; `others` are being asked, handed over or decided about.
    """

    steps: Counter[int] = field(default_factory=Counter)
    beyond: int = 0
    promised: int = 0
    others: int = 0

    @property
    def all(self) -> int:
        return self.steps.total() + self.beyond + self.promised + self.others


def standings(procedure: Procedure, rows: QuerySet[Prospect]) -> dict[str, Standing]:
    """Each cadence of the procedure, counted in the database over these prospects."""
    found = {name: Standing() for name in procedure.cadences}
    by = ("channel", "stage", "band", "cadence", "steps", "queue", "next_action")
    grouped = rows.filter(state=State.WORKING).order_by().values_list(*by).annotate(count=Count("id"))
    for channel, stage, band, by_hand, steps, queue, action, count in grouped:
        name = chosen(procedure.cadences, channel, stage, band, by_hand)
        one = found[name]
        if queue == Queue.PROMISED:
            one.promised += count
        elif action not in BY_CADENCE:
            one.others += count
        elif steps >= len(procedure.cadences[name].steps):
            one.beyond += count
        else:
            one.steps[steps] += count
    return found


def on_cadence(procedure: Procedure, rows: QuerySet[Prospect], name: str) -> list[int]:
    """The numbers of the prospects on desks that follow a cadence."""
    groups = (
        rows.filter(state=State.WORKING)
        .order_by()
        .values_list("channel", "stage", "band", "cadence")
        .distinct()
    )
    mine = [group for group in groups if chosen(procedure.cadences, *group) == name]
    found: list[int] = []
    for channel, stage, band, by_hand in mine:
        same = rows.filter(state=State.WORKING, channel=channel, stage=stage, band=band, cadence=by_hand)
        found += same.values_list("id", flat=True)
    return sorted(found)
