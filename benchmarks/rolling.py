"""A market that moves: the model is fitted anew every so many prospects and ranks those that come next.

`python -m benchmarks.rolling [SET…] --data FOLDER [--step 1000] [--window 10000] [--first 10000]`
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.promises import followed
from benchmarks.sets import SETS, Set
from winnow.qualify.cut import Past, past, ranks, thrown_away
from winnow.qualify.cut.ranks import auc, auc_within
from winnow.qualify.learn import Frame, History, fit

Floats = npt.NDArray[np.float64]


def rolled(given: Set, first: int, step: int, window: int, seed: int = 0) -> Past:
    """Every prospect after the `first`, scored by a model of the `window` newest before its block (0: of all)."""
    order = np.arange(len(given)) if given.decided is None else np.argsort(given.decided, kind="stable")
    history = History(Frame(given.columns), given.sold, given.decided).take(order)
    scores, blocks = [], []
    for number, start in enumerate(range(first, len(given), step)):
        end = min(start + step, len(given))
        seen = history.take(slice(max(0, start - window) if window else 0, start))
        scores.append(fit(seen, seed=seed).score(history.frame.take(slice(start, end))).probability)
        blocks.append(np.full(end - start, number))
        sys.stderr.write(f"{start} ")
        sys.stderr.flush()
    return past(np.concatenate(scores), history.sold[first:], np.concatenate(blocks))


def told(ranked: Past) -> dict[str, Any]:
    """Sales kept at half and AUC, over all and inside blocks; of the newest fifth too; and what promises came to."""
    newest = ranked.only(np.arange(len(ranked.sold)) >= round(len(ranked.sold) * 0.8))
    return {
        "prospects": len(ranked.sold), "orders": ranked.orders,
        "all": _figures(ranked), "newest fifth": _figures(newest),
        "promises": {f"{lose:.0%}": asdict(followed(ranked, lose)) for lose in (0.05, 0.02)},
    }  # fmt: skip


def _figures(ranked: Past) -> dict[str, float]:
    pooled = ranks(ranked.score)
    return {
        "auc": round(auc(ranked.score, ranked.sold), 4),
        "auc inside blocks": round(auc_within(ranked.score, ranked.sold, ranked.block)[0], 4),
        "kept": round(1 - float(thrown_away(pooled[ranked.sold], 0.5).mean()), 4),
        "kept inside blocks": round(1 - float(thrown_away(ranked.rank[ranked.sold], 0.5).mean()), 4),
    }


def main() -> None:
    """Print one JSON document a set."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.rolling", description=__doc__)
    words.add_argument("sets", nargs="*", default=["bank_time"])
    words.add_argument("--data", type=Path, default=os.environ.get("WINNOW_BENCH_DATA"))
    words.add_argument("--step", type=int, default=1_000)
    words.add_argument("--window", type=int, default=10_000)
    words.add_argument("--first", type=int, default=10_000)
    asked = words.parse_args()
    if asked.data is None:
        words.error("say where the sets are: --data FOLDER, or WINNOW_BENCH_DATA")
    for key in asked.sets:
        ranked = rolled(SETS[key](Path(asked.data)), asked.first, asked.step, asked.window)
        shown = {"set": key, "step": asked.step, "window": asked.window or "all"} | told(ranked)
        sys.stdout.write(json.dumps(shown) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
