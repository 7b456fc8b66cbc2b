"""How much one sender may post: token buckets in a small file that all processes of this machine share.

A bucket holds at most `burst` posts and fills up by `per_minute`. Nothing in it must outlive a crash, so it is never
flushed and may be deleted at any time; on several machines each counts for itself.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

BUSY = 2.0  # seconds to wait for another process
TIDY_EVERY = 1_000  # posts after which full buckets are dropped

_TABLE = "CREATE TABLE IF NOT EXISTS bucket (key TEXT PRIMARY KEY, left REAL NOT NULL, at REAL NOT NULL) WITHOUT ROWID"
_SAVE = "INSERT INTO bucket VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET left = excluded.left, at = excluded.at"


@dataclass(frozen=True, slots=True)
class Limit:
    """Of what (a word and whose), how many at once, and how many a minute for ever."""

    key: str
    burst: int
    per_minute: float


def refilled(left: float, at: float, now: float, limit: Limit) -> float:
    """What the bucket holds now; a clock set back fills nothing."""
    return min(float(limit.burst), left + max(now - at, 0.0) / 60 * limit.per_minute)


def seconds_until_one(left: float, limit: Limit) -> float:
    """How long until the bucket gives one again; 0.0 if it does now."""
    return 0.0 if left >= 1 else (1 - left) * 60 / limit.per_minute


def take(file: Path, limits: list[Limit], now: float) -> float:
    """Take one of each bucket, or none; returns the seconds to wait for (0.0: taken). `now` in seconds since 1970."""
    with closing(sqlite3.connect(file, timeout=BUSY, isolation_level=None)) as store:
        store.execute("PRAGMA synchronous=OFF")
        store.execute(_TABLE)
        store.execute("BEGIN IMMEDIATE")
        held = {limit: _held(store, limit, now) for limit in limits}
        wait = max(seconds_until_one(left, limit) for limit, left in held.items())
        if not wait:
            rows = [(_digest(limit.key), left - 1, now) for limit, left in held.items()]
            store.executemany(_SAVE, rows)
            _tidy(store, now)
        store.execute("COMMIT")
        return wait


def _held(store: sqlite3.Connection, limit: Limit, now: float) -> float:
    row = store.execute("SELECT left, at FROM bucket WHERE key = ?", [_digest(limit.key)]).fetchone()
    return refilled(row[0], row[1], now, limit) if row else float(limit.burst)


def _digest(key: str) -> str:
    """Addresses are not kept, only what tells them apart."""
    return blake2b(key.encode(), digest_size=12).hexdigest()


def _tidy(store: sqlite3.Connection, now: float) -> None:
    """Buckets untouched for an hour are full again: a missing row says the same."""
    if store.execute("SELECT COUNT(*) FROM bucket").fetchone()[0] > TIDY_EVERY:
        store.execute("DELETE FROM bucket WHERE at < ?", [now - 3600])
