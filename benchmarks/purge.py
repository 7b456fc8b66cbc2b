"""A small company with and without the purge and a limit on open deals, the same truth and chances in every arm.

`python -m benchmarks.purge run SEEDS FILE` lives each arm for each seed and appends a line to FILE as it ends;
`python -m benchmarks.purge tell FILE` prints hours per order and orders with 95 % intervals, and paired differences.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

MONTHS, INQUIRIES = 24, 2000
STAFF = (
    "jana",
    "katrin",
    "mia",
    "cem",
    "ada",
)  # one qualifier, one seller, one marketer, a manager, an admin
SELLS = 0.45  # of the seller's day is for prospects
STEP = timedelta(hours=3)
LIMIT = 40  # open deals of the seller at once
OFF = ("[deals.purge]", "on = true", "on = false")
LIMITED = ("[deals]", "most_open = 0", f"most_open = {LIMIT}")
ARMS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "neither": (OFF,), "limit": (OFF, LIMITED), "purge": (), "both": (LIMITED,),
}  # fmt: skip
FIRST = ("neither", "both")  # of these all seeds, before any of the others
ATTENTION = (0.0, 0.5)  # what a seller's time matters to a buyer: nothing, or much
DRAWS = 4000


def run(seeds: Sequence[int], file: Path) -> None:
    """Every arm of every seed that the file does not have yet."""
    _set_up()
    known = {(one["seed"], one["arm"], one["attention"]) for one in _lines(file)}
    for arms in (FIRST, tuple(ARMS)):
        for seed, attention, arm in product(seeds, ATTENTION, arms):
            if (seed, arm, attention) not in known:
                known.add((seed, arm, attention))
                line = json.dumps(_lived(seed, arm, attention))
                with file.open("a") as lines:
                    lines.write(line + "\n")


def _set_up() -> None:
    os.environ["WINNOW_HOME"] = tempfile.mkdtemp(prefix="winnow-purge-")
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ["DJANGO_SETTINGS_MODULE"] = "winnow.config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _lived(seed: int, arm: str, attention: float) -> dict[str, Any]:
    from django.db import transaction

    from winnow.simulate.life import Life

    began, start = time.process_time(), datetime(2024, 1, 1, 5, tzinfo=UTC)
    end = start + timedelta(days=365 / 12 * MONTHS)
    with transaction.atomic():
        life = Life(_firm(arm, attention), start, end, INQUIRIES, seed, step=STEP, purges_from=0.0)
        life.live(lambda _share, _words: None)
        found = _counted()
        transaction.set_rollback(True)
    return {"seed": seed, "arm": arm, "attention": attention, **found, "seconds": time.process_time() - began}


def _firm(arm: str, attention: float) -> Any:
    from winnow.simulate.firm import firm

    whole = firm()
    staff = [
        replace(one, presence=SELLS) if one.key == "katrin" else one
        for one in whole.staff
        if one.key in STAFF
    ]
    away = tuple(one for one in whole.absences if one.who in STAFF)
    return replace(whole, staff=tuple(staff), absences=away, attention=attention, procedure=ARMS[arm])


def _counted() -> dict[str, Any]:
    from django.db.models import Sum

    from winnow.deals.models import Opportunity, Purged
    from winnow.prospects.models import Order, Prospect, Touch

    minutes = dict(Touch.objects.values_list("role").annotate(Sum("minutes")))
    orders = Order.objects.filter(withdrawn_at=None).aggregate(amount=Sum("amount"), margin=Sum("margin"))
    return {
        "orders": Order.objects.filter(withdrawn_at=None).count(),
        "margin": float(orders["margin"] or 0),
        "seller_hours": (minutes.get("seller") or 0) / 60,
        "all_hours": sum(minutes.values()) / 60,
        "opportunities": Opportunity.objects.count(),
        "purged": Purged.objects.count(),
        "open": Prospect.objects.filter(stage="opportunity", state="working").count(),
    }


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def tell(lines: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A table a scenario: each arm's means, and how it differs from `neither`, seed by seed."""
    by: dict[tuple[float, str], dict[int, dict[str, Any]]] = defaultdict(dict)
    for one in lines:
        by[one["attention"], one["arm"]][one["seed"]] = one
    for attention in ATTENTION:
        yield f"attention {attention}: seeds {len(by[attention, 'neither'])}"
        for arm in ARMS:
            rows, base = by[attention, arm], by[attention, "neither"]
            pairs = [(rows[seed], base[seed]) for seed in sorted(rows.keys() & base.keys())]
            if pairs:
                yield "  " + " · ".join([f"{arm:8}", *_figures([row for row, _ in pairs]), *_against(pairs)])


FIGURES = {"orders": "orders", "margin": "margin", "seller_hours": "seller hours", "purged": "purged"}


def _figures(rows: Sequence[dict[str, Any]]) -> list[str]:
    found = [f"{name} {_mean([row[key] for row in rows]):,.1f}" for key, name in FIGURES.items()]
    hours = _interval([(row["seller_hours"], row["orders"]) for row in rows])
    return [*found, f"hours per order {hours}"]


def _against(pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> list[str]:
    """Paired: the same inquirers with the same intentions lived through both."""
    orders = [(row["orders"] - base["orders"], 1) for row, base in pairs]
    hours = [
        (row["seller_hours"] / max(row["orders"], 1) - base["seller_hours"] / max(base["orders"], 1), 1)
        for row, base in pairs
    ]
    margin = [(row["margin"] - base["margin"], 1) for row, base in pairs]
    return [
        f"Δ orders {_interval(orders)}",
        f"Δ hours per order {_interval(hours)}",
        f"Δ margin {_interval(margin)}",
    ]


def _interval(pairs: Sequence[tuple[float, float]]) -> str:
    """A ratio of sums with a 95 % bootstrap interval over seeds."""
    rng = random.Random(1)
    draws = sorted(_ratio([rng.choice(pairs) for _ in pairs]) for _ in range(DRAWS))
    low, high = draws[int(0.025 * DRAWS)], draws[int(0.975 * DRAWS)]
    return f"{_ratio(pairs):,.2f} [{low:,.2f}, {high:,.2f}]"


def _ratio(pairs: Sequence[tuple[float, float]]) -> float:
    return sum(one for one, _ in pairs) / max(sum(other for _, other in pairs), 1)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    if sys.argv[1] == "run":
        first, _, last = sys.argv[2].partition("-")
        run(range(int(first), int(last or first) + 1), Path(sys.argv[3]))
    else:
        for one in tell(_lines(Path(sys.argv[2]))):
            sys.stdout.write(one + "\n")
