"""Who gets each prospect: of those who may, the one with most room left, with every reason kept.

Most room is the least load for the capacity, ties by id, and loads grow within the batch. Where the procedure's
method is `most_profit`, those who may are instead assigned so that all together bring most. Colleagues of a
prospect stay with who knows their company, wherever its other offices are and whatever is spoken there; but a
full desk, absence and what a rule of the procedure demands come before that.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from winnow.procedure.schema import Routing
from winnow.prospects.words import Role
from winnow.route.eligible import (
    LANGUAGE,
    OFF,
    TERRITORY,
    Needs,
    Rulebook,
    barrier,
    limit_of,
    manager_of,
    next_best,
)  # fmt: skip
from winnow.route.pool import Pool
from winnow.route.said import beyond, explain, strengths
from winnow.route.values import WAITS, Alternative, Candidate, NobodyToOwn, Routed, Skipped, Wanted

if TYPE_CHECKING:
    from winnow.route.assign.known import Choice, Known, Price

__all__ = [
    "Candidate", "NobodyToOwn", "Routed", "Wanted", "explain", "limit_of", "manager_of", "pick", "prices",
]  # fmt: skip

FULL, BUSIER = "full", "busier"
LATER = 1e6  # more than any load for its capacity


def pick(
    batch: Sequence[Wanted],
    people: Sequence[Candidate],
    loads: Mapping[int, int],
    routing: Routing,
    known: "Known | None" = None,
) -> list[Routed]:
    """An owner for each of the batch, in its order. Raises NobodyToOwn if no person is active.

    `known` are people's records and prices, for the method `most_profit`.
    """
    room = _Room([one for one in sorted(people, key=lambda one: one.id) if one.active], loads, routing)
    if routing.method == "most_profit" and room.people:
        return _by_profit(room, batch, known)
    return [room.give(wanted) for wanted in batch]


def prices(
    sample: Sequence[Wanted],
    people: Sequence[Candidate],
    room: Mapping[int, int],
    routing: Routing,
    known: "Known",
    coming: int,
) -> "dict[int, Price]":
    """What a place on each person's desk is worth, if `coming` prospects like the sample come and `room` is for them.

    Needs numpy and scipy.
    """
    from winnow.route.assign.choose import Ask, priced

    active = [one for one in sorted(people, key=lambda one: one.id) if one.active]
    parts = _Room(active, {}, routing).parts(sample)
    asks = [Ask(wanted, shape.barriers, kind) for wanted, shape, kind in parts]
    return priced(asks, active, room, known, routing, coming)


def _by_profit(room: "_Room", batch: Sequence[Wanted], known: "Known | None") -> list[Routed]:
    """Who stays with who knows their company does so first; the others are chosen together, then colleagues follow."""
    routed: dict[int, Routed] = {}
    leading: list[int] = []
    following: list[int] = []
    companies: set[str] = set()
    for place, wanted in enumerate(batch):
        if room.known_to_company(wanted) is not None:
            routed[place] = room.give(wanted)
        elif wanted.company and wanted.company in companies and room.routing.same_company_same_owner:
            following.append(place)
        else:
            leading.append(place)
            companies.add(wanted.company)
    for places in (leading, following):
        places = [place for place in places if not routed.get(place)]
        stays = [place for place in places if room.known_to_company(batch[place]) is not None]
        routed |= {place: room.give(batch[place]) for place in stays}
        others = [place for place in places if place not in routed]
        chosen = room.choices([batch[place] for place in others], known)
        found = sorted(zip(others, chosen, strict=True), key=lambda one: one[1] is None)
        for place, choice in found:  # those for whom there is no room come last
            routed[place] = room.give(batch[place], choice)
    return [routed[place] for place in range(len(batch))]


class _Room:
    """The people and their loads while one batch is given out."""

    def __init__(self, people: list[Candidate], loads: Mapping[int, int], routing: Routing) -> None:
        self.people, self.routing = people, routing
        self.by_id = {one.id: one for one in people}
        self.loads = {one.id: loads.get(one.id, 0) for one in people}
        self.later = {one.id: LATER * one.opens_in if routing.at_work else 0.0 for one in people}
        self.limits = {one.id: limit_of(one, routing) for one in people}
        self.shares = {one.id: self._share(one.id) for one in people}
        self.full = {one.id for one in people if self.loads[one.id] >= self.limits[one.id]}
        self.rulebook = Rulebook(routing)
        self.shapes: dict[tuple[object, ...], _Shape] = {}
        self.pools: dict[tuple[bool, tuple[int, ...]], Pool] = {}
        self.companies: dict[str, int] = {}

    def give(self, wanted: Wanted, choice: "Choice | None" = None) -> Routed:
        shape = self._shape(wanted)
        owner, fallback = self._known_to_company(wanted, shape), ""
        if owner is not None and choice is None:
            routed = self._routed(owner, shape, "knows the company, ", (), "")
        elif choice is not None:
            owner = choice.owner
            routed = self._chosen(choice, shape)
        else:
            owner, fallback = shape.choose()
            routed = self._routed(owner, shape, shape.strengths(owner), shape.skipped(owner), fallback)
        if wanted.company:
            self.companies[wanted.company] = owner
        self._take(owner)
        return routed

    def choices(self, batch: Sequence[Wanted], known: "Known | None") -> "list[Choice | None]":
        """What brings most; nothing where numpy and scipy are missing, so that most room decides and none is lost."""
        try:
            from winnow.route.assign.choose import Ask, choose
            from winnow.route.assign.known import Known
        except ImportError:
            return [None] * len(batch)
        left = {one: self.limits[one] - load for one, load in self.loads.items()}
        known = known or Known()
        parts = self.parts(batch)
        asks = [Ask(wanted, shape.barriers, kind) for wanted, shape, kind in parts]
        if not self.routing.at_work:
            return choose(asks, self.people, left, known, self.routing)
        soonest = [Ask(wanted, shape.soonest(), kind) for wanted, shape, kind in parts]
        chosen = choose(soonest, self.people, left, known, self.routing)
        for choice in filter(None, chosen):
            left[choice.owner] -= 1
        over = [place for place, choice in enumerate(chosen) if choice is None]
        rest = choose([asks[one] for one in over], self.people, left, known, self.routing)
        for place, found in zip(over, rest, strict=True):
            chosen[place] = found
        return chosen

    def parts(self, batch: Sequence[Wanted]) -> "list[tuple[Wanted, _Shape, str]]":
        """Each with who may take it and what people differ in."""
        shapes = [self._shape(wanted) for wanted in batch]
        return [
            (wanted, shape, wanted.kind or shape.kind) for wanted, shape in zip(batch, shapes, strict=True)
        ]

    def known_to_company(self, wanted: Wanted) -> int | None:
        return self._known_to_company(wanted, self._shape(wanted))

    def _chosen(self, choice: "Choice", shape: "_Shape") -> Routed:
        owner = choice.owner
        why = (
            "given out to learn from, "
            if choice.explored
            else f"brings most{beyond(choice.place, choice.brings)}, "
        )
        said = self._routed(owner, shape, f"{shape.strengths(owner)}{why}", shape.barred(), "")
        others = tuple(Alternative(*one) for one in choice.alternatives)
        return said._replace(brings=choice.brings, alternatives=others, explored=choice.explored)

    def pool(self, people: Iterable[Candidate], capped: bool) -> Pool:
        """One heap for all who seek among the same people."""
        key = (capped, tuple(one.id for one in people))
        if key not in self.pools:
            self.pools[key] = Pool(self.shares, self.full if capped else (), key[1])
        return self.pools[key]

    def _take(self, owner: int) -> None:
        self.loads[owner] += 1
        self.shares[owner] = self._share(owner)
        if self.loads[owner] >= self.limits[owner]:
            self.full.add(owner)

    def _share(self, person: int) -> float:
        return self.later[person] + self.loads[person] / (self.by_id[person].capacity or 1)

    def _shape(self, wanted: Wanted) -> "_Shape":
        needs = self.rulebook.needs(wanted)
        key = (wanted.role, wanted.country, wanted.language, needs.rules, wanted.exclude)
        shape = self.shapes.get(key)
        if shape is None:
            shape = self.shapes[key] = _Shape(self, wanted, needs)
        return shape

    def _known_to_company(self, wanted: Wanted, shape: "_Shape") -> int | None:
        owner = wanted.company_owner
        if not self.routing.same_company_same_owner:
            return None
        if owner is None and wanted.company:
            owner = self.companies.get(wanted.company)
        if owner is None or owner in self.full:
            return None
        return owner if shape.barriers.get(owner, "other role") in ("", TERRITORY, LANGUAGE) else None

    def _routed(self, owner: int, shape: "_Shape", why: str, skipped: Skipped, fallback: str) -> Routed:
        load = f"{why}{self.loads[owner]} of {self.by_id[owner].capacity}"
        return Routed(owner, load, shape.rule, skipped, fallback)


class _Shape:
    """All that seek the same kind of person: who may, who is barred by what, who comes next to that."""

    def __init__(self, room: _Room, wanted: Wanted, needs: Needs) -> None:
        self.role = role = [one for one in room.people if one.role == wanted.role]
        self.room, self.wanted, self.needs = room, wanted, needs
        self.rule = ", ".join(needs.rules)
        self.barriers = {one.id: barrier(one, wanted, needs, room.routing) for one in role}
        self.given_up, others = next_best(role, room.people, self.barriers, wanted.exclude)
        if not others:
            raise NobodyToOwn(
                "Nobody can own this prospect: no person is active. "
                "Add a person, or make one active again, under Admin → People."
            )
        self.may = room.pool([one for one in role if not self.barriers[one.id]], capped=True)
        self.instead = room.pool(others, capped=False)
        self._skipped: dict[int, Skipped] = {}
        self._full_then = -1
        self._strengths: dict[int, str] = {}
        self.kind = " ".join(sorted(needs.niches | needs.skills))
        self._soonest: dict[int, str] | None = None
        self._barred: Skipped | None = None

    def choose(self) -> tuple[int, str]:
        """The person and what was given up for it."""
        owner = self.may.least()
        if owner is not None:
            return owner, ""
        if self.given_up == "capacity" and (waits_with := self._waits_with()):
            return waits_with, WAITS
        owner = self.instead.least()
        assert owner is not None  # an uncapped pool is never used up
        over = owner in self.room.full and self.given_up != "capacity"
        return owner, f"capacity+{self.given_up}" if over else self.given_up

    def _waits_with(self) -> int | None:
        """The manager with whom it waits while all who may take it have as many as they can work at once."""
        if not self.room.routing.wip_limit or self.wanted.role != Role.SELLER:
            return None
        barred = (Role.MANAGER, Role.ADMIN)
        present = [one for one in self.room.people if one.role in barred and not one.away]
        first = next((one.id for one in self.role if not self.barriers[one.id]), None)
        waits_with = manager_of(present, first)
        return waits_with if waits_with in {one.id for one in present} else None

    def soonest(self) -> dict[int, str]:
        """The barriers, where only those at work now, or else soonest, may take it."""
        if self._soonest is None:
            may = [one for one in self.role if not self.barriers[one.id] and one.id not in self.room.full]
            first = min((one.opens_in for one in may), default=0)
            self._soonest = {
                one.id: self.barriers[one.id] or (OFF if one.opens_in > first else "") for one in self.role
            }
        return self._soonest

    def barred(self) -> Skipped:
        """Who was barred by what; those who were not are weighed as alternatives."""
        if self._barred is None:
            self._barred = tuple((one, code) for one, code in self.barriers.items() if code)
        return self._barred

    def skipped(self, owner: int) -> Skipped:
        """What spoke against the others. Changes only when somebody's desk gets full, so it is shared."""
        if self._full_then != len(self.room.full):
            self._full_then = len(self.room.full)
            self._skipped.clear()
        if owner not in self._skipped:
            others = [(one, code) for one, code in self.barriers.items() if one != owner]
            self._skipped[owner] = tuple((one, code or self._load(one)) for one, code in others)
        return self._skipped[owner]

    def strengths(self, owner: int) -> str:
        """What speaks for the person, ready to be followed by the load."""
        if owner not in self._strengths:
            said = strengths(self.room.by_id[owner], self.wanted, self.needs)
            self._strengths[owner] = "".join(f"{one}, " for one in said)
        return self._strengths[owner]

    def _load(self, person: int) -> str:
        return FULL if person in self.room.full else BUSIER
