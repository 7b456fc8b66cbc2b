"""What a dry run would have written so far: keys and ids, in a temporary table on disk, so that memory stays flat."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from types import TracebackType

from winnow.intake import queries
from winnow.intake.arrival import Arrival
from winnow.intake.match import Known

AT_ONCE = 900  # values of one statement
FIRST_NEW = 1 << 40  # number of the first person who would be new: beyond any in use


class Seen:
    """Answers what the database would answer if the rows before had been written."""

    def __init__(self) -> None:
        self.table = sqlite3.connect("")  # a private file that goes when it is closed
        self.table.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE keys (key TEXT PRIMARY KEY, person INTEGER, name TEXT, email TEXT) WITHOUT ROWID;"
            "CREATE TABLE ids (key TEXT PRIMARY KEY) WITHOUT ROWID;"
        )
        self.persons = FIRST_NEW

    def __enter__(self) -> "Seen":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.table.close()

    def known(self, keys: Collection[str]) -> dict[str, Known]:
        """Whose the keys are: in the database, or of a row before."""
        found = queries.known(keys)
        for part in _parts([key for key in keys if key not in found]):
            rows = self.table.execute(f"SELECT * FROM keys WHERE key IN ({_marks(part)})", part)  # noqa: S608
            found |= {key: Known(person, name, email) for key, person, name, email in rows}
        return found

    def already(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, int]]:
        """Which (source, external id) came before."""
        found = queries.already(pairs)
        by_key = {_key(pair): pair for pair in pairs if pair not in found}
        for part in _parts(list(by_key)):
            rows = self.table.execute(f"SELECT key FROM ids WHERE key IN ({_marks(part)})", part)  # noqa: S608
            found |= {by_key[key]: (0, 0) for (key,) in rows}
        return found

    def remember(self, passed: Sequence[Arrival]) -> None:
        """As if these had been written: a new person for each who leads one, and everybody's new keys."""
        leaders = {one.position: one for one in passed}
        number: dict[int, int] = {}
        keys = []
        for one in passed:
            first = leaders[one.lead]
            if not one.person and first is one:
                number[one.position] = self.persons = self.persons + 1
            person = one.person or number[first.position]
            said = first.clean
            keys += [(key, person, said.name, said.email) for key in one.new_keys if not key.startswith("x:")]
        self.table.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?)", keys)
        ids = [(_key((one.raw.source, one.raw.external_id)),) for one in passed if one.raw.external_id]
        self.table.executemany("INSERT OR IGNORE INTO ids VALUES (?)", ids)


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))


def _key(pair: tuple[str, str]) -> str:
    return "\x1f".join(pair)
