"""The score: how long it takes to learn, how many rows a second it scores, and how long one with its reasons takes.

`python -m winnow.bench.scoring ROWS` measures in a process of its own and prints the figures.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from winnow.bench.figures import Bound, Figure, quantile
from winnow.bench.place import Place
from winnow.bench.processes import cost_of

if TYPE_CHECKING:
    from winnow.qualify.learn import Frame, History, Scorer

ROWS, QUICK_ROWS = 100_000, 4_000
FIT, RATE, ONE = 30.0, 200_000.0, 1.0  # seconds; rows/s; ms
TIMES, ONES = 5, 200  # each batch is scored so often, and so many rows one by one
FAMILIES = ("scorecard", "logistic", "boosting")
ODOO = (
    7_000.0,
    11_000.0,
)  # prospects/s that it rescores, as measured on such a machine before; not measured here


def scoring(where: Place, quick: bool) -> list[Figure]:
    """Learning from and scoring 100,000 prospects of 40 columns."""
    cost = cost_of(where, "winnow.bench.scoring", str(QUICK_ROWS if quick else ROWS))
    seen: dict[str, float] = json.loads(cost.printed)
    return [
        *judged(seen),
        Figure("score.memory", cost.peak, "MB"),
        Figure("score.reference.odoo", ODOO[1], "rows/s"),
        Figure("score.ratio_to_odoo", seen["score.chosen.rate"] / ODOO[1], "×"),
    ]


def judged(seen: dict[str, float]) -> list[Figure]:
    """The figures with their limits."""
    limits: dict[str, tuple[float, Bound]] = {
        "seconds": (FIT, "at most"),
        "one": (ONE, "at most"),
        "rate": (RATE, "at least"),
    }
    return [
        Figure(name, value, _unit(name), *limits.get(name.rpartition(".")[2], (None, "at most")))
        for name, value in seen.items()
    ]


def _unit(name: str) -> str:
    units = {
        "seconds": "s",
        "cpu": "s of CPU",
        "rate": "rows/s",
        "one": "ms",
        "one_p95": "ms",
        "rows": "rows",
    }
    return units.get(name.rpartition(".")[2], "×")


def main(rows: str) -> None:
    """Print every figure by its name."""
    from winnow.bench.scoring_firm import past

    history = past(int(rows))
    began, worked = time.perf_counter(), time.process_time()
    from winnow.qualify.learn import fit

    scorer = fit(history)
    seen = {
        "score.rows": float(len(history)),
        "score.fit.seconds": time.perf_counter() - began,
        "score.fit.cpu": time.process_time() - worked,
    }
    seen |= _scored("score.chosen", scorer, history.frame)
    plain = _plain(history)
    for family, model in _models(history).items():
        seen |= _scored(f"score.{family}", replace(scorer, model=model), history.frame)
        if family in plain:
            seen[f"score.{family}.ratio_to_scikit_learn"] = seen[f"score.{family}.rate"] / plain[family]
    sys.stdout.write(json.dumps(seen) + "\n")


def _scored(name: str, scorer: "Scorer", frame: "Frame") -> dict[str, float]:
    """Rows a second of a batch, and milliseconds of one row with its reasons, all from raw columns."""
    singles = [frame.take(slice(row, row + 1)) for row in range(ONES)]
    alone = [_seconds(partial(_explained, scorer, one)) * 1000 for one in singles]
    return {
        f"{name}.rate": _rate(len(frame), lambda: scorer.score(frame)),
        f"{name}.one": quantile(alone, 0.5),
        f"{name}.one_p95": quantile(alone, 0.95),
    }


def _explained(scorer: "Scorer", one: "Frame") -> object:
    return scorer.score(one).explain(0)


def _models(history: "History") -> dict[str, Any]:
    from winnow.qualify.learn.methods import Pupil
    from winnow.qualify.learn.rolling import Assumed, lesson_of, taught

    assumed = Assumed(365.0, None, 0)
    lesson = lesson_of(history, assumed)
    return {family: taught(Pupil(family), lesson, assumed) for family in FAMILIES}


def _plain(history: "History") -> dict[str, float]:
    """Rows a second of scikit-learn's own predictions with such a model, over columns it finds ready as numbers."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import SplineTransformer

    from winnow.qualify.learn.boosting import learner_for
    from winnow.qualify.learn.coding import encode, learn_codings
    from winnow.qualify.learn.cores import on_one_core

    ready = encode(learn_codings(history.frame), history.frame).astype(float)
    splines = make_pipeline(SplineTransformer(degree=1, n_knots=7), LogisticRegression(max_iter=200))
    found = {}
    with on_one_core():  # as ours
        for family, model in (("logistic", splines), ("boosting", learner_for(len(ready), 0))):
            model.fit(ready, history.sold)
            found[family] = _rate(len(ready), partial(model.predict_proba, ready))
    return found


def _rate(rows: int, done: Callable[[], object]) -> float:
    """Rows a second in the middle of several times."""
    return rows / quantile([_seconds(done) for _ in range(TIMES)], 0.5)


def _seconds(done: Callable[[], object]) -> float:
    began = time.perf_counter()
    done()
    return time.perf_counter() - began


if __name__ == "__main__":
    main(*sys.argv[1:])
