"""Boosted trees over codes: learned by scikit-learn, kept and predicted as plain arrays of ours.

A row's leaf is found for all trees at once by bit masks (QuickScorer, Lucchese et al. 2015): every split that
a row fails strikes out the leaves on its other side, and the first leaf left is the row's. A column's code stands for
one row of masks, one for each tree, so that whole rows are read and joined at memory's speed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import logit

from winnow.qualify.learn.additive import Lesson
from winnow.qualify.learn.coding import Number
from winnow.qualify.learn.cores import on_one_core
from winnow.qualify.learn.frame import Codes, Floats, Ints

Masks = npt.NDArray[np.uint32]
Plain = tuple[list[int], list[int], list[int], list[int], list[float]]
BITS = 32  # of a mask
LEAVES, LEAVES_FOR_MANY = 16, 31
MANY = 15_000  # rows, from which on there are more trees with more leaves
TREES, TREES_FOR_MANY = 64, 150
RATE = 0.1
RIDGE = 5.0
CHUNK = 512  # rows whose masks stay in a core's own memory
DRAWN_TO_USUAL = 20.0
ALL_LEAVES = np.uint32(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes by number, the root first: `column` (−1: a leaf), `limit` (at most that goes left), `value`."""

    column: Ints
    limit: Ints
    left: Ints
    right: Ints
    value: Floats

    def leaves(self, node: int = 0) -> Iterator[int]:
        """The leaves below a node, from left to right."""
        if self.column[node] < 0:
            yield node
        else:
            yield from self.leaves(int(self.left[node]))
            yield from self.leaves(int(self.right[node]))


@dataclass(frozen=True, slots=True)
class Boosted:
    """Log-odds = `start` + one leaf of every tree; `rank` puts the codes of each column into an order."""

    start: float
    rank: tuple[Ints, ...]
    trees: tuple[Tree, ...]
    leaves: Floats = field(init=False, repr=False)
    masks: tuple[tuple[int, Masks], ...] = field(init=False, repr=False)
    plain: tuple[Plain, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "leaves", _leaves(self.trees))
        object.__setattr__(self, "masks", tuple(_masks(self.trees, self.rank)))
        object.__setattr__(self, "plain", tuple(_plain(tree) for tree in self.trees))

    @property
    def base(self) -> float:
        """The log-odds to expect before any column is looked at."""
        return self.start + sum(values[0] for *_, values in self.plain)

    def log_odds(self, codes: Codes) -> Floats:
        total = np.full(len(codes), self.start)
        for start in range(0, len(codes), CHUNK):
            self._add(codes[start : start + CHUNK], total[start : start + CHUNK])
        return total

    def parts(self, row: Codes) -> Floats:
        """What each column adds for one row: every split's change of the expected value is its column's."""
        parts = [0.0] * len(self.rank)
        ranks = [int(rank[code]) for rank, code in zip(self.rank, row.tolist(), strict=True)]
        for columns, limits, lefts, rights, values in self.plain:
            node, value = 0, values[0]
            while (column := columns[node]) >= 0:
                node = lefts[node] if ranks[column] <= limits[node] else rights[node]
                parts[column] += values[node] - value
                value = values[node]
        return np.array(parts)

    def to_dict(self) -> dict[str, Any]:
        names = ("column", "limit", "left", "right", "value")
        trees = [{name: getattr(tree, name).tolist() for name in names} for tree in self.trees]
        ranks = [rank.tolist() for rank in self.rank]
        return {"kind": "boosted", "start": self.start, "rank": ranks, "trees": trees}

    def _add(self, codes: Codes, total: Floats) -> None:
        left = np.full((len(codes), len(self.trees)), ALL_LEAVES, dtype=np.uint32)
        struck = np.empty_like(left)
        for place, table in self.masks:
            table.take(codes[:, place].astype(np.intp), axis=0, out=struck, mode="clip")
            left &= struck
        np.negative(left, out=struck)
        left &= struck  # the lowest bit alone: the first leaf
        left -= np.uint32(1)
        first = np.bitwise_count(left) + BITS * np.arange(len(self.trees))
        total += self.leaves.take(first).sum(axis=1)


def fit_boosting(lesson: Lesson, seed: int) -> Boosted:
    """Gradient boosting in small steps, with few leaves a tree."""
    rank = tuple(_rank(lesson, place) for place in range(len(lesson.codings)))
    inside = np.stack([rank[k][lesson.codes[:, k]] for k in range(len(rank))], axis=1).astype(np.float64)
    learner = learner_for(len(inside), seed)
    with on_one_core():
        learner.fit(inside, lesson.sold, sample_weight=lesson.weight)
    return kept_as_data(learner, rank)


