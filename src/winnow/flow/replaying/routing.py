"""Routing decided again: day by day, with desks that fill and empty as they would have. Pure but for who was there."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from heapq import heappop, heappush
from itertools import groupby

from winnow.flow.replaying.recorded import Asked
from winnow.procedure.schema import Procedure
from winnow.prospects.words import Role, Stage
from winnow.route.assign.known import Known
from winnow.route.rules import Candidate, Wanted, pick

Everybody = Callable[[Procedure, datetime], Sequence[Candidate]]


def route(
    asked: Sequence[Asked], passes: Sequence[bool], by: Callable[[Asked], Procedure], everybody: Everybody,
    known: Callable[[Procedure], Known | None],
) -> dict[int, int]:  # fmt: skip
    """By place in `asked`, to whom each that passes and needs an owner goes."""
    loads: Counter[int] = Counter()
    leaving: list[tuple[datetime, int]] = []
    owners: dict[int, int] = {}
    firms: dict[int, int] = {}
    placed = [(place, one) for place, one in enumerate(asked) if passes[place] and one.clocked]
    for _, group in groupby(placed, key=lambda pair: _day(pair[1])):
        today = list(group)
        while leaving and leaving[0][0] <= today[0][1].at:
            loads[heappop(leaving)[1]] -= 1
        for procedure, some in _by_procedure(today, by):
            people = everybody(procedure, some[0][1].at)
            wanted = [_wanted(one, procedure, firms) for _, one in some]
            for (place, one), routed in zip(
                some, pick(wanted, people, loads, procedure.routing, known(procedure)), strict=True
            ):
                owners[place] = routed.owner
                loads[routed.owner] += 1
                if one.company:
                    firms.setdefault(one.company, routed.owner)
                if one.leaves:
                    heappush(leaving, (one.leaves, routed.owner))
    return owners


def _day(one: Asked) -> date:
    return one.at.date()


def _by_procedure(
    today: Sequence[tuple[int, Asked]], by: Callable[[Asked], Procedure]
) -> list[tuple[Procedure, list[tuple[int, Asked]]]]:
    """A day on which the procedure changed has two."""
    groups: dict[int, tuple[Procedure, list[tuple[int, Asked]]]] = {}
    for pair in today:
        procedure = by(pair[1])
        groups.setdefault(id(procedure), (procedure, []))[1].append(pair)
    return list(groups.values())


def _wanted(one: Asked, procedure: Procedure, firms: Mapping[int, int]) -> Wanted:
    said = one.cleaned
    colleagues = procedure.routing.same_company_same_owner
    return Wanted(
        role=Role.SELLER if one.stage == Stage.OPPORTUNITY else Role(procedure.routing.first_desk),
        channel=one.channel, country=said.country if said else "", language=said.language if said else "",
        industry=said.industry if said else "",
        campaign=one.raw.campaign, message=said.message if said else "",
        company_owner=firms.get(one.company) if colleagues else None, exclude=frozenset(),
        company=str(one.company or ""), worth=one.score / 100, number=one.prospect,
    )  # fmt: skip
