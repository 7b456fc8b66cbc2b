"""Past prospects as the cut sees them: how they were ranked out of time, and who bought."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import numpy as np

from winnow.qualify.cut.ranks import Bools, Column, Floats, Ints, ranks

ORDERS_A_BLOCK = 60  # fewer cannot show that a promise of 5 % was broken
MOST_BLOCKS = 12


@dataclass(frozen=True)
class Past:
    """Prospects in the order of time, scored by a model that had not seen them.

    `block` numbers the batches in which they are ranked, oldest first; without it all are one batch. `amount` is
    the money (or margin) of each order, and is ignored where nothing was bought. Blocks that are not `in_time` (folds)
    follow one another by no more than number.
    Raises ValueError when the lengths differ.
    """

    score: Floats
    sold: Bools
    block: Ints
    amount: Floats | None = None
    seed: int = 0
    in_time: bool = True

    def __post_init__(self) -> None:
        lengths = {len(self.score), len(self.sold), len(self.block)}
        if len(lengths | ({len(self.amount)} if self.amount is not None else set())) > 1:
            raise ValueError("Scores, sales, blocks and amounts need the same length.")

    @cached_property
    def rank(self) -> Floats:
        """Where each stands in its own batch, from just above 0 to 1."""
        return ranks(self.score, self.block, self.seed)

    @property
    def orders(self) -> int:
        return int(self.sold.sum())

    @property
    def blocks(self) -> list[int]:
        return [int(one) for one in np.unique(self.block)]

    def only(self, rows: Bools) -> "Past":
        """The prospects where the mask holds; only whole blocks keep their ranks."""
        amount = None if self.amount is None else self.amount[rows]
        return replace(
            self, score=self.score[rows], sold=self.sold[rows], block=self.block[rows], amount=amount
        )

    def within(self, blocks: list[int]) -> "Past":
        return self.only(np.isin(self.block, blocks))

    def money(self) -> Floats:
        """What each order brought, zero or more; without amounts every order counts one."""
        if self.amount is None:
            return np.ones(self.orders)
        return cast(Floats, np.maximum(np.nan_to_num(self.amount[self.sold], nan=0.0), 0.0))


def past(
    score: Column,
    sold: Column,
    block: Column | None = None,
    amount: Column | None = None,
    seed: int = 0,
    in_time: bool = True,
) -> Past:
    """Past prospects from plain arrays, one row each, oldest first; texts of blocks are numbered in their order."""
    kept = np.asarray(sold).astype(np.float64) > 0
    numbered = np.zeros(len(kept), np.int64) if block is None else _numbered(np.asarray(block))
    money = None if amount is None else np.asarray(amount, dtype=np.float64)
    return Past(np.asarray(score, dtype=np.float64), kept, numbered, money, seed, in_time)


def in_blocks(sold: Bools, most: int = MOST_BLOCKS) -> Ints:
    """Blocks of about equally many prospects in the order of time, with orders enough to test a promise on each."""
    count = int(np.clip(sold.sum() // ORDERS_A_BLOCK, 1, most))
    return cast(Ints, (np.arange(len(sold)) * count // max(len(sold), 1)).astype(np.int64))


def _numbered(block: Column) -> Ints:
    return cast(Ints, np.unique(block, return_inverse=True)[1].astype(np.int64))
