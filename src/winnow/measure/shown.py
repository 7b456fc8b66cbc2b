"""The facts that pages show: the newest folder of a home, opened once by each process.

measure/facts-<when>/    complete folders as `kept.py` writes them; the newest is shown, the one before it is left
                         for readers who are in it still
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from winnow.measure.edition import is_ours

if TYPE_CHECKING:
    from winnow.measure.facts import Facts

FACTS = "facts-"
COMPLETE = f"{FACTS}[0-9]*[0-9]/facts.json"  # not those that are being written beside
LEFT = 2  # folders
MEMORY = "600MB"  # of a process that serves pages

_lock = threading.Lock()
_opened: dict[Path, tuple[Path, Any, "Facts"]] = {}  # by home


def newest(place: Path) -> Path | None:
    """The folder with the newest facts that this version wrote."""
    return max((one.parent for one in place.glob(COMPLETE) if is_ours(one)), default=None)


@contextmanager
def shown(place: Path) -> Iterator["Facts | None"]:
    """The newest facts, for one thread at a time; None while there are none that this version reads."""
    with _lock:
        yield _facts(place)


def clear(place: Path) -> None:
    """Forget all folders but the newest ones."""
    for folder in sorted(one.parent for one in place.glob(COMPLETE))[:-LEFT]:
        shutil.rmtree(folder, ignore_errors=True)


def _facts(place: Path) -> "Facts | None":
    folder = newest(place)
    if folder is None:
        return None
    known = _opened.get(place)
    if known is None or known[0] != folder:
        from winnow.measure.engines import duckdb
        from winnow.measure.kept import kept

        connection = duckdb.connect(memory=MEMORY)
        facts = kept(folder, connection)
        if facts is None:
            return None
        if known:
            known[1].disconnect()  # now, not when somebody looks for garbage: it holds what it has read
            known[2].answers.clear()
        known = _opened[place] = (folder, connection, facts)
    return known[2]
