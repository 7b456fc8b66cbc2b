"""`python -m benchmarks.cut [SET…] [--data FOLDER] [--markdown]`: what the cut does on the public sets."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers import peers
from benchmarks.promises import followed, resampled
from benchmarks.sets import SETS, Set
from winnow.qualify.cut import Evaluation, Past, past
from winnow.qualify.cut.evaluate import evaluate, together
from winnow.qualify.cut.held_out import Trial, splits, trials
from winnow.qualify.cut.ranks import auc, thrown_away
from winnow.qualify.learn import Frame, History

LOSSES = (0.05, 0.02)


@dataclass
class Result:
    """One set, measured."""

    key: str
    name: str
    rows: int
    rate: float
    method: str
    seconds: float
    auc: float
    kept: dict[str, list[float]]
    calibration: float
    refusal: str
    promises: dict[str, Any] = field(default_factory=dict)
    peers: dict[str, list[float]] = field(default_factory=dict)


def measured(key: str, given: Set, with_peers: bool, seed: int = 0) -> Result:
    """Evaluate a set as `winnow cut evaluate` does, and beside it the peers and the fate of promises."""
    history = History(Frame(given.columns), given.sold, given.decided)
    begun = time.process_time()
    done = trials(history, seed)
    found = evaluate(history, seed, done)
    result = Result(
        key, given.name, len(given), round(float(given.sold.mean()), 4), found.method,
        round(time.process_time() - begun, 1), round(found.auc.value, 4),
        {f"{share * 100:.0f}": _rounded(one.value, one.low, one.high) for share, one in found.kept.items()},
        round(found.calibration.error, 4), found.refusal,
    )  # fmt: skip
    for lose in LOSSES:
        result.promises[f"{lose * 100:.0f}"] = _promises(found, done, lose)
    if with_peers:
        result.peers = {name: list(figures) for name, *figures in _peers(history, seed)}
    return result


def _rounded(*numbers: float) -> list[float]:
    return [round(number, 4) for number in numbers]


def _promises(found: Evaluation, done: list[Trial], lose: float) -> dict[str, Any]:
    safe, known = found.safe[lose], _known(done)
    again = resampled(known, lose, len(done[0].calibration.sold))
    later = followed(known, lose) if known.in_time else None
    return {
        "share": round(safe.share, 4), "lost": round(safe.lost, 4), "broken": safe.is_broken,
        "resamples_broken": again.broken, "resamples_share": round(again.share, 4),
        "followed": asdict(later) if later else None, "why": safe.why,
    }  # fmt: skip


def _known(done: list[Trial]) -> Past:
    """Everything ranked out of time: calibration and test, in the order of time; else the folds."""
    if len(done) > 1:
        return together([trial.test for trial in done])
    return together([done[0].calibration, done[0].test])


def _peers(history: History, seed: int) -> Iterator[tuple[str, float, float]]:
    """Name, AUC and sales kept at half of each peer on the same split (folds: the mean)."""
    told: dict[str, list[tuple[float, float]]] = {}
    for train, test in splits(history, seed):
        sold = history.sold[test] > 0
        for name, score in peers(history.take(train), history.frame.take(test), seed):
            ranked = past(score, sold)
            kept = 1 - thrown_away(ranked.rank[sold], 0.5).mean()
            told.setdefault(name, []).append((auc(score, sold), float(kept)))
    for name, figures in told.items():
        area, share = np.mean(figures, axis=0)
        yield name, round(float(area), 4), round(float(share), 4)


def markdown(results: list[Result]) -> str:
    """The results as two tables."""
    lines = ["| set | method | AUC | kept at 30 % | at 50 % | at 70 % | calibration error | Odoo PLS | best single |",
             "|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for one in results:
        kept = [f"{v:.3f} [{a:.3f}–{b:.3f}]" for v, a, b in one.kept.values()]
        single = max(
            ((f[1], name) for name, f in one.peers.items() if name != "Odoo PLS"), default=(float("nan"), "–")
        )
        lines.append(
            f"| {one.name} | {one.method} | {one.auc:.3f} | {' | '.join(kept)} | {one.calibration:.3f} | "
            f"{one.peers.get('Odoo PLS', [0, float('nan')])[1]:.3f} | {single[0]:.3f} {single[1]} |"
        )
    lines += ["", "| set | promise | safe cut | lost later | broken in 200 resamples | later blocks: cut, broken "
              "beyond noise | mean cut | lost |", "|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for one in results:
        for lose, told in one.promises.items():
            later = told["followed"]
            after = (
                f"{later['blocks']}, {later['beyond_noise']} | {later['share']:.1%} | {later['lost']:.1%}"
                if later
                else "– | – | –"
            )
            lines.append(
                f"| {one.name} | ≤ {lose} % | {told['share']:.1%} | {told['lost']:.1%}"
                f"{' (broken)' if told['broken'] else ''} | {told['resamples_broken']:.1%} | {after} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Print one JSON document a set (or, at the end, tables)."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.cut", description=__doc__)
    words.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS))
    words.add_argument(
        "--data", type=Path, default=os.environ.get("WINNOW_BENCH_DATA"), help="folder of the sets"
    )
    words.add_argument("--markdown", action="store_true", help="tables instead of JSON")
    words.add_argument("--no-peers", action="store_true", help="only ours")
    asked = words.parse_args()
    if asked.data is None:
        words.error("say where the sets are: --data FOLDER, or WINNOW_BENCH_DATA")
    if unknown := set(asked.sets) - set(SETS):
        words.error(f"there is no set {', '.join(sorted(unknown))}; there are {', '.join(SETS)}")
    results = []
    for key in asked.sets or SETS:
        results.append(measured(key, SETS[key](Path(asked.data)), not asked.no_peers))
        out = sys.stderr if asked.markdown else sys.stdout
        out.write(json.dumps(asdict(results[-1]), ensure_ascii=False) + "\n")
        out.flush()
    if asked.markdown:
        sys.stdout.write(markdown(results) + "\n")


if __name__ == "__main__":
    main()
