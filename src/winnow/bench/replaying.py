"""A replay of 100,000 inquiries with their touches and orders, under a procedure that routes and screens otherwise.

`python -m winnow.bench.replaying NUMBER NOW` fills, measures in a process of its own and prints the figures.
"""

import json
import os
import sys
import time
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from winnow.bench.figures import Figure
from winnow.bench.fill import people
from winnow.bench.place import Place
from winnow.bench.processes import cost_of

NUMBER, QUICK_NUMBER, SECONDS = 100_000, 1_000, 120.0
DAYS, CHUNK = 330, 500
CHANGES = (
    ("respond_within = 30", "respond_within = 20"), ("match_territory = true", "match_territory = false"),
    ("blocked_domains = []", 'blocked_domains = ["blocked.example"]'),
)  # fmt: skip


def replaying(where: Place, quick: bool, now: datetime) -> list[Figure]:
    """Reading history and deciding it again, in one process."""
    cost = cost_of(where, "winnow.bench.replaying", str(QUICK_NUMBER if quick else NUMBER), now.isoformat())
    seen = json.loads(cost.printed)
    return [
        Figure("replay.inquiries", seen["inquiries"], ""),
        Figure("replay.seconds", seen["seconds"], "s", SECONDS),
        Figure("replay.reading", seen["reading"], "s"),
        Figure("replay.memory", cost.peak, "MB"),
        Figure("replay.same_as_recorded", seen["same"], "share", 1, "at least"),
    ]


def _measure(number: int, now: datetime) -> dict[str, float]:
    from winnow.flow.replaying.gathering import gather
    from winnow.flow.replaying.run import replay
    from winnow.procedure.actions import default_text
    from winnow.procedure.parse import parse

    _fill(number, now - timedelta(days=DAYS))
    text = default_text()
    for before, after in CHANGES:
        text = text.replace(before, after)
    began = time.perf_counter()
    history = gather(now - timedelta(days=DAYS + 1), now, lambda _share: None)
    reading = time.perf_counter() - began
    found = replay(history, parse(text), lambda _share: None)
    same = found["same_as_recorded"]
    alike = [one["same"] / max(one["same"] + one["different"], 1) for one in same.values()]
    return {
        "seconds": time.perf_counter() - began, "reading": reading, "inquiries": found["inquiries"], "same": min(alike),
    }  # fmt: skip


def _fill(number: int, since: datetime) -> None:
    """Evenly over the days, through the real flow; two touches each, and an order of every twentieth."""
    from winnow.bench.load import inquiry
    from winnow.flow import Terms, receive
    from winnow.intake.inquiry import Raw
    from winnow.prospects.settling import settle
    from winnow.prospects.transitions import Actor
    from winnow.prospects.words import Channel

    people(since - timedelta(days=1))
    for done in range(0, number, CHUNK):
        sent = [inquiry(n) for n in range(done, min(done + CHUNK, number))]
        raws = [Raw(fields=one, payload=one, channel=Channel.WEB, door="api", source="bench") for one in sent]
        at = since + timedelta(days=DAYS - 1) * done / number
        receipts = receive(raws, now=at, terms=Terms(Actor("door")))
        _pursue([one for one in receipts if one.prospect], at)
    settle()


def _pursue(receipts: list[Any], at: datetime) -> None:
    from winnow.prospects.models import Order, Touch

    Touch.objects.bulk_create(
        Touch(
            prospect_id=one.prospect, at=at + timedelta(minutes=7 + 20 * time), kind="call", by_id=one.owner,
            role="qualifier", minutes=4, reached=time == 1,
        )
        for one in receipts for time in range(2)
    )  # fmt: skip
    Order.objects.bulk_create(
        Order(
            prospect_id=one.prospect, at=at + timedelta(days=9), recorded_at=at, amount=Decimal(4000),
            margin=Decimal(900), currency="EUR",
        )
        for one in receipts[::20]
    )  # fmt: skip


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "winnow.config.settings")
    django.setup()
    sys.stdout.write(json.dumps(_measure(int(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))))
