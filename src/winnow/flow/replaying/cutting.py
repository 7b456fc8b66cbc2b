"""The cut decided again: by the rank that each had in its batch, and by whom a procedure spares. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from winnow.flow.replaying.recorded import Placed, Won
from winnow.procedure.learned import Cut as Rule

TENTHS = 10
HAIR = 1e-9  # ranks are shares, which are not always exact


@dataclass(frozen=True, slots=True)
class Cut:
    """Who was set aside in history, and who would be."""

    share: float | None  # of each batch, if another than in history
    before: frozenset[int]
    after: frozenset[int]

    @property
    def newly(self) -> frozenset[int]:
        return self.after - self.before


def cut_again(placed: Sequence[Placed], rule: Rule, share: float | None) -> Cut:
    """Whom a procedure's cut would set aside; those drawn to be worked all the same stay on their desks."""
    before = frozenset(one.prospect for one in placed if one.below and not one.sampled)
    after = frozenset(
        one.prospect for one in placed if _under(one, share) and not one.sampled and not _spared(one, rule)
    )
    return Cut(share, before, after)


def _under(one: Placed, share: float | None) -> bool:
    """Below the cut, whether spared or not: that of history, or one at another share."""
    if share is None:
        return one.below or bool(one.spared)
    return one.rank is not None and one.rank <= share + HAIR


def _spared(one: Placed, rule: Rule) -> bool:
    return (one.repeat and rule.spare_repeats) or one.channel in rule.spare_channels


def told(cut: Cut, placed: Sequence[Placed], orders: Mapping[int, Sequence[Won]]) -> dict[str, Any]:
    """The same as facts; `tenths` say how many orders came of each tenth of the ranks, the lowest first."""
    counts = [[0, 0, 0] for _ in range(TENTHS)]
    for one in placed:
        if one.rank is not None:
            tenth = counts[min(int(one.rank * TENTHS - HAIR), TENTHS - 1)]
            tenth[0] += 1
            tenth[1] += bool(orders.get(one.prospect))
            tenth[2] += one.prospect in cut.after
    return {
        "share": cut.share, "placed": len(placed), "thrown_before": len(cut.before), "thrown_away": len(cut.after),
        "newly": len(cut.newly), "freed": len(cut.before - cut.after),
        "newly_ordered": sum(bool(orders.get(one)) for one in cut.newly),
        "tenths": [{"placed": all_, "ordered": sold, "thrown_away": gone} for all_, sold, gone in counts],
    }  # fmt: skip
