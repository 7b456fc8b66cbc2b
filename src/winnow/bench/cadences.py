"""Cadences: due steps that the worker takes and plans on from, and what a tick costs when nothing is due.

`python -m winnow.bench.cadences steps NUMBER INSTANT` makes so many prospects wait for a step and takes them all;
`… idle NUMBER INSTANT` looks at so many of which none is due. Both print their figures.
"""

import json
import os
import re
import sys
import time
from datetime import datetime, timedelta
from typing import Any

from winnow.bench.figures import Figure, quantile
from winnow.bench.place import Place

STEPS, QUICK_STEPS = 20_000, 300
JUDGED = 100_000  # due steps
PLANNED = 60.0  # seconds
PROSPECTS, QUICK_PROSPECTS = 1_000_000, 4_000
IDLE = 5.0  # ms
LOOKS = 200
CADENCE = """[cadences.default]
least_attempts = 2
least_days = 3
steps = [
  { kind = "call", after_days = 0 },
  { kind = "email", after_days = 0, template = "not_reached", automatic = true },
  { kind = "call", after_days = 1 },
  { kind = "call", after_days = 1 },
]
"""
NUMBERS = {
    "sqlite": "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n) s",
    "postgresql": "(SELECT i FROM generate_series(1, {count}) AS i) s",
}


def cadences(where: Place, quick: bool, now: datetime) -> list[Figure]:
    """Steps first; then, in the same place, what a tick with nothing to do costs among very many prospects."""
    steps = QUICK_STEPS if quick else STEPS
    where.run("winnow.bench.fill", str(steps), now.isoformat())
    taken = json.loads(where.run("winnow.bench.cadences", "steps", str(steps), now.isoformat()))
    many = QUICK_PROSPECTS if quick else PROSPECTS
    seen = json.loads(where.run("winnow.bench.cadences", "idle", str(many), now.isoformat()))
    return [
        Figure("cadence.steps", taken["steps"], "steps"),
        Figure("cadence.seconds_for_100000", taken["seconds"] * JUDGED / taken["steps"], "s", PLANNED),
        Figure("cadence.replan_for_100000", taken["replan"] * JUDGED / taken["steps"], "s", PLANNED),
        Figure("tick.prospects", seen["prospects"], "prospects"),
        Figure("tick.idle.median", seen["median"], "ms", IDLE),
        Figure("tick.idle.p95", seen["p95"], "ms"),
    ]


def steps(number: int, now: datetime) -> dict[str, float]:
    """Every prospect waits for a mail that goes out by itself; the worker takes all, and plans each one's next call."""
    from winnow.flow.cadences.planning import replan
    from winnow.flow.tick import tick
    from winnow.followup.plan import GRACE
    from winnow.procedure.actions import default_text, publish
    from winnow.prospects.models import Prospect
    from winnow.prospects.words import NextAction, Queue

    text = re.sub(r"\[cadences\.default\].*?\n\]\n", CADENCE, default_text(), count=1, flags=re.S)
    publish(text, reason="Mails by themselves", by=None, now=now)
    late = now + timedelta(hours=2)
    Prospect.objects.update(
        next_action=NextAction.EMAIL, queue=Queue.BY_ITSELF, steps=1, attempts=1, check_at=late, due_at=late + GRACE,
        available_at=late + GRACE, clock_started_at=None, last_touch_at=now, responded_at=now, first_touch_at=now,
    )  # fmt: skip
    began, done = time.perf_counter(), 0
    while taken := tick(late, worker="bench").stepped:
        done += taken
    seconds, began = time.perf_counter() - began, time.perf_counter()
    replan(now=late)
    return {"steps": done, "seconds": seconds, "replan": time.perf_counter() - began}


def idle(number: int, now: datetime) -> dict[str, float]:
    """Copies of one prospect, all to be looked at some day; then a worker that comes round and finds nothing due."""
    from django.db import connection

    from winnow.flow.tick import tick
    from winnow.prospects.models import Effect, Person, Prospect

    Prospect.objects.update(
        check_at=now + timedelta(days=300), due_at=now + timedelta(days=300), claimed_until=None
    )
    Effect.objects.update(due_at=None)
    source, top = Prospect.objects.latest("id"), Person.objects.latest("id").pk
    count = max(number - Prospect.objects.count(), 1)
    numbers = NUMBERS[connection.vendor].format(count=count)
    with connection.cursor() as cursor:
        _copy(cursor, Person, source.person_id, {"id": f"{top} + s.i"}, numbers)
        own = {"id": f"{source.pk} + s.i", "person_id": f"{top} + s.i"}
        _copy(cursor, Prospect, source.pk, own, numbers)
        cursor.execute("ANALYZE")
    look = now + timedelta(hours=3)
    while tick(look, worker="bench").busy:
        pass
    took = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        tick(look, worker="bench", looks=False)
        took.append((time.perf_counter() - began) * 1000)
    return {"prospects": Prospect.objects.count(), "median": quantile(took, 0.5), "p95": quantile(took, 0.95)}


def _copy(cursor: Any, model: Any, number: int, own: dict[str, str], numbers: str) -> None:
    """So many rows like this one, save for the columns of their own."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(own.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    cursor.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" t, {numbers} WHERE t."id" = {int(number)}'  # noqa: S608
    )


def main(what: str, number: str, instant: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "winnow.config.settings")
    django.setup()
    measure = {"steps": steps, "idle": idle}[what]
    sys.stdout.write(json.dumps(measure(int(number), datetime.fromisoformat(instant))))


if __name__ == "__main__":
    main(*sys.argv[1:])
