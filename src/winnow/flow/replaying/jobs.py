"""Replays that people ask for: done by the worker, one at a time, so that no page waits for them."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

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


def ask(text: str, months: int, *, by: User, now: datetime, cut: float | None = None) -> Replay:
    """Hand it to the worker. Raises ProcedureErrors with all mistakes of the text, Refused if too many wait."""
    usable_here(text)
    if Replay.objects.filter(status__in=UNFINISHED).count() >= AT_ONCE:
        raise Refused(f"{AT_ONCE} replays are waiting already. Look at them first.")
    return Replay.objects.create(text=text, months=months, cut=cut, created_at=now, created_by=by)


def due(now: datetime) -> int:
    """The number of one that waits, or whose process is gone; 0 if there is none."""
    row = Replay.objects.filter(_free(now)).order_by("id").values_list("id", flat=True).first()
    return row or 0


def _free(now: datetime) -> Q:
    return Q(status="waiting") | Q(status="running", held_until__lt=now)


def run(number: int, clock: Clock, between: Callable[[], object] = lambda: None) -> bool:
    """Do this one, from its beginning; False if another process has it. Its result is written in one step."""
    now = clock()
    row = Replay.objects.filter(pk=number).first()
    if row is None or not Replay.objects.filter(_free(now), pk=number).update(
        status="running", held_until=now + LEASE, share=0
    ):
        return False
    mine = Replay.objects.filter(pk=row.pk, status="running")

    def beat(share: float) -> None:
        mine.update(share=min(share, 1.0), held_until=clock() + LEASE)
        between()

    beat(0.0)
    try:
        history = gather(now - row.months * A_MONTH, now, beat)
        found = replay(history, parse(row.text), beat, row.cut)
    except Exception as error:
        log.exception("replay %s failed", row.pk)
        mine.update(status="failed", held_until=None, error=f"{type(error).__name__}: {error}"[:2000])
        return True
    for one in found["purge"].values():
        one["who"], one["gone"] = one["who"][:KEPT], one["gone"][:KEPT]
    mine.update(status="done", held_until=None, share=1, found=found, finished_at=clock())
    return True


def let_go(number: int, why: str = "") -> None:
    """Its process ended before it did: it waits again, or has failed if it is said `why`."""
    after = {"status": "failed", "error": why} if why else {"status": "waiting"}
    Replay.objects.filter(pk=number, status="running").update(**after, held_until=None)


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
