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

STEPS, QUICK_STEPS = 100_000, 300
TAKEN_IN = 2_000  # of the prospects came in as inquiries; the others are copies, to other addresses
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
    where.run("winnow.bench.fill", str(min(steps, TAKEN_IN)), now.isoformat())
    taken = json.loads(where.run("winnow.bench.cadences", "steps", str(steps), now.isoformat()))
    many = QUICK_PROSPECTS if quick else PROSPECTS
    seen = json.loads(where.run("winnow.bench.cadences", "idle", str(many), now.isoformat()))
    return [
        Figure("cadence.steps", taken["steps"], "steps"),
        Figure("cadence.seconds_for_100000", taken["seconds"] * JUDGED / taken["steps"], "s", PLANNED),
        Figure("cadence.cpu_for_100000", taken["cpu"] * JUDGED / taken["steps"], "s of CPU"),
        Figure("cadence.replan_for_100000", taken["replan"] * JUDGED / taken["steps"], "s", PLANNED),
        Figure("tick.prospects", seen["prospects"], "prospects"),
        Figure("tick.idle.median", seen["median"], "ms", IDLE),
        Figure("tick.idle.p95", seen["p95"], "ms"),
    ]


def steps(number: int, now: datetime) -> dict[str, float]:
    """Every prospect waits for a mail that goes out by itself; the worker takes all, and plans each one's next call."""
    from django.conf import settings

    from winnow.flow.cadences.planning import replan
    from winnow.flow.tick import tick
    from winnow.followup.plan import GRACE
    from winnow.procedure.actions import default_text, publish
    from winnow.prospects.models import Prospect
    from winnow.prospects.words import NextAction, Queue

    text = re.sub(r"\[cadences\.default\].*?\n\]\n", CADENCE, default_text(), count=1, flags=re.S)
    text = text.replace('postal_address = ""', 'postal_address = "Example Ltd, 1 High Street, London"')
    settings.PUBLIC_URL = "https://leads.example.com"  # nothing that nobody wrote goes out without both
    publish(text, reason="Mails by themselves", by=None, now=now)
    _multiply(number // Prospect.objects.count())
    late = now + timedelta(hours=2)
    Prospect.objects.update(
        next_action=NextAction.EMAIL, queue=Queue.BY_ITSELF, steps=1, attempts=1, check_at=late, due_at=late + GRACE,
        available_at=late + GRACE, clock_started_at=None, last_touch_at=now, responded_at=now, first_touch_at=now,
    )  # fmt: skip
    began, cpu, done = time.perf_counter(), time.process_time(), 0
    while taken := tick(late, worker="bench").stepped:
        done += taken
    seconds, cpu, began = time.perf_counter() - began, time.process_time() - cpu, time.perf_counter()
    replan(now=late)
    return {"steps": done, "seconds": seconds, "cpu": cpu, "replan": time.perf_counter() - began}


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
    with connection.cursor() as cursor:
        _copy(cursor, Person, {"id": f"{top} + s.i"}, count, f't."id" = {source.person_id}')
        own = {"id": f"{source.pk} + s.i", "person_id": f"{top} + s.i"}
        _copy(cursor, Prospect, own, count, f't."id" = {source.pk}')
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


def _multiply(times: int) -> None:
    """Every prospect so many times, each copy at an address of its own: they need not come in one by one."""
    from django.db import connection

    from winnow.prospects.models import Person, Prospect

    if times < 2:
        return
    people, rows = Person.objects.latest("id").pk, Prospect.objects.latest("id").pk
    apart = {"id": f't."id" + {people} * s.i', "email": "t.\"id\" || 'x' || s.i || '@bench.example'"}
    with connection.cursor() as cursor:
        _copy(cursor, Person, apart, times - 1)
        own = {"id": f't."id" + {rows} * s.i', "person_id": f't."person_id" + {people} * s.i'}
        _copy(cursor, Prospect, own, times - 1)
        cursor.execute("ANALYZE")


def _copy(cursor: Any, model: Any, own: dict[str, str], times: int, which: str = "TRUE") -> None:
    """So many copies of each row, save for the columns of their own."""
    from django.db import connection

    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(own.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table, numbers = model._meta.db_table, NUMBERS[connection.vendor].format(count=times)
    cursor.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" t, {numbers} WHERE {which}'  # noqa: S608
    )


def main(what: str, number: str, instant: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "winnow.config.settings")
    django.setup()
    from winnow.flow.garbage import look_rarely

    look_rarely()  # as every worker does
    measure = {"steps": steps, "idle": idle}[what]
    sys.stdout.write(json.dumps(measure(int(number), datetime.fromisoformat(instant))))


if __name__ == "__main__":
    main(*sys.argv[1:])
