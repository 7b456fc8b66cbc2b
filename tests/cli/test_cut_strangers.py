"""Files of strangers: stages for an outcome, copies of rows, columns that tell nothing or too much."""

from pathlib import Path

import numpy as np
import pytest

from tests.cli.cut_files import evaluated, prospects, refused, understood, write

pytestmark = pytest.mark.sqlite  # nothing here asks a database

LABEL = ("--label", "bought")


@pytest.mark.parametrize(
    ("yes", "no"),
    [("Closed - Converted", ("Closed - Not Converted",)), ("won", ("lost", "lost - no budget", "Lost (price)")),
     ("Closed Won", ("Closed Lost", "Proposal/Price Quote")), ("Closed-Won", ("Closed-Lost", "Open - Not Contacted"))],
)  # fmt: skip
def test_stages_that_can_only_mean_one_thing_need_no_explanation(
    tmp_path: Path, yes: str, no: tuple[str, ...]
) -> None:
    rows = prospects(400)
    bought = sum(row[6] == "yes" for row in rows)
    for number, row in enumerate(rows[1:]):
        row[6] = yes if row[6] == "yes" else no[number % len(no)]
    assert understood(write(tmp_path / "f.csv", rows)).history.orders == bought


@pytest.mark.parametrize("others", [("lost", "gone fishing"), ("open", "new"), ("sold", "lost")])
def test_stages_that_could_mean_several_things_are_asked_about(
    tmp_path: Path, others: tuple[str, ...]
) -> None:
    rows = prospects(200)
    for number, row in enumerate(rows[1:]):
        row[6] = "won" if row[6] == "yes" else others[number % 2]
    assert "with --positive" in refused(write(tmp_path / "f.csv", rows), *LABEL)


def test_rows_that_stand_there_again_are_left_out(tmp_path: Path) -> None:
    rows = prospects(300)
    found = understood(write(tmp_path / "f.csv", [rows[0], *rows[1:] * 3]))
    assert len(found.history) == 300
    assert any("copies" in note for note in found.notes)


def test_prospects_who_only_look_alike_are_all_kept(tmp_path: Path) -> None:
    rows = [[row[2], row[5], row[6]] for row in prospects(600)]
    found = understood(write(tmp_path / "f.csv", rows))
    assert len(found.history) == 600
    assert not found.notes


def test_a_column_that_tells_nothing_is_used_not_refused(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    rows = [
        ["x", "y", "z", "bought"],
        *([*rng.normal(size=3).round(3), f"{rng.random() < 0.4:d}"] for _ in range(300)),
    ]
    found = evaluated(write(tmp_path / "f.csv", rows), *LABEL)
    assert found["used"] == found["told_nothing"] == ["x", "y", "z"]
    assert found["refused"] == []


def test_a_field_that_is_hardly_ever_filled_for_who_did_not_buy_is_refused(tmp_path: Path) -> None:
    rng, rows = np.random.default_rng(9), prospects(2_000)
    rows[0][5] = "survey"
    for row in rows[1:]:
        row[5] = rng.integers(1, 6) if rng.random() < (0.8 if row[6] == "yes" else 0.03) else ""
    found = evaluated(write(tmp_path / "f.csv", rows), *LABEL, "--time", "created", "--amount", "amount")
    assert "survey" in {one["column"] for one in found["refused"]}


def balances(path: Path) -> Path:
    """Who never had a balance never bought: it looks as if it were filled in for buyers, and was there before."""
    rng, rows = np.random.default_rng(4), prospects(1_500)
    rows[0][5] = "balance"
    for row in rows[1:]:
        row[5] = round(rng.gamma(9, 200)) if row[6] == "yes" or rng.random() < 0.02 else 0
    return write(path / "f.csv", rows)


def test_what_looks_like_a_leak_can_be_vouched_for(tmp_path: Path) -> None:
    file = balances(tmp_path)
    doubted = evaluated(file, *LABEL, "--time", "created", "--amount", "amount")
    assert "balance" in {one["column"] for one in doubted["refused"]}
    assert any("--known-before “balance”" in note for note in doubted["notes"])
    found = evaluated(file, *LABEL, "--time", "created", "--amount", "amount", "--known-before", "Balance")
    assert "balance" in found["used"]
    assert found["auc"] > 0.9
    assert not any("--known-before" in note for note in found["notes"])


def test_later_dates_can_be_vouched_for(tmp_path: Path) -> None:
    rows = prospects(300)
    rows[0][5] = "fair"
    for row in rows[1:]:
        row[5] = f"{int(row[1][:4]) + 1}{row[1][4:]}"
    file = write(tmp_path / "f.csv", rows)
    assert {one.column: one.is_judged for one in understood(file).refused} == {"fair": True}
    assert understood(file, known_before=("fair",)).refused == []


def test_columns_can_be_left_out(tmp_path: Path) -> None:
    file = write(tmp_path / "f.csv", prospects(400))
    found = evaluated(file, *LABEL, "--without", "visits", "--without", "Budget", "--amount", "amount")
    said = {one["column"]: one["reason"] for one in found["refused"]}
    assert said["visits"] == said["budget"] == "Was left out (--without)."
    assert not {"visits", "budget"} & set(found["used"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--without", "vists"), "--without: the file has no column “vists”. Did you mean “visits”?"),
        (("--known-before", "nothing"), "--known-before: the file has no column “nothing”."),
        (("--known-before", "visits", "--without", "visits"), "cannot be both --known-before and --without"),
        (("--without", "bought"), "cannot be both --label and --without"),
    ],
)
def test_what_is_vouched_for_or_left_out_wrongly_is_said(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in refused(write(tmp_path / "f.csv", prospects(120)), *LABEL, *words)