def learner_for(rows: int, seed: int) -> Any:
    """The HistGradientBoostingClassifier that learns from so many rows."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    few = rows < MANY
    return HistGradientBoostingClassifier(
        learning_rate=RATE, max_iter=TREES if few else TREES_FOR_MANY, early_stopping=False,
        max_leaf_nodes=LEAVES if few else LEAVES_FOR_MANY, min_samples_leaf=max(20, rows // 2000),
        l2_regularization=RIDGE, max_bins=255, max_features=0.5, random_state=seed,
    )  # fmt: skip


def kept_as_data(learner: Any, rank: tuple[Ints, ...]) -> Boosted:
    """A fitted HistGradientBoostingClassifier over ranks, as arrays that say the same."""
    found = tuple(_tree(predictors[0].nodes) for predictors in learner._predictors)
    return Boosted(float(np.ravel(learner._baseline_prediction)[0]), rank, found)


def boosted_from(stored: dict[str, Any]) -> Boosted:
    """As `to_dict` stored it."""
    trees = tuple(
        Tree(
            np.asarray(tree["column"], np.int64),
            np.asarray(tree["limit"], np.int64),
            np.asarray(tree["left"], np.int64),
            np.asarray(tree["right"], np.int64),
            np.asarray(tree["value"], np.float64),
        )
        for tree in stored["trees"]
    )
    return Boosted(stored["start"], tuple(np.asarray(rank, np.int64) for rank in stored["rank"]), trees)


def _rank(lesson: Lesson, place: int) -> Ints:
    """Numbers as they are, the unknown below all; categories by how often they bought, drawn to the usual."""
    coding, codes = lesson.codings[place], lesson.codes[:, place]
    if isinstance(coding, Number):
        return np.arange(coding.size)
    usual = float(np.average(lesson.sold, weights=lesson.weight))
    rows = np.bincount(codes, lesson.weight, coding.size)
    orders = np.bincount(codes, lesson.weight * lesson.sold, coding.size)
    rate = (orders + DRAWN_TO_USUAL * usual) / (rows + DRAWN_TO_USUAL)
    return np.argsort(np.argsort(logit(np.clip(rate, 1e-9, 1 - 1e-9)), kind="stable"), kind="stable")


def _tree(nodes: Any) -> Tree:
    leaf = nodes["is_leaf"].astype(bool)
    column = np.where(leaf, -1, nodes["feature_idx"]).astype(np.int64)
    limit = np.where(leaf, 0, np.floor(nodes["num_threshold"])).astype(np.int64)
    tree = Tree(
        column, limit, nodes["left"].astype(np.int64), nodes["right"].astype(np.int64),
        nodes["value"].astype(np.float64),
    )  # fmt: skip
    return _expecting(tree, nodes["count"].astype(np.float64))


def _expecting(tree: Tree, count: Floats) -> Tree:
    """The same tree with each inner node's value the mean of its leaves over the rows learned from."""
    value = tree.value.copy()
    for node in range(len(value) - 1, -1, -1):
        if tree.column[node] >= 0:
            left, right = int(tree.left[node]), int(tree.right[node])
            whole = max(1.0, count[left] + count[right])
            value[node] = (value[left] * count[left] + value[right] * count[right]) / whole
    return Tree(tree.column, tree.limit, tree.left, tree.right, value)


def _plain(tree: Tree) -> Plain:
    """As lists, which are walked faster than arrays."""
    return (
        tree.column.tolist(), tree.limit.tolist(), tree.left.tolist(), tree.right.tolist(), tree.value.tolist(),
    )  # fmt: skip


def _leaves(trees: tuple[Tree, ...]) -> Floats:
    """The values of all leaves, each tree's from its own multiple of `BITS` on."""
    values = np.zeros((len(trees), BITS))
    for place, tree in enumerate(trees):
        mine = tree.value[list(tree.leaves())]
        values[place, : len(mine)] = mine
    return values.ravel()


def _masks(trees: tuple[Tree, ...], rank: tuple[Ints, ...]) -> Iterator[tuple[int, Masks]]:
    """For each column that is split on: the leaves that remain possible, by code and tree."""
    tables: dict[int, Masks] = {}
    for place, tree in enumerate(trees):
        bit = {leaf: 1 << at for at, leaf in enumerate(tree.leaves())}
        for node in np.flatnonzero(tree.column >= 0).tolist():
            column = int(tree.column[node])
            if column not in tables:
                tables[column] = np.full((len(rank[column]), len(trees)), ALL_LEAVES, dtype=np.uint32)
            gone = np.uint32(sum(bit[leaf] for leaf in tree.leaves(int(tree.left[node]))))
            tables[column][rank[column] > tree.limit[node], place] &= ~gone
    yield from sorted(tables.items())
