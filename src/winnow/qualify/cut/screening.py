"""Of very many columns those that tell most by themselves: more cost time and teach little."""

from collections.abc import Mapping

import numpy as np

from winnow.qualify.cut.ranks import Column, Floats, Ints
from winnow.qualify.learn import History, Refused

MOST = 80
TENTHS = np.linspace(0.1, 0.9, 9)
WORDS = 30


def screened(history: History, most: int = MOST) -> tuple[History, list[Refused]]:
    """The history with its `most` telling columns, and the others with the reason why they were not tried."""
    names = history.frame.names
    if len(names) <= most:
        return history, []
    telling = {name: _told(history.frame[name], history.sold) for name in names}
    kept = sorted(sorted(names, key=lambda name: -telling[name])[:most], key=names.index)
    reason = f"Of {len(names)} columns the {most} were tried that tell most by themselves."
    return history.with_frame(history.frame.only(kept)), _refused(telling, kept, reason)


def _refused(telling: Mapping[str, float], kept: list[str], reason: str) -> list[Refused]:
    return [Refused(name, reason) for name in telling if name not in set(kept)]


def _told(values: Column, sold: Floats) -> float:
    """By how much buyers are spread unevenly over its values, beyond what chance spreads (Pearson's χ²)."""
    codes = _codes(values)
    size = np.bincount(codes).astype(np.float64)
    bought, expected = np.bincount(codes, sold), size * sold.mean()
    uneven = float(((bought - expected) ** 2 / np.maximum(expected * (1 - sold.mean()), 1e-9)).sum())
    freedom = max(int((size > 0).sum()) - 1, 1)
    return float((uneven - freedom) / (2 * freedom) ** 0.5)


def _codes(values: Column) -> Ints:
    """Tenths of numbers, commonest words, and the unknown."""
    if values.dtype.kind == "f":
        known = values[np.isfinite(values)]
        edges = np.unique(np.quantile(known, TENTHS)) if len(known) else np.empty(0)
        return np.where(np.isfinite(values), np.searchsorted(edges, values) + 1, 0).astype(np.int64)
    words, places, counts = np.unique(values.astype(str), return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    numbers = np.full(len(words), WORDS)
    numbers[order[:WORDS]] = np.arange(min(WORDS, len(words)))
    return numbers[places].astype(np.int64)
