"""Telephones are shared: by a firm with a switchboard, by a couple at home. Who is one person?

Two sides with one number are different persons only if both their names and their e-mails differ. Names
differ clearly below a likeness of `ALIKE`. Of spellings of one person that were garbled on purpose, 82 of 100
(FEBRL) to 96 of 100 (Splink's fake_1000) reach it; of strangers, 1 to 2 of 1,000; of members of one family, 1
of 5. The number itself stays with one side, its owner; who is found different does not claim it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from winnow.intake.clean_names import folded_name
from winnow.intake.inquiry import Cleaned
from winnow.intake.match_groups import Groups, Known, node_of

ALIKE = 75.0  # of 100: rapidfuzz's token_set_ratio of the folded names, which allows for a missing first name
MANY = 30  # sides behind one number, above which only equal names count as alike


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One group as it stood before telephones were looked at; `mark` puts sides in an order of their own."""

    node: int
    names: frozenset[str]
    has_mail: bool
    mark: str

    @property
    def is_distinct(self) -> bool:
        """Whether it has what it takes to be told apart from another."""
        return self.has_mail and bool(self.names)


Cluster = list[Side]


class Phones:
    """Settles the numbers of a batch one by one, on the groups that stronger keys have made."""

    def __init__(self, groups: Groups, batch: Sequence[Cleaned], known: Mapping[str, Known]) -> None:
        self.apart: set[tuple[int, str]] = set()  # inquiries with a number that yet are not its owner's
        self._groups = groups
        self._batch = batch
        self._persons = {node_of(person): person for person in known.values()}
        self._members = groups.gathered()
        self._root = {node: root for root, nodes in self._members.items() for node in nodes}
        self._sides: dict[int, Side] = {}

    def settle(self, key: str, holders: Sequence[int], person: Known | None) -> int:
        """Unite those of the holders who are one person; the answer is a node of the number's owner."""
        nodes = [*holders, node_of(person)] if person else list(holders)
        if len({self._groups.root(node) for node in nodes}) == 1:
            return nodes[0]
        sides = sorted({self._side(node) for node in nodes}, key=lambda side: side.mark)
        clusters = _clusters([side for side in sides if side.is_distinct])
        owner = self._side(node_of(person)) if person else self._first_owner(sides, clusters)
        own = _cluster_of(owner, clusters)
        self._unite(clusters, [owner, *own, *(side for side in sides if not side.is_distinct)])
        strangers = {side for side in sides if side.is_distinct and side not in own}
        self.apart.update((node, key) for node in holders if self._side(node) in strangers)
        return owner.node

    def _first_owner(self, sides: list[Side], clusters: list[Cluster]) -> Side:
        """Of a number not known before: the known person with the lowest id, else the first side by mark."""

        def rank(side: Side) -> tuple[bool, int, str]:
            person = self._groups.person(side.node)
            return person is None, person or 0, side.mark

        return min((side for cluster in clusters for side in cluster), key=rank, default=min(sides, key=rank))

    def _unite(self, clusters: list[Cluster], owners: list[Side]) -> None:
        for same in (*clusters, owners):
            for side in same[1:]:
                self._groups.join(same[0].node, side.node)

    def _side(self, node: int) -> Side:
        root = self._root[node]
        if root not in self._sides:
            self._sides[root] = self._seen(root, self._members[root])
        return self._sides[root]

    def _seen(self, root: int, nodes: Iterable[int]) -> Side:
        told = [self._persons[node] if node < 0 else self._batch[node] for node in nodes]
        names = frozenset(folded_name(one.name) for one in told if one.name) - {""}
        marks = [f"{one.person_id:020}" if isinstance(one, Known) else min(one.keys) for one in told]
        return Side(root, names, any(one.email for one in told), min(marks))


def _clusters(sides: list[Side]) -> list[Cluster]:
    """Distinct sides put together by their names, also by way of others; in the order of their marks."""
    same = Groups(range(len(sides)))
    for one, other in _namesakes(sides) if len(sides) > MANY else _lookalikes(sides):
        same.join(one, other)
    return [[sides[place] for place in places] for places in same.gathered().values()]


def _lookalikes(sides: list[Side]) -> Iterator[tuple[int, int]]:
    pairs = combinations(range(len(sides)), 2)
    return ((one, other) for one, other in pairs if _alike(sides[one], sides[other]))


def _namesakes(sides: list[Side]) -> Iterator[tuple[int, int]]:
    first: dict[str, int] = {}
    for place, side in enumerate(sides):
        for name in side.names:
            yield first.setdefault(name, place), place


def _cluster_of(owner: Side, clusters: list[Cluster]) -> Cluster:
    """The one cluster that may be the owner: its own, or if the owner is not distinct, the likeliest."""
    if owner.is_distinct:
        return next(cluster for cluster in clusters if owner in cluster)

    def rank(cluster: Cluster) -> tuple[bool, str]:
        return not any(_alike(owner, side) for side in cluster), cluster[0].mark

    return min(clusters, key=rank, default=[])


def _alike(one: Side, other: Side) -> bool:
    return any(fuzz.token_set_ratio(a, b) >= ALIKE for a in one.names for b in other.names)
