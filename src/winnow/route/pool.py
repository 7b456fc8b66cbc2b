"""Who has most room, while loads grow."""

from collections.abc import Collection, Iterable, Mapping
from heapq import heapify, heappop, heapreplace


class Pool:
    """People ordered by load for capacity. Loads only grow, so an entry is corrected when it comes up.

    `shares` and `full` change while it is asked; whoever is full is not given any more.
    """

    def __init__(self, shares: Mapping[int, float], full: Collection[int], people: Iterable[int]) -> None:
        self.shares, self.full = shares, full
        self.heap = [(shares[one], one) for one in people]
        heapify(self.heap)

    def least(self) -> int | None:
        """The person with most room; None if everybody is full and that counts."""
        heap = self.heap
        while heap:
            share, person = heap[0]
            now = self.shares[person]
            if person in self.full:
                heappop(heap)
            elif now > share:
                heapreplace(heap, (now, person))
            else:
                return person
        return None
