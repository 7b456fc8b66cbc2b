"""A seller who has as many opportunities as can be worked at once gets no more: new handovers wait with a manager."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from winnow.deals import queries
from winnow.procedure.schema import Procedure, Routing
from winnow.prospects.words import Role
from winnow.route.rules import Candidate

ANY = 100_000  # a limit that alone limits nobody, but says that what finds no room waits


def of_sellers(
    procedure: Procedure, people: Sequence[Candidate], loads: Mapping[int, int]
) -> list[Candidate]:
    """The same people; those whose desks are full of opportunities have no more room."""
    most = procedure.deals.most_open
    if not most:
        return list(people)
    held = queries.open_by_owner()
    return [
        replace(one, capacity=min(one.capacity, loads.get(one.id, 0)))
        if one.role == Role.SELLER and held.get(one.id, 0) >= most
        else one
        for one in people
    ]


def routing(procedure: Procedure) -> Routing:
    """The rules of routing, by which a handover waits if the limit leaves no room."""
    rules = procedure.routing
    if procedure.deals.most_open and not rules.wip_limit:
        return rules.model_copy(update={"wip_limit": ANY})
    return rules
