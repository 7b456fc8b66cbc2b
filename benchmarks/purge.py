"""A small company with and without the purge and a limit on open deals, the same truth and chances in every arm.

`python -m benchmarks.purge run SEEDS FILE [SIZE]` lives each arm for each seed and appends a line to FILE as it ends;
`python -m benchmarks.purge tell FILE [SIZE]` prints the table: means, and paired differences with 95 % intervals.
SIZE is `small` (unless told) or `large`: four times the inquiries, and a seller with as much more time.
"""

import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from math import sqrt
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from scipy.stats import t

MONTHS = 24
STAFF = ("jana", "katrin", "mia", "cem", "ada")  # a qualifier, a seller, a marketer, a manager, an admin
SELLER, SELLS = "katrin", 0.45  # of the seller's day is for prospects
OFF = ("[deals.purge]", "on = true", "on = false")
ATTENTION = (0.5, 0.0)  # what a seller's time matters to a buyer: much, or nothing
LEAST = 3  # seeds, before an interval is told


@dataclass(frozen=True, slots=True)
class Size:
    """A firm's size. `pace`: how much of the clock a minute of the seller's takes: few inquiries, less time."""

    inquiries: int
    pace: float
    limit: int  # open deals of the seller at once, where there is a limit
    step: timedelta  # between two looks at a desk
    acts_every: timedelta  # the worker, at least


SIZES = {
    "small": Size(500, 4.0, 10, timedelta(hours=4), timedelta(days=3)),
    "large": Size(2000, 1.0, 40, timedelta(hours=3), timedelta(hours=3)),
}
Changes = tuple[tuple[str, str, str], ...]  # of the procedure: table, what stands there, what instead


def arms(size: Size) -> dict[str, Changes]:
    """The same company under four procedures."""
    limited = ("[deals]", "most_open = 0", f"most_open = {size.limit}")
    return {"neither": (OFF,), "limit": (OFF, limited), "purge": (), "both": (limited,)}


def run(seeds: Sequence[int], file: Path, size: Size) -> None:
    """Every arm of every seed that the file does not have yet, a seed's arms one after the other."""
    _set_up()
    known = {(one["seed"], one["arm"], one["attention"]) for one in _lines(file, size)}
    for attention, seed, (arm, changes) in product(ATTENTION, seeds, arms(size).items()):
        if (seed, arm, attention) not in known:
            found = _lived(seed, attention, changes, size)
            told = {"seed": seed, "arm": arm, "attention": attention, "inquiries": size.inquiries, **found}
            with file.open("a") as lines:
                lines.write(json.dumps(told) + "\n")


def _set_up() -> None:
    os.environ["WINNOW_HOME"] = tempfile.mkdtemp(prefix="winnow-purge-")
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ["DJANGO_SETTINGS_MODULE"] = "winnow.config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _lived(seed: int, attention: float, changes: Changes, size: Size) -> dict[str, Any]:
    from django.db import transaction

    from winnow.simulate.life import Life

    began, start = time.process_time(), datetime(2024, 1, 1, 5, tzinfo=UTC)
    end = start + timedelta(days=365 / 12 * MONTHS)
    firm = _firm(attention, changes, size.pace)
    with transaction.atomic():
        life = Life(
            firm, start, end, size.inquiries, seed,
            step=size.step, acts_every=size.acts_every, purges_from=0.0,
        )  # fmt: skip
        life.live(lambda _share, _words: None)
        found = _counted()
        transaction.set_rollback(True)
    return {**found, "seconds": time.process_time() - began}


def _firm(attention: float, changes: Changes, pace: float) -> Any:
    from winnow.simulate.firm import firm

    whole = firm()
    staff = [
        replace(one, presence=SELLS, pace=pace) if one.key == SELLER else one
        for one in whole.staff
        if one.key in STAFF
    ]
    away = tuple(one for one in whole.absences if one.who in STAFF)
    return replace(whole, staff=tuple(staff), absences=away, attention=attention, procedure=changes)


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


