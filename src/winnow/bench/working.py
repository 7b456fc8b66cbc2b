"""The worker over forgotten prospects: each is warned about, given to another, put on the manager's list."""

import json
from datetime import datetime, timedelta

from winnow.bench.figures import Figure
from winnow.bench.place import Place
from winnow.bench.processes import cost_of, cpu_of, database_process

LATE, QUICK_LATE = 50_000, 500
JUDGED = 50_000  # due actions
LIMIT = 30.0  # seconds


def working(where: Place, quick: bool, now: datetime) -> list[Figure]:
    """One process of `winnow work`, from its start until nothing is due."""
    late = QUICK_LATE if quick else LATE
    where.run("winnow.bench.fill", str(late), (now - timedelta(days=30)).isoformat())
    process = database_process(where)
    before = cpu_of(process) if process else 0.0
    cost = cost_of(where, "winnow.cli.main", "work", "--once", "--json")
    cpu = cost.cpu + (cpu_of(process) - before if process else 0.0)
    done = json.loads(cost.printed)
    steps = done["warned"] + done["reassigned"] + done["to_manager"]
    return [
        Figure("worker.due_prospects", late, "prospects"),
        Figure("worker.steps", steps, "steps"),
        Figure("worker.seconds", cost.seconds, "s"),
        Figure("worker.seconds_for_50000", cost.seconds * JUDGED / steps, "s", LIMIT),
        Figure("worker.cpu", cpu * 1000 / steps, "ms of CPU/step"),
        Figure("worker.memory", cost.peak, "MB"),
    ]
