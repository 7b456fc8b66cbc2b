"""Files of past prospects as strangers have them."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from typer.testing import CliRunner, Result

from winnow.cli.cut import app
from winnow.cli.cut_file import read_sheet
from winnow.cli.cut_history import Columns, Ready, ready


def write(path: Path, rows: list[list[Any]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def prospects(size: int = 600, seed: int = 1, yes: str = "yes", no: str = "no") -> list[list[Any]]:
    """Rows under a header: an id, a date, three columns that matter, one that does not, the outcome, its money."""
    rng = np.random.default_rng(seed)
    rows: list[list[Any]] = [["id", "created", "source", "visits", "budget", "noise", "bought", "amount"]]
    for number in range(size):
        visits, budget = int(rng.integers(0, 20)), float(rng.gamma(2, 3000))
        source = str(rng.choice(["search", "referral", "fair", ""]))
        odds = -2.6 + 0.2 * visits + budget / 8_000 + 1.5 * (source == "referral")
        sold = rng.random() < 1 / (1 + np.exp(-odds))
        day = f"{2020 + number // 336}-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}"
        noise = str(rng.choice(["a", "b", "c"]))
        money = round(budget) if sold else ""
        rows.append(
            [f"P{number:05d}", day, source, visits, round(budget, 2), noise, yes if sold else no, money]
        )
    return rows


def run(path: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", str(path), *words], catch_exceptions=False)


def understood(path: Path, label: str = "bought", **columns: str) -> Ready:
    """The file as it is learned from."""
    return ready(read_sheet(path), Columns(label, **columns))


def evaluated(path: Path, *words: str) -> dict[str, Any]:
    """The facts of a file that can be used."""
    done = run(path, *words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def refused(path: Path, *words: str) -> str:
    """The sentence with which a file is refused: exit code 2, and nothing on standard output."""
    done = run(path, *words, "--json")
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert done.stderr.strip().count("\n") == 0
    return done.stderr.strip()
