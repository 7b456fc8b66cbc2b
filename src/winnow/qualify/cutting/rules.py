"""Who of a batch is thrown away: by rank among those who came before it, few enough kept aside by chance. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from winnow.qualify.cut import fill, is_drawn, ranks, thrown_away, worth_an_hour
from winnow.qualify.cut.ranks import Bools, Floats

WINDOW = 200  # prospects that one is compared with: those of its batch and the newest before it
LEAST = 20  # with fewer to compare with nobody is thrown away
HOUR = 1.0  # of a seller, where no hours were ever known


@dataclass(frozen=True, slots=True)
class Scored:
    """One of a batch with its odds; `spared` says what keeps it on the desk wherever it stands ("": nothing)."""

    prospect: int
    probability: float
    margin: float | None = None
    hours: float | None = None
    spared: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one stood, and whether it is below the cut; `sampled`: worked all the same."""

    scored: Scored
    worth: float
    rank: float | None
    below: bool
    sampled: bool
    spared: str

    @property
    def is_thrown_away(self) -> bool:
        return self.below and not self.sampled


@dataclass(frozen=True, slots=True)
class Policy:
    """The cut as a batch meets it. `room`: hours that the desk still has, where the cut follows them."""

    share: float
    honest: float
    seed: int
    by_profit: bool
    room: float | None = None


def worths(batch: Sequence[Scored], by_profit: bool) -> Floats:
    """By what each is ranked: profit to be expected an hour, or probability alone."""
    probability = np.array([one.probability for one in batch], dtype=np.float64)
    if not by_profit:
        return probability
    return worth_an_hour(
        probability, _known([one.margin for one in batch]), _known([one.hours for one in batch])
    )


def place(batch: Sequence[Scored], before: Sequence[float], policy: Policy) -> list[Placed]:
    """Place each of a batch; `before` are the worths of those placed before it, the newest first."""
    worth = worths(batch, policy.by_profit)
    compared = np.concatenate([worth, np.array(before[: max(WINDOW - len(batch), 0)], dtype=np.float64)])
    if len(compared) < LEAST:
        return [
            Placed(one, float(value), None, False, False, "") for one, value in zip(batch, worth, strict=True)
        ]
    rank = ranks(compared, seed=policy.seed)[: len(batch)]
    under = _under(batch, rank, policy)
    return [
        _placed(*each, policy)
        for each in zip(batch, worth.tolist(), rank.tolist(), under.tolist(), strict=True)
    ]


def _under(batch: Sequence[Scored], rank: Floats, policy: Policy) -> Bools:
    """Below the share; and where the cut follows the desk, only those for whom there is no room."""
    under = thrown_away(rank, policy.share)
    if policy.room is None:
        return under
    hours = _known([one.hours for one in batch])
    hours = np.where(np.isfinite(hours), hours, np.nanmean(hours) if np.isfinite(hours).any() else HOUR)
    return under & ~fill(rank, hours, policy.room).kept


def _placed(one: Scored, worth: float, rank: float, under: bool, policy: Policy) -> Placed:
    below = under and not one.spared
    sampled = below and is_drawn(one.prospect, policy.seed, policy.honest)
    return Placed(one, worth, rank, below, sampled, one.spared if under else "")


def _known(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
