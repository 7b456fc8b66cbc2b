"""The benchmark runs to its end, small, and says its figures under names that scripts can rely on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.installation import SERVER, Installation
from winnow.bench.figures import Figure, quantile

KEYS = {"database", "figure", "measured", "unit", "limit", "bound", "ok"}


@pytest.mark.parametrize(
    ("part", "figure"),
    [
        pytest.param("intake", "intake.c32.rate", marks=pytest.mark.postgresql),  # there it measures both
        pytest.param("worker", "worker.seconds_for_50000", marks=pytest.mark.sqlite),
        pytest.param("cadence", "tick.idle.median", marks=pytest.mark.sqlite),
    ],
)
def test_a_quick_run_prints_every_figure_with_its_limit(part: str, figure: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "winnow.cli.main", "bench", part, "--quick", "--json"]
    words += ["--database", SERVER] if SERVER else []
    done = subprocess.run(
        words, env=Installation(tmp_path).environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)["results"]
    assert all(set(one) == KEYS for one in results)
    judged = [one["database"] for one in results if one["figure"] == figure and one["ok"] is not None]
    assert judged == (["sqlite", "postgresql"] if SERVER else ["sqlite"])


def test_a_limit_is_kept_from_the_right_side() -> None:
    slow, fast = Figure("rate", 900, "1/s", 1000, "at least"), Figure("time", 900, "ms", 1000)
    assert (slow.ok, fast.ok, Figure("fact", 1, "ms").ok) == (False, True, None)


def test_a_quantile_of_one_value_is_that_value() -> None:
    assert quantile([7.0], 0.99) == 7.0


def test_assignment_is_measured_beside_simpler_ways() -> None:
    from winnow.bench.routing import routing

    found = {one.name: one for one in routing(quick=True)}
    assert (found["routing.batch"].ok, found["routing.online"].ok) == (True, True)
    assert found["routing.batch.true"].measured > found["routing.weighted_random.true"].measured


def test_the_score_is_measured_in_batch_and_alone(capsys: pytest.CaptureFixture[str]) -> None:
    from winnow.bench.scoring import judged, main

    main("250")
    found = {one.name: one for one in judged(json.loads(capsys.readouterr().out))}
    assert {one.limit for name, one in found.items() if name.endswith(".rate")} == {200_000.0}
    assert (found["score.fit.seconds"].limit, found["score.boosting.one"].limit) == (30.0, 1.0)
    assert found["score.boosting.ratio_to_scikit_learn"].measured > 0
