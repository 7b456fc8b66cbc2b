"""A young firm: the written scorecard and a hundred prospects, against five thousand prospects.

`python -m benchmarks.few [SET…] --data FOLDER [--draws 16] [--few 100] [--many 5000]`
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.made_up import firm
from benchmarks.sets import SETS, Set
from benchmarks.written import WRITTEN, points
from winnow.procedure.learned import Learning
from winnow.qualify.learn import Frame, History, fit
from winnow.qualify.learn.measures import kept
from winnow.qualify.odds.lessons import prior
from winnow.qualify.odds.seen import SCORE

Floats = npt.NDArray[np.float64]
Drawn = tuple[Set, Floats]
MADE_UP = "made_up"
TEST = 0.2
MOST_TESTED = 10_000


def draws(key: str, folder: Path, number: int) -> Callable[[int], Drawn]:
    """A set with its points, the same in every draw; of the made-up ones every draw is a firm of its own."""
    if key == MADE_UP:
        return lambda draw: firm(draw, number)
    given = SETS[key](folder)
    told = points(given, WRITTEN[key])
    return lambda draw: (given, told)


def measured(key: str, drawn: Callable[[int], Drawn], few: int, many: int, number: int) -> dict[str, Any]:
    """Sales kept at half on prospects held out, by draw, and how far the few lie behind the many."""
    found: dict[str, list[float]] = {}
    for draw in range(number):
        for way, share in _kept(*drawn(draw), few, many, draw).items():
            found.setdefault(way, []).append(share)
    gap = np.array(found["many"]) - np.array(found["few and rules"])
    return {
        "set": key, "draws": number, "few": few, "many": many,
        "kept": {way: round(float(np.mean(shares)), 4) for way, shares in found.items()},
        "behind": round(float(gap.mean()), 4), "error": round(float(gap.std(ddof=1) / number**0.5), 4),
    }  # fmt: skip


def _kept(given: Set, told: Floats, few: int, many: int, draw: int) -> dict[str, float]:
    order = np.random.default_rng(1_000 + draw).permutation(len(given))
    tested = min(MOST_TESTED, round(len(given) * TEST))
    test, rest = order[:tested], order[tested:]
    return {
        "rules": kept(told[test], given.sold[test]),
        "few": _learned(given, None, rest[:few], test),
        "few and rules": _learned(given, told, rest[:few], test),
        "many": _learned(given, None, rest[:many], test),
        "many and rules": _learned(given, told, rest[:many], test),
    }


def _learned(given: Set, told: Floats | None, train: Any, test: Any) -> float:
    """As the application learns: its rules, and the written score as a column and as what is believed."""
    believed, columns = None, dict(given.columns)
    if told is not None:
        columns[SCORE] = told
        believed = prior(Learning(), told[train].tolist(), float(given.sold[train].mean()))
    frame = Frame(columns)
    scorer = fit(History(frame.take(train), given.sold[train]), prior=believed)
    return kept(scorer.score(frame.take(test)).probability, given.sold[test])


def main() -> None:
    """Print one JSON document a set."""
    known = (*WRITTEN, MADE_UP)
    words = argparse.ArgumentParser(prog="python -m benchmarks.few", description=__doc__)
    words.add_argument("sets", nargs="*", metavar="SET", help=", ".join(known))
    words.add_argument("--data", type=Path, default=os.environ.get("WINNOW_BENCH_DATA"))
    words.add_argument("--draws", type=int, default=16)
    words.add_argument("--few", type=int, default=100)
    words.add_argument("--many", type=int, default=5_000)
    asked = words.parse_args()
    if unknown := set(asked.sets) - set(known):
        words.error(f"there is no set {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    sets = asked.sets or known
    if asked.data is None and set(sets) != {MADE_UP}:
        words.error("say where the sets are: --data FOLDER, or WINNOW_BENCH_DATA")
    for key in sets:
        drawn = draws(key, Path(asked.data or "."), asked.many)
        sys.stdout.write(json.dumps(measured(key, drawn, asked.few, asked.many, asked.draws)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