def _lines(file: Path, size: Size) -> list[dict[str, Any]]:
    read = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    return [one for one in read if one["inquiries"] == size.inquiries]


def tell(lines: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A table: each arm's means over its lives, and how it differs from `neither`, seed by seed."""
    by: dict[tuple[float, str], dict[int, dict[str, Any]]] = defaultdict(dict)
    for one in lines:
        by[one["attention"], one["arm"]][one["seed"]] = one
    yield f"| attention | arm | {' | '.join(FIGURES)} | seeds |"
    yield "|---" * (len(FIGURES) + 3) + "|"
    for attention, arm in product(ATTENTION, arms(SIZES["small"])):
        rows, base = by[attention, arm], by[attention, "neither"]
        pairs = [(rows[seed], base[seed]) for seed in sorted(rows.keys() & base.keys())]
        if pairs:
            columns = _means(pairs) if arm == "neither" else _differences(pairs)
            yield f"| {attention} | {arm} | {' | '.join(columns)} | {len(pairs)} |"


Pair = tuple[dict[str, Any], dict[str, Any]]  # a seed's life in this arm, and the one under `neither`
Rows = Sequence[dict[str, Any]]


def _mean(of: str, unit: float = 1) -> Callable[[Rows], float]:
    return lambda rows: fmean(row[of] for row in rows) / unit


def _each(of: str, by: str) -> Callable[[Rows], float]:
    """Of sums, as a seed without an order has no hours an order."""
    return lambda rows: sum(row[of] for row in rows) / max(sum(row[by] for row in rows), 1)


FIGURES: dict[str, tuple[Callable[[Rows], float], int]] = {  # how it is reckoned, and its digits
    "orders": (_mean("orders"), 1),
    "margin, 1,000 EUR": (_mean("margin", 1000), 0),
    "seller's hours": (_mean("seller_hours"), 0),
    "everybody's hours": (_mean("all_hours"), 0),
    "everybody's hours an order": (_each("all_hours", "orders"), 2),
    "margin an hour of everybody": (_each("margin", "all_hours"), 0),
}


def _means(pairs: Sequence[Pair]) -> list[str]:
    rows = [row for row, _ in pairs]
    return [f"{figure(rows):,.{digits}f}" for figure, digits in FIGURES.values()]


def _differences(pairs: Sequence[Pair]) -> list[str]:
    """Paired: the same inquirers with the same intentions lived through both."""
    differs = [_differing(figure, pairs, digits) for figure, digits in FIGURES.values()]
    return [f"{mean} ({differs})" for mean, differs in zip(_means(pairs), differs, strict=True)]


def _differing(figure: Callable[[Any], float], pairs: Sequence[Pair], digits: int) -> str:
    """The difference with a 95 % interval over seeds: a jackknife's, by Student, as there may be few."""
    count, found = len(pairs), _difference(figure, pairs)
    if count < LEAST:
        return f"{found:+,.{digits}f}".replace("-", "−")
    without = [_difference(figure, [*pairs[:place], *pairs[place + 1 :]]) for place in range(count)]
    values = [count * found - (count - 1) * one for one in without]
    spread = float(t.ppf(0.975, count - 1)) * stdev(values) / sqrt(count)
    low, high = fmean(values) - spread, fmean(values) + spread
    return f"{found:+,.{digits}f}, {low:+,.{digits}f} to {high:+,.{digits}f}".replace("-", "−")


def _difference(figure: Callable[[Any], float], pairs: Sequence[Pair]) -> float:
    return figure([row for row, _ in pairs]) - figure([base for _, base in pairs])


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    if what == "run":
        seeds, file, *size = given
        first, _, last = seeds.partition("-")
        run(range(int(first), int(last or first) + 1), Path(file), SIZES[size[0] if size else "small"])
    else:
        file, *size = given
        for one in tell(_lines(Path(file), SIZES[size[0] if size else "small"])):
            sys.stdout.write(one + "\n")
