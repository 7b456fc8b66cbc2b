"""Whether a challenger may take over; the past as the estimator wants it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from winnow.procedure.schema import Learning
from winnow.qualify.learn import Frame, History, OutOfTime
from winnow.qualify.odds.landmarks import Outcome
from winnow.qualify.odds.lessons import Learned, compare, frame_of, history_of, prior, snapshot

START = datetime(2025, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SOLD = np.tile([1.0, 0.0, 0.0, 0.0], 50)
GOOD, POOR = np.where(SOLD > 0, 0.7, 0.1), np.full(200, 0.25)


class Champion:
    """Says always the same."""

    def __init__(self, chance):
        self.chance = chance

    def score(self, frame):
        return SimpleNamespace(probability=self.chance[: len(frame)])


class Forgetful:
    def score(self, frame):
        raise KeyError("answer: budget")


def challenger(chance, sold=SOLD) -> Learned:
    rows = np.arange(len(sold))
    told = OutOfTime(rows, chance, sold, np.ones(len(sold)), rows // 50)
    outcomes = [Outcome(n, START + n * DAY, 100.0, None, None, None, None) for n in rows.tolist()]
    history = History(Frame({"x": rows.astype(float)}), sold)
    return Learned(SimpleNamespace(out_of_time=told), history, outcomes, "")


def test_one_that_is_better_takes_over():
    assert compare(Champion(POOR), START - DAY, challenger(GOOD)).replaces


def test_one_that_is_as_good_takes_over():
    assert compare(Champion(POOR), START - DAY, challenger(POOR)).replaces


def test_one_that_is_worse_does_not():
    found = compare(Champion(GOOD), START - DAY, challenger(POOR))
    assert not found.replaces
    assert found.why.startswith("Worse")


def test_without_newer_orders_nothing_can_be_told():
    found = compare(Champion(POOR), START + 190 * DAY, challenger(GOOD))
    assert not found.replaces
    assert found.why.startswith("0 orders")


def test_blocks_that_began_before_the_champion_learned_are_no_evidence():
    found = compare(Champion(GOOD), START + 60 * DAY, challenger(POOR))
    assert "on 100 newer prospects" in found.why


def test_a_champion_that_cannot_score_any_more_gives_way():
    found = compare(Forgetful(), START - DAY, challenger(POOR))
    assert found.replaces
    assert "answer: budget" in found.why


def test_one_surprise_does_not_decide():
    sure = np.where(SOLD > 0, 0.9, 0.05)
    sure[0] = 0.0
    assert compare(Champion(POOR), START - DAY, challenger(sure)).replaces


@pytest.mark.parametrize("usual", [0.02, 0.3, 0.8])
def test_the_written_score_is_believed_at_the_height_of_the_orders(usual):
    points = [float(value) for value in range(0, 101, 5)]
    believed = prior(Learning(), points, usual)
    chance = 1 / (1 + np.exp(-(believed.base + believed.slope * np.array(points))))
    assert chance.mean() == pytest.approx(usual, abs=1e-6)


def test_columns_that_are_unknown_to_all_stay_numbers():
    nothing = float("nan")
    assert frame_of({"hour": [nothing, nothing], "channel": [None, None]})["hour"].dtype.kind == "f"


def test_margins_that_nobody_entered_are_none():
    outcomes = [Outcome(1, START, 10.0, 5.0, 100.0, None, 1.0)]
    assert history_of({"hour": [1.0]}, outcomes).margin is None


def test_another_fact_makes_another_snapshot():
    outcomes = [Outcome(1, START, 10.0, 5.0, 100.0, None, 1.0)]
    one, two = (snapshot({"hour": [hour]}, outcomes, Learning()) for hour in (1.0, 2.0))
    assert one != two
