"""A database that is busy or away for a moment is waited for between two chunks; one that stays away is not."""

import logging
from collections.abc import Callable
from time import sleep
from typing import TypeVar

from django.db import IntegrityError, InterfaceError, OperationalError, connection

log = logging.getLogger("winnow.imports")

PAUSES = (0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0)  # seconds; together well within a lease
COLLISIONS = 2  # with somebody else's writing, each tried again at once
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
AWAY = (
    "08",
    "40",
    "53300",
    "55P03",
    "57P",
)  # connection, rolled back, too many, lock not given, shutting down

Written = TypeVar("Written")


def patiently(write: Callable[[], Written]) -> Written:
    """What `write`, which must be one transaction that may be asked for again, returns; else what it last raised."""
    pauses, collisions = iter(PAUSES), COLLISIONS
    while True:
        try:
            return write()
        except IntegrityError:
            if not collisions:
                raise
            collisions -= 1
        except (OperationalError, InterfaceError) as error:
            pause = next(pauses, None)
            if pause is None or not is_passing(error):
                raise
            log.warning("%s; trying again in %.1f s", " ".join(str(error).split()), pause)
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            sleep(pause)


def is_passing(error: OperationalError | InterfaceError) -> bool:
    """Whether it may be over in a moment: a lock, or a connection that was lost. A full disk is not."""
    cause = error.__cause__
    if name := getattr(cause, "sqlite_errorname", ""):
        return name.startswith(BUSY)
    state = getattr(cause, "sqlstate", None) or ""
    return not state or state.startswith(AWAY)
