"""The scripts that measure the cut: the sets as published, Odoo's formula, and the fate of promises."""

import os
from pathlib import Path

import numpy as np
import pytest

from benchmarks.few import draws, measured
from benchmarks.peers import odoo
from benchmarks.promises import followed, resampled
from benchmarks.sets import SETS, Set
from benchmarks.written import COURSES, points
from tests.qualify.cut.made import known
from winnow.qualify.learn import Frame, History

DATA = Path(os.environ.get("WINNOW_BENCH_DATA", "/work/shared/data"))


@pytest.mark.skipif(not DATA.exists(), reason="the public sets are not here")
@pytest.mark.parametrize(
    ("key", "rows", "bought"),
    [
        ("x_strict", 9_240, 3_561),
        ("bank_time", 41_188, 4_640),
        ("bpi_1h", 7_852, None),
        ("maven", 6_711, 4_238),
    ],
)
def test_the_sets_are_read_as_published(key: str, rows: int, bought: int | None) -> None:
    given = SETS[key](DATA)
    assert len(given) == rows
    assert bought is None or given.sold.sum() == bought
    assert not {"Tags", "duration", "close_value", "Converted"} & set(given.columns)


def test_odoos_formula_gives_what_it_gives_by_hand() -> None:
    """Won 2 of 4; “a” in both won and in one of two lost: 0.5 · 2.1/2.1 against 0.5 · 1.1/2.2."""
    column = np.array(["a", "a", "a", "b"], dtype=object)
    train = History(Frame({"c": column}), np.array([1.0, 1.0, 0.0, 0.0]))
    asked = Frame({"c": np.array(["a", None, "z"], dtype=object)})
    by_hand = 0.5 / (0.5 + 0.5 * 1.1 / 2.2)
    assert odoo(train, asked)[:2].tolist() == [round(100 * by_hand, 2), 50.0]


def test_promises_in_a_still_market_are_kept_by_resamples_and_by_later_blocks() -> None:
    market = known(3, 6_000)
    assert resampled(market, 0.05, 3_000).broken <= 0.05 + 2 * (0.05 * 0.95 / 200) ** 0.5
    later = followed(market, 0.05)
    assert later.beyond_noise <= 1
    assert later.share > 0.1


def test_points_follow_the_written_rules_by_hand() -> None:
    columns = {
        "Lead Source": np.array(["Reference", "Olark Chat", None], dtype=object),
        "Total Time Spent on Website": np.array([1_000.0, np.nan, 300.0]),
        "TotalVisits": np.array([3.0, 0.0, 2.0]),
        "Do Not Email": np.array(["No", "Yes", "No"], dtype=object),
        "Specialization": np.array([None, None, "Finance"], dtype=object),
    }
    told = points(Set("", columns, np.zeros(3), None), COURSES)
    assert told.tolist() == [30 + 25 + 10 + 15 + 5, 30 + 5 - 15, 30 + 10 + 5]


def test_few_prospects_are_measured_against_many_on_firms_whose_truth_is_known() -> None:
    found = measured("made_up", draws("made_up", Path(), 600), 60, 600, 2)
    assert found["behind"] == pytest.approx(found["kept"]["many"] - found["kept"]["few and rules"], abs=2e-4)
    assert found["kept"]["many"] > found["kept"]["rules"] > 0.5
