"""Ten rounds of train → cut → only who was worked brings labels: what a cut believes it loses, and what it loses.

`python -m benchmarks.rounds [SET…] --data FOLDER` plays it on the public sets.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from winnow.qualify.cut import Loss, loss, ranks, thrown_away

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
# Learns from these rows and labels, and scores those rows.
Learner = Callable[[Ints, Floats, Ints], Floats]


@dataclass(frozen=True)
class Round:
    """All rounds so far: the true share of sales below the cut, and what the firm could know of it.

    `estimate` comes from the honest sample; `believed` from the firm's own records, in which whoever was thrown away
    did not buy.
    """

    number: int
    true: float
    estimate: Loss
    believed: float


def play(
    sold: Bools, learner: Learner, rounds: int = 10, cut: float = 0.5, chance: float = 0.05, seed: int = 0
) -> Iterator[Round]:
    """Rows come in their order, in equal batches; the first is worked whole. `chance` 0: without an honest sample,
    and whoever was not worked is taken for lost, in training too."""
    rng = np.random.default_rng(seed)
    batches = np.array_split(np.arange(len(sold)), rounds + 1)
    worked, below = np.ones(len(sold), dtype=bool), np.zeros(len(sold), dtype=bool)
    believed: list[tuple[int, int]] = []
    for number in range(1, rounds + 1):
        batch, seen = batches[number], np.arange(batches[number][0])
        lessons = seen if chance == 0 else seen[worked[seen]]
        score = learner(lessons, (sold & worked)[lessons].astype(np.float64), batch)
        below[batch] = thrown_away(ranks(score, seed=seed), cut)
        worked[batch] = ~below[batch] | (rng.random(len(batch)) < chance)
        believed.append(_by_the_records(learner, sold & worked, batches[: number + 1], cut))
        played = np.concatenate(batches[1 : number + 1])
        known = loss(below[played], worked[played], (sold & worked)[played], chance or 1.0)
        lost, orders = np.sum(believed, axis=0)
        yield Round(
            number,
            float(sold[played][below[played]].sum() / sold[played].sum()),
            known,
            lost / max(orders, 1),
        )


def _by_the_records(
    learner: Learner, recorded: Bools, batches: Sequence[Ints], cut: float
) -> tuple[int, int]:
    """Recorded sales of the last batch below a cut by what the batches before it teach, and in all."""
    before, last = np.concatenate(batches[:-1]), batches[-1]
    score = learner(before, recorded[before].astype(np.float64), last)
    gone = thrown_away(ranks(score), cut)
    return int(recorded[last][gone].sum()), int(recorded[last].sum())


def learner_of(columns: dict[str, npt.NDArray]) -> Learner:  # type: ignore[type-arg]
    """The scorecard and logistic models of Winnow, averaged."""
    from winnow.qualify.learn import Frame, History
    from winnow.qualify.learn.coding import encode
    from winnow.qualify.learn.methods import Pupil
    from winnow.qualify.learn.rolling import Assumed, lesson_of, taught

    frame, assumed = Frame(columns), Assumed(365.0, None, 0)

    def learn(rows: Ints, labels: Floats, asked: Ints) -> Floats:
        lesson = lesson_of(History(frame.take(rows), labels), assumed)
        codes = encode(lesson.codings, frame.take(asked))
        score: Floats = sum(
            (taught(Pupil(family), lesson, assumed).log_odds(codes) for family in ("scorecard", "logistic")),
            np.zeros(len(asked)),
        )
        return score

    return learn


def main() -> None:
    """Print for each set the last round with and without the honest sample, over three seeds."""
    from benchmarks.sets import SETS

    words = argparse.ArgumentParser(prog="python -m benchmarks.rounds", description=__doc__)
    words.add_argument("sets", nargs="*", default=["x_honest", "bank_time", "bank_shuffled", "bpi_1h"])
    words.add_argument("--data", type=Path, default=os.environ.get("WINNOW_BENCH_DATA"))
    asked = words.parse_args()
    if asked.data is None:
        words.error("say where the sets are: --data FOLDER, or WINNOW_BENCH_DATA")
    for key in asked.sets:
        given = SETS[key](Path(asked.data))
        order = (
            np.random.default_rng(0).permutation(len(given))
            if given.decided is None
            else np.argsort(given.decided)
        )
        columns = {name: values[order] for name, values in given.columns.items()}
        for chance in (0.05, 0.0):
            for seed in range(3):
                *_, last = play(given.sold[order] > 0, learner_of(columns), chance=chance, seed=seed)
                sys.stdout.write(
                    json.dumps({"set": key, "honest": chance, "seed": seed} | asdict(last)) + "\n"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    main()
