"""Writing that collides with somebody else's is done again, so that nobody who types sees the collision."""

from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection

TRIES = 4
SECOND = ("23505", "40001", "40P01", "55P03")  # not unique, serialization, deadlock, lock not given
SECOND_ON_SQLITE = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_CONSTRAINT_UNIQUE",
    "SQLITE_CONSTRAINT_PRIMARYKEY",
)

Written = TypeVar("Written")


def persistently(write: Callable[[], Written]) -> Written:
    """What `write`, which must be one transaction, returns.

    Again if another one was first with a key, or the two waited for each other: by then the other's can be found.
    Inside a transaction it is tried once, as that cannot go on after a collision.
    """
    for _ in range(1, TRIES):
        try:
            return write()
        except (IntegrityError, OperationalError) as error:
            if connection.in_atomic_block or not _collided(error):
                raise
    return write()


def _collided(error: DatabaseError) -> bool:
    """Not a lock that was waited for in vain, or a database that is away: another try would only wait longer."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return isinstance(error, IntegrityError) or state.startswith("40")


def came_second(error: DatabaseError) -> bool:
    """Whether another writer was first with the same thing, so that who asked can look and ask again."""
    name = getattr(error.__cause__, "sqlite_errorname", "")
    return getattr(error.__cause__, "sqlstate", None) in SECOND or name.startswith(SECOND_ON_SQLITE)
