"""Removal effects of a first-order Markov chain (Anderl et al. 2016): what would be lost if a channel were not there.

Each journey is a walk from the start over its channels to an order or to nothing. With p(i → j) counted from the
walks, the chance of an order is that of being absorbed there, which solves a linear system. A channel is removed by
sending who comes to it to nothing; its effect is 1 − p(order without it) ÷ p(order). The money is divided in
proportion to the effects. A walk that stays at a channel tells nothing (p is of leaving it), so repeats are dropped.
"""

from collections import Counter
from collections.abc import Mapping
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

Paths = Mapping[tuple[str, ...], tuple[int, int]]
START, ORDER, NOTHING = ("start",), ("order",), ("nothing",)
Floats = NDArray[np.float64]
State = str | tuple[str]


def removal_effects(paths: Paths) -> dict[str, float]:
    """The effect (0 to 1) of each channel, from (orders, lost) by path; 0 for all where nothing was ordered.

    Without a channel those walks are lost that come by it and would end in an order: p(coming to it) × p(order from
    it), so one inverse (the fundamental matrix) answers for all channels.
    """
    channels = sorted({channel for path in paths for channel in path})
    steps, ordered = _chances(paths, channels)
    visits = np.linalg.inv(np.eye(len(ordered)) - steps)
    order_from = visits @ ordered
    comes_to = visits[0] / np.diag(visits)
    effects = comes_to * order_from / order_from[0] if order_from[0] > 0 else 0 * order_from
    return dict(zip(channels, np.clip(effects[1:], 0.0, 1.0).tolist(), strict=True))


def _chances(paths: Paths, channels: list[str]) -> tuple[Floats, Floats]:
    """(p of going from i to j, p of going from i to an order); 0 is the start, then come the channels."""
    index: dict[State, int] = {START: 0, **{channel: place for place, channel in enumerate(channels, 1)}}
    ways, ordered, leaving = np.zeros((len(index), len(index))), np.zeros(len(index)), np.zeros(len(index))
    for (here, there), count in _steps(paths).items():
        leaving[index[here]] += count
        if there == ORDER:
            ordered[index[here]] += count
        elif there != NOTHING:
            ways[index[here], index[there]] += count
    seen = np.maximum(leaving, 1)
    return ways / seen[:, None], ordered / seen


def _steps(paths: Paths) -> Counter[tuple[State, State]]:
    counted: Counter[tuple[State, State]] = Counter()
    for path, (orders, lost) in paths.items():
        walk: list[State] = [START, *(channel for channel, _ in groupby(path))]
        for step in pairwise(walk):
            counted[step] += orders + lost
        counted[walk[-1], ORDER] += orders
        counted[walk[-1], NOTHING] += lost
    return counted
