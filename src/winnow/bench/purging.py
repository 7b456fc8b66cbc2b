"""The pipeline: a purge's dry run over a large one, and the board over ten thousand open opportunities.

`python -m winnow.bench.purging OPEN ALL NOW` fills, measures in a process of its own and prints the figures.
"""

import json
import os
import sys
import time
from datetime import datetime, timedelta
from typing import Any

from winnow.bench.figures import Figure, quantile
from winnow.bench.place import Place

LARGE, QUICK_LARGE = 100_000, 2_000
BOARD, QUICK_BOARD = 10_000, 500
SECONDS, PAGE = 2.0, 100.0  # s; ms
TIMES = 30


def purging(where: Place, quick: bool, now: datetime) -> list[Figure]:
    """Its dry run over 100,000 open opportunities, and the board's page over 10,000."""
    sizes = (QUICK_BOARD, QUICK_LARGE) if quick else (BOARD, LARGE)
    seen = json.loads(where.run("winnow.bench.purging", *map(str, sizes), now.isoformat()))
    return [
        Figure("deals.board.p95", seen["board"], "ms", PAGE),
        Figure("purge.dry_run", seen["dry_run"], "s", SECONDS),
        Figure("purge.due", seen["due"], ""),
        Figure("purge.doubtful", seen["doubtful"], ""),
    ]


def _measure(board: int, large: int, now: datetime) -> dict[str, float]:
    from django.test import Client

    from winnow.flow.deals import purging as deals
    from winnow.people.models import User

    admin = _fill(board, now)
    client = Client()
    client.force_login(User.objects.get(pk=admin), backend="django.contrib.auth.backends.ModelBackend")
    took = []
    for _ in range(TIMES + 2):
        began = time.perf_counter()
        status = client.get("/opportunities/", headers={"host": "localhost"}).status_code
        took.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise RuntimeError(f"the board answered {status}")
    _fill(large - board, now, after=board)
    began = time.perf_counter()
    found = deals.review(now)
    dry_run = time.perf_counter() - began
    doubtful = found.count + found.warned + found.fresh
    board_took = quantile(took[2:], 0.95)
    return {"board": board_took, "dry_run": dry_run, "doubtful": doubtful, "due": found.count}


def _fill(count: int, now: datetime, after: int = 0) -> int:
    """So many open opportunities of forty sellers, with two touches each; the number of the admin."""
    from django.db import transaction

    from winnow.deals.models import Opportunity
    from winnow.people.models import Team, User
    from winnow.prospects.models import Person, Prospect, Touch

    team = Team.objects.get_or_create(name="Bench", defaults={"timezone": "UTC"})[0]
    people = [_user(User, f"s{number}@bench.test", "seller", team, now) for number in range(40)]
    admin = _user(User, "admin@bench.test", "admin", None, now)
    places = range(after, after + count)
    with transaction.atomic():
        persons = Person.objects.bulk_create(
            [
                Person(name=f"Person {place}", email=f"p{place}@bench{place}.test", created_at=now)
                for place in places
            ]
        )
        rows = Prospect.objects.bulk_create(
            [
                _prospect(Prospect, person, people[place % 40], now)
                for place, person in zip(places, persons, strict=True)
            ]
        )
        Opportunity.objects.bulk_create(
            [_deal(Opportunity, row, place, now) for place, row in zip(places, rows, strict=True)]
        )
        Touch.objects.bulk_create(
            Touch(
                prospect=row,
                at=now - timedelta(days=3 + 11 * time),
                kind="call",
                by=row.owner,
                role="seller",
                minutes=9,
            )
            for row in rows
            for time in range(2)
        )
    _looked_at()
    return int(admin.pk)


def _looked_at() -> None:
    """What a server does by itself within a minute of so many new rows: until then it plans as for an empty table."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _user(model: Any, email: str, role: str, team: Any, now: datetime) -> Any:
    known = {"name": email.partition("@")[0], "role": role, "team": team, "joined_at": now}
    return model.objects.get_or_create(email=email, defaults=known)[0]


def _prospect(model: Any, person: Any, owner: Any, now: datetime) -> Any:
    due = now + timedelta(days=3)
    return model(
        person=person, owner=owner, stage="opportunity", state="working", next_action="close_deal", queue="3_retry",
        due_at=due, available_at=now, check_at=due, channel="web", first_inquiry_at=now, last_inquiry_at=now,
    )  # fmt: skip


def _deal(model: Any, row: Any, place: int, now: datetime) -> Any:
    stages = ("wants", "decider", "asked", "agreed")
    begun = now - timedelta(days=15 + place % 200)
    return model(
        prospect=row, opened_at=begun, stage=stages[place % 4], stage_at=begun,
        progress_at=now - timedelta(days=place % 60), currency="EUR",
        amount=100 + place * 7919 % 40_000 if place % 7 else None, decides_grade="stated" if place % 3 else "",
        decides_by=(now + timedelta(days=place % 120)).date() if place % 3 else None,
        doubted_at=now - timedelta(days=20) if place % 2 else None,
        review_at=now - timedelta(days=6) if place % 2 else None,
    )  # fmt: skip


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "winnow.config.settings")
    django.setup()
    sys.stdout.write(
        json.dumps(_measure(int(sys.argv[1]), int(sys.argv[2]), datetime.fromisoformat(sys.argv[3])))
    )
