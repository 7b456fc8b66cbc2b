"""A desk that is full of opportunities: what its seller could bring to an end, so that new ones come."""

from dataclasses import dataclass
from datetime import datetime

from winnow.deals import queries
from winnow.deals.models import Opportunity
from winnow.deals.queries import pipeline
from winnow.deals.sieve import Scope
from winnow.flow.deals.judging import Judgement
from winnow.procedure.queries import in_force

OFFERED = 3  # to choose from; the board has the rest


@dataclass(frozen=True, slots=True)
class Full:
    """As many as the procedure allows, or more; how many wait with managers; the first to look at, each with why."""

    held: int
    most: int
    waiting: int
    first: list[tuple[Opportunity, list[str]]]


def full_desk(seller: int, now: datetime) -> Full | None:
    """None if there is room, or no limit. First what is neither big nor moving, then what has not moved for longest."""
    procedure = in_force(now)[1]
    most = procedure.deals.most_open
    held = queries.open_by_owner().get(seller, 0) if most else 0
    if not most or held < most:
        return None
    found = pipeline.sieved(procedure, now, Scope(owner=seller))
    numbers = [
        number
        for why in ("neither", "")
        for number in pipeline.parts(found, procedure, why, "idle", OFFERED)[1]
    ]
    chosen = list(dict.fromkeys(numbers))[:OFFERED]
    rows, judgement = queries.shown(chosen), Judgement(procedure, now, found.tops)
    judged = judgement.of(rows.values())
    first = [(rows[number], judgement.why(judged[number])) for number in chosen]
    return Full(held, most, queries.leads_with_managers(), first)
