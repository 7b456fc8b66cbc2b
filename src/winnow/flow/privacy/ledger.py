"""The ledger in the database and beside it: what an older backup does not know is done again after a restore.

It is kept in each home as `ledger.jsonl`, which no restore touches. It names nobody without this installation's secret.
"""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.crypto import salted_hmac

from winnow.config.home import home
from winnow.correspondence import queries as mails
from winnow.flow.privacy.whose import Whose
from winnow.privacy import actions, queries
from winnow.privacy.ledger import Told, as_text, from_text
from winnow.privacy.words import Ledger
from winnow.prospects.models import Person

FILE = "ledger.jsonl"


def digest(key: str) -> str:
    """Of an identity key; of an address the same as the list of suppressed addresses has."""
    if key.startswith("e:"):
        return mails.digest(key[2:])
    return salted_hmac("winnow.ledger", key, algorithm="sha256").hexdigest()


def note_erased(who: Whose, *, now: datetime) -> None:
    """In the transaction that erases them."""
    cards = Person.objects.filter(id__in=who.persons).values_list("id", "created_at")
    lines = [Told(now, Ledger.ERASED, digest(key)) for key in who.keys]
    lines += [Told(now, Ledger.ERASED, digest(f"number:{one}"), one, since) for one, since in cards]
    _write(lines)


def note(kind: Ledger, keys: Iterable[str], *, now: datetime) -> None:
    """They objected, or it was lifted; in the transaction in which it holds."""
    _write([Told(now, kind, digest(key)) for key in keys])


def note_digests(kind: Ledger, digests: Iterable[str], *, now: datetime) -> None:
    """The same where only the digest of an address is known."""
    _write([Told(now, kind, one) for one in digests])


def _write(lines: list[Told]) -> None:
    if lines:
        actions.note(lines)
        transaction.on_commit(lambda: append(lines))


def place() -> Path:
    return home() / FILE


def in_file() -> set[Told]:
    """What the file of this home remembers."""
    return set(from_text(place().read_text())) if place().exists() else set()


def append(lines: Iterable[Told]) -> None:
    """Flushed, so that it outlives what happens to the database."""
    text = "".join(as_text(one) for one in sorted(lines))
    if not text:
        return
    descriptor = os.open(place(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def write_missing() -> int:
    """Bring the file of this home up to what the database remembers; the lines added."""
    missing = queries.told() - in_file()
    append(missing)
    return len(missing)


def unknown() -> list[Told]:
    """What the file remembers and the database does not: an older backup is in its place."""
    return sorted(in_file() - queries.told())
