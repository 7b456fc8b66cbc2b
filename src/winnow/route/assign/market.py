"""The market of one assignment: who may take which class of prospects, what each makes of it, and their room.

Prospects of one class differ in nothing but what they are worth, and people of one kind in nothing but their
room. So a hundred thousand prospects and a thousand people become a few thousand groups and kinds.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def sums(of: Ints, amounts: NDArray[np.generic], many: int) -> Floats:
    """The amounts added up by what they are `of`, for numbers 0 to `many`."""
    return np.asarray(np.bincount(of, np.asarray(amounts, np.float64), many), np.float64)


@dataclass(frozen=True)
class Demand:
    """The prospects: the class of each, and its worth (expected profit in money, whoever takes it)."""

    of: Ints
    worth: Floats

    def __len__(self) -> int:
        return len(self.of)

    @cached_property
    def order(self) -> Ints:
        """The prospects by class, in each from the most worth down, ties in the order given."""
        return np.lexsort((-self.worth, self.of))

    def bounds(self, classes: int) -> Ints:
        """Where each class begins in `order`, and at last where the last ends."""
        return np.searchsorted(self.of[self.order], np.arange(classes + 1))

    def among(self, chosen: Bools) -> "Demand":
        return Demand(self.of[chosen], self.worth[chosen])


@dataclass(frozen=True)
class Market:
    """`gain[class, person]` is what a person makes of a prospect's worth, 0 where barred; `room[person]` is how
    many each may still take. `low` and `high` bound the worth that each is given; None: no band."""

    gain: Floats
    room: Ints
    low: Floats | None = None
    high: Floats | None = None

    @cached_property
    def kinds(self) -> "Kinds":
        """People who are alike in all but room, as one; who has none may take nothing."""
        alike, of = np.unique(np.where(self.room > 0, self.gain, 0.0).T, axis=0, return_inverse=True)
        of = of.reshape(-1)
        low = None if self.low is None else sums(of, self.low, len(alike))
        high = None if self.high is None else sums(of, self.high, len(alike))
        room = sums(of, np.maximum(self.room, 0), len(alike))
        return Kinds(of, np.ascontiguousarray(alike.T), room, low, high)

    def profit(self, demand: Demand, owner: Ints) -> float:
        """What an assignment brings; those with owner -1 bring nothing."""
        given = owner >= 0
        return float((demand.worth[given] * self.gain[demand.of[given], owner[given]]).sum())

    def given(self, demand: Demand, owner: Ints) -> Floats:
        """The worth that each person is given, their own gift left out."""
        taken = owner >= 0
        return sums(owner[taken], demand.worth[taken], len(self.room))


@dataclass(frozen=True)
class Kinds:
    """A market in which alike people are one: `of[person]` is the kind; room and band are those of all together."""

    of: Ints
    gain: Floats
    room: Floats
    low: Floats | None
    high: Floats | None


@dataclass(frozen=True)
class Groups:
    """Prospects of one class next to each other in worth: `first` to `last` of the order, as one."""

    of: Ints
    first: Ints
    last: Ints
    worth: Floats  # the mean

    @property
    def count(self) -> Ints:
        return self.last - self.first


def grouped(cuts: list[Ints], total: Floats) -> Groups:
    """The groups between the cuts of each class; `total[i]` is the worth of the first i of the order."""
    of = np.repeat(np.arange(len(cuts)), [max(len(one) - 1, 0) for one in cuts])
    first = np.concatenate([one[:-1] for one in cuts])
    last = np.concatenate([one[1:] for one in cuts])
    return Groups(of, first, last, (total[last] - total[first]) / (last - first))
