"""The target list: a file of a million companies, ranked by likeness to the profile of 500 customers.

`python -m winnow.bench.targeting ROWS` writes the file, ranks it in its own process and prints the figures.
"""

import json
import os
import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from winnow.bench.figures import Figure
from winnow.bench.place import Place
from winnow.bench.processes import cost_of

ROWS, QUICK_ROWS, FEW = 1_000_000, 20_000, 10_000
SECONDS, MORE = 60.0, 20.0  # s; MB beside what few rows take
INDUSTRIES = ("Food", "Hotel", "Law", "Logistics", "Retail", "Steel")
COUNTRIES = ("Austria", "DE", "France", "Germany", "IT", "US")
TITLES = ("Buyer", "Head of IT", "Managing director", "Office manager")
BEST = 1000


def targeting(where: Place, quick: bool) -> list[Figure]:
    """How long a million rows take, and how much more memory than ten thousand."""
    rows = QUICK_ROWS if quick else ROWS
    few = cost_of(where, "winnow.bench.targeting", str(FEW))
    cost = cost_of(where, "winnow.bench.targeting", str(rows))
    return [
        Figure("targets.rank", json.loads(cost.printed)["seconds"], "s", SECONDS),
        Figure("targets.memory", cost.peak, "MB"),
        Figure("targets.memory_more", round(cost.peak - few.peak, 1), "MB", MORE),
    ]


def _measure(rows: int) -> dict[str, float]:
    from winnow.customers.profile import Known, learn
    from winnow.flow.customers.targets import rank

    rng = Random(1)
    customers = [_customer(rng) for _ in range(500)]
    profile = learn([Known(cells, hours, margin) for cells, hours, margin in customers], 20)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "companies.csv"
        _write(path, rows, rng)
        began = time.perf_counter()
        found = rank(path, profile, BEST)
        took = time.perf_counter() - began
    if found.rows != rows or len(found.best) != BEST:
        raise RuntimeError(f"{found.rows} rows were read of {rows}")
    return {"seconds": took}


def _customer(rng: Random) -> tuple[dict[str, str], float, float]:
    industry, hours = rng.choice(INDUSTRIES), rng.uniform(2, 20)
    cells = {"industry": industry, "country": rng.choice(["DE", "US", "FR"]), "employees": str(rng.randint(1, 900)),
             "title": rng.choice(TITLES)}  # fmt: skip
    return cells, hours, hours * rng.uniform(60, 140) * (2 if industry == "Hotel" else 1)


def _write(path: Path, rows: int, rng: Random) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("Company,Country,Title,Industry,Employees,Email\n")
        for number in range(rows):
            file.write(
                f"Firm {number},{rng.choice(COUNTRIES)},{rng.choice(TITLES)},{rng.choice(INDUSTRIES)},"
                f"{rng.randint(1, 9000)},p{number}@firm{number}.example\n"
            )


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "winnow.config.settings")
    django.setup()
    sys.stdout.write(json.dumps(_measure(int(sys.argv[1]))))
