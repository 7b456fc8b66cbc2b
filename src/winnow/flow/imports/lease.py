"""One process at a time works on an import: a lease by conditional update, which the dead do not keep."""

import os
import socket
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from winnow.flow.scene import Refused
from winnow.intake.models import Import

LEASE = timedelta(minutes=2)  # renewed with every chunk

Clock = Callable[[], datetime]


class Lost(Exception):
    """Another process works on this import now; what this one was about to write is not written."""


def me() -> str:
    """This process, as it signs its lease."""
    return f"{socket.gethostname()}:{os.getpid()}"


def take(number: int, statuses: tuple[str, ...], to: str, now: datetime) -> Import:
    """Take an import that stands at one of `statuses`. Raises Refused if it does not, or somebody is at it."""
    row = Import.objects.filter(pk=number).first()
    if row is None:
        raise Refused(f"There is no import {number}.")
    free = Q(held_by="") | Q(held_until__lt=now) | Q(held_by__in=_dead(row.held_by))
    mine = Import.objects.filter(free, pk=number, status__in=statuses, held_by=row.held_by)
    if not mine.update(held_by=me(), held_until=now + LEASE, status=to, error=""):
        row.refresh_from_db()
        if row.status not in statuses:
            raise Refused(f"Import {number} is {row.status}.")
        raise Refused(f"Import {number} is being worked on by another process; wait until it has finished.")
    row.refresh_from_db()
    return row


def renew(row: Import, now: datetime, *, expected: int, values: Mapping[str, Any]) -> None:
    """Write the progress of a chunk in its transaction; Lost if this process is no longer the one."""
    held = Import.objects.filter(pk=row.pk, held_by=me(), rows_done=expected)
    if not held.update(held_until=now + LEASE, **values):
        raise Lost(f"import {row.pk} was taken over")


def leave(row: Import, **values: Any) -> None:
    """Let go, with the last values."""
    Import.objects.filter(pk=row.pk, held_by=me()).update(held_by="", held_until=None, **values)
    row.refresh_from_db()


def _dead(holder: str) -> list[str]:
    """The holder, if it was a process of this machine that is no more."""
    host, _, pid = holder.rpartition(":")
    if host != socket.gethostname() or not pid.isdigit() or int(pid) == os.getpid():
        return []
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return [holder]
    except PermissionError:  # it lives, and is somebody else's
        return []
    return []
