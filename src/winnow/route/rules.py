"""Who gets each prospect: of those who may, the one with most room left, with every reason kept.

Most room is the least load for the capacity, ties by id, and loads grow within the batch. Colleagues of a
prospect stay with who knows their company, wherever its other offices are and whatever is spoken there; but a
full desk, absence and what a rule of the procedure demands come before that.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heapreplace

from winnow.procedure.schema import Routing
from winnow.prospects.words import Role
from winnow.route.eligible import LANGUAGE, TERRITORY, Needs, Rulebook, barrier, next_best
from winnow.route.said import explain, strengths
from winnow.route.values import Candidate, Routed, Skipped, Wanted

__all__ = ["Candidate", "NobodyToOwn", "Routed", "Wanted", "explain", "pick"]

FULL, BUSIER = "full", "busier"


class NobodyToOwn(Exception):
    """There is no active person at all; the message says what to do."""


def pick(
    batch: Sequence[Wanted], people: Sequence[Candidate], loads: Mapping[int, int], routing: Routing
) -> list[Routed]:
    """An owner for each of the batch, in its order. Raises NobodyToOwn if no person is active."""
    room = _Room([one for one in sorted(people, key=lambda one: one.id) if one.active], loads, routing)
    return [room.give(wanted) for wanted in batch]


def manager_of(people: Iterable[Candidate], person: int | None) -> int:
    """The manager of the person's team, else any manager, else an admin, else the person (0 if there is none)."""
    active = sorted((one for one in people if one.active), key=lambda one: one.id)
    team = next((one.team for one in active if one.id == person), "")
    ranked = [
        *(one for one in active if one.role == Role.MANAGER and one.team == team and team),
        *(one for one in active if one.role == Role.MANAGER),
        *(one for one in active if one.role == Role.ADMIN),
    ]
    return ranked[0].id if ranked else person or 0


class _Room:
    """The people and their loads while one batch is given out."""

    def __init__(self, people: list[Candidate], loads: Mapping[int, int], routing: Routing) -> None:
        self.people, self.routing = people, routing
        self.by_id = {one.id: one for one in people}
        self.loads = {one.id: loads.get(one.id, 0) for one in people}
        self.shares = {one.id: self.loads[one.id] / (one.capacity or 1) for one in people}
        self.full = {one.id for one in people if self.loads[one.id] >= one.capacity}
        self.rulebook = Rulebook(routing)
        self.shapes: dict[tuple[object, ...], _Shape] = {}
        self.pools: dict[tuple[bool, tuple[int, ...]], _Pool] = {}
        self.companies: dict[str, int] = {}

    def give(self, wanted: Wanted) -> Routed:
        shape = self._shape(wanted)
        owner, fallback = self._known_to_company(wanted, shape), ""
        if owner is not None:
            routed = self._routed(owner, shape, "knows the company, ", (), "")
        else:
            owner, fallback = shape.choose()
            routed = self._routed(owner, shape, shape.strengths(owner), shape.skipped(owner), fallback)
        if wanted.company:
            self.companies[wanted.company] = owner
        self._take(owner)
        return routed

    def pool(self, people: Iterable[Candidate], capped: bool) -> "_Pool":
        """One heap for all who seek among the same people."""
        key = (capped, tuple(one.id for one in people))
        if key not in self.pools:
            self.pools[key] = _Pool(self, key[1], capped)
        return self.pools[key]

    def _take(self, owner: int) -> None:
        capacity, load = self.by_id[owner].capacity, self.loads[owner] + 1
        self.loads[owner], self.shares[owner] = load, load / (capacity or 1)
        if load >= capacity:
            self.full.add(owner)

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


class _Pool:
    """People ordered by load for capacity. Loads only grow, so an entry is corrected when it comes up."""

    def __init__(self, room: _Room, people: Iterable[int], capped: bool) -> None:
        self.room, self.capped = room, capped
        self.heap = [(room.shares[one], one) for one in people]
        heapify(self.heap)

    def least(self) -> int | None:
        """The person with most room; None if everybody is full and that counts."""
        heap, shares, full = self.heap, self.room.shares, self.room.full if self.capped else ()
        while heap:
            share, person = heap[0]
            now = shares[person]
            if person in full:
                heappop(heap)
            elif now > share:
                heapreplace(heap, (now, person))
            else:
                return person
        return None


class _Shape:
    """All that seek the same kind of person: who may, who is barred by what, who comes next to that."""

    def __init__(self, room: _Room, wanted: Wanted, needs: Needs) -> None:
        role = [one for one in room.people if one.role == wanted.role]
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

    def choose(self) -> tuple[int, str]:
        """The person and what was given up for it."""
        owner = self.may.least()
        if owner is not None:
            return owner, ""
        owner = self.instead.least()
        assert owner is not None  # an uncapped pool is never used up
        over = owner in self.room.full and self.given_up != "capacity"
        return owner, f"capacity+{self.given_up}" if over else self.given_up

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
