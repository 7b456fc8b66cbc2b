"""Groups of inquiries that are one person's: united step by step, never around two known persons."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """Whose a key is: a person stored before. `email` is "" if the person has none."""

    person_id: int
    name: str = ""
    email: str = ""


def node_of(person: Known) -> int:
    """The node of a known person; inquiries are nodes 0, 1, 2, …"""
    return ~person.person_id


class Groups:
    """Disjoint sets of nodes with at most one known person in each."""

    def __init__(self, nodes: Iterable[int]) -> None:
        self._parent = {node: node for node in nodes}
        self._person = {node: ~node for node in self._parent if node < 0}

    def root(self, node: int) -> int:
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def person(self, node: int) -> int | None:
        """The known person of the node's group."""
        return self._person.get(self.root(node))

    def join(self, one: int, other: int) -> bool:
        """Make two groups one; refused if that would make two known persons one."""
        first, second = self.root(one), self.root(other)
        if first == second:
            return True
        if first in self._person and second in self._person:
            return False
        if second in self._person:
            first, second = second, first
        self._parent[second] = first
        return True

    def gathered(self) -> dict[int, list[int]]:
        """The nodes of each group by its root."""
        found: dict[int, list[int]] = {}
        for node in self._parent:
            found.setdefault(self.root(node), []).append(node)
        return found
