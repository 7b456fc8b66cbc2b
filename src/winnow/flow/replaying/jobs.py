"""Replays that people ask for: done by the worker, one at a time, so that no page waits for them."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from winnow.flow.imports.running import Stop
from winnow.flow.replaying.gathering import gather
from winnow.flow.replaying.run import replay
from winnow.flow.scene import Refused
from winnow.people.models import User
from winnow.procedure import actions as procedure
from winnow.procedure.extras import usable_here
from winnow.procedure.models import Replay, Version
from winnow.procedure.parse import parse

log = logging.getLogger("winnow.replaying")

Clock = Callable[[], datetime]
A_MONTH = timedelta(days=365 / 12)
LEASE = timedelta(minutes=10)  # renewed with every step; longer than any of them takes
UNFINISHED = ("waiting", "running")
AT_ONCE = 3
KEPT = 50  # prospects of a purge that are named


def ask(text: str, months: int, *, by: User, now: datetime) -> Replay:
    """Hand it to the worker. Raises ProcedureErrors with all mistakes of the text, Refused if too many wait."""
    usable_here(text)
    if Replay.objects.filter(status__in=UNFINISHED).count() >= AT_ONCE:
        raise Refused(f"{AT_ONCE} replays are waiting already. Look at them first.")
    return Replay.objects.create(text=text, months=months, created_at=now, created_by=by)


def run_due(clock: Clock, between: Callable[[], object] = lambda: None) -> bool:
    """Do one that waits, or whose worker is gone; False if there is none. `between` keeps the clocks meanwhile."""
    now = clock()
    free = Q(status="waiting") | Q(status="running", held_until__lt=now)
    row = Replay.objects.filter(free, status__in=UNFINISHED).order_by("id").first()
    if row is None or not Replay.objects.filter(free, pk=row.pk).update(
        status="running", held_until=now + LEASE
    ):
        return False
    mine = Replay.objects.filter(pk=row.pk, status="running")

    def beat(share: float) -> None:
        mine.update(share=min(share, 1.0), held_until=clock() + LEASE)
        between()

    try:
        history = gather(now - row.months * A_MONTH, now, beat)
        found = replay(history, parse(row.text), beat)
    except Stop:
        mine.update(status="waiting", held_until=None)
        raise
    except Exception as error:
        log.exception("replay %s failed", row.pk)
        mine.update(status="failed", held_until=None, error=f"{type(error).__name__}: {error}"[:2000])
        return True
    for one in found["purge"].values():
        one["who"] = one["who"][:KEPT]
    mine.update(status="done", held_until=None, share=1, found=found, finished_at=clock())
    return True


def publish(number: int, *, by: User, reason: str, now: datetime) -> Version:
    """Put its text in force. Raises NotPublished, or Refused if it was published from here already."""
    with transaction.atomic():
        row = Replay.objects.select_for_update(of=("self",)).get(pk=number)
        if row.published_id:
            raise Refused(f"This was published as version {row.published}.")
        version = procedure.publish(row.text, now=now, by=by, reason=reason)
        row.published = version
        row.save(update_fields=["published"])
        return version
