"""Files of inquiries: rows a second with matching, scoring, routing and next actions, and how that grows."""

import csv
import json
from pathlib import Path

from winnow.bench import floor
from winnow.bench.figures import Figure
from winnow.bench.load import inquiry
from winnow.bench.place import Place, place
from winnow.bench.processes import Cost, cost_of, cpu_of, database_process

SIZES, QUICK_SIZES = (10_000, 100_000, 1_000_000), (1_000, 10_000)
JUDGED = 100_000  # rows of the file whose rate has a limit
AT_LEAST, MEMORY, GROWTH = 6_000.0, 400.0, 1.5  # rows/s; MB; seconds a row, the largest file to the smallest
FIELDS = ("email", "name", "phone", "company", "country", "message")
BASELINE = 100_000  # rows that are only stored, for comparison


def importing(where: Place, quick: bool, server: str = "") -> list[Figure]:
    """Each size into an installation of its own."""
    sizes = QUICK_SIZES if quick else SIZES
    figures: list[Figure] = []
    each: list[float] = []
    for number in sizes:
        cost, database = _import(number, server)
        each.append(cost.seconds / number)
        figures += _figures(number, cost, database, judged=number == min(JUDGED, sizes[-1]))
    stored = floor.rows(
        where, [tuple(inquiry(n)[field] for field in FIELDS) for n in range(min(BASELINE, sizes[-1]))]
    )
    judged = next(one.measured for one in figures if one.limit and one.unit == "rows/s")
    return [
        *figures,
        Figure("import.growth", each[-1] / each[0], "× seconds/row", GROWTH),
        Figure("import.floor.stored", stored, "rows/s"),
        Figure("import.ratio_to_storing", judged / stored, "×"),
    ]


def _import(number: int, server: str) -> tuple[Cost, float]:
    """What `winnow import` cost, and seconds of CPU of the database server."""
    with place(server) as own:
        own.run("winnow.bench.fill", "0", "2020-01-01T00:00:00+00:00")
        file = write(own.home / "inquiries.csv", number)
        process = database_process(own)
        before = cpu_of(process) if process else 0.0
        words = ("import", str(file), "--channel", "trade_show", "--campaign", "Hannover", "--json")
        cost = cost_of(own, "winnow.cli.main", *words)
        accepted = json.loads(cost.printed)["accepted"]
        if accepted != number:
            raise RuntimeError(f"of {number} rows only {accepted} were accepted")
        return cost, (cpu_of(process) - before if process else 0.0)


def write(file: Path, number: int) -> Path:
    """A file of so many inquiries, each of another person."""
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(FIELDS)
        writer.writerows([one[field] for field in FIELDS] for one in map(inquiry, range(number)))
    return file


def _figures(number: int, cost: Cost, database: float, judged: bool) -> list[Figure]:
    name = f"import.{number}"
    return [
        Figure(f"{name}.rate", number / cost.seconds, "rows/s", AT_LEAST if judged else None, "at least"),
        Figure(f"{name}.cpu", (cost.cpu + database) * 1000 / number, "ms of CPU/row"),
        Figure(f"{name}.memory", cost.peak, "MB", MEMORY),
    ]
