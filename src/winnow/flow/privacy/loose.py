"""What speaks of somebody without a number that leads to them: found by what stands in it."""

import json
import zipfile
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Q

from winnow.correspondence import queries as mails
from winnow.correspondence.models import Mail, Suppression
from winnow.correspondence.words import Status
from winnow.flow.imports import files
from winnow.flow.privacy.blanking import blank, theirs
from winnow.flow.privacy.known import tables
from winnow.flow.privacy.whose import Whose
from winnow.intake.clean import clean
from winnow.intake.inquiry import Cleaned, Raw
from winnow.intake.models import Held, Import
from winnow.prospects.models import Company, Inquiry
from winnow.prospects.words import Channel

PIECE = 1 << 20  # bytes
ENDED = ("draft", "done", "failed", "undone", "undo_failed")


class Busy(Exception):
    """A file in which they stand is being brought in at this moment; it is tried again."""


def held_of(who: Whose) -> list[int]:
    """What was held back of them: from one of their addresses, or with one of their keys when read again."""
    texts = _texts(who)
    if not texts:
        return []
    named = Q()
    for text in texts:
        named |= Q(payload__icontains=text) | Q(fields__icontains=text)
    rows = Held.objects.filter(named)
    return [row.pk for row in rows.iterator() if _is_of(row, who)]


def blank_loose(who: Whose, now: datetime) -> dict[str, int]:
    """Blank or delete all of it, in the caller's transaction; how many of each table."""
    said = {one.table: one for one in tables()}
    held = held_of(who)
    Held.objects.filter(pk__in=held, settled_at=None).update(settled_at=now, settlement="dismissed")
    digests = [mails.digest(one) for one in who.addresses]
    waiting = theirs(said["correspondence.Mail"], who).filter(status__in=mails.OWED)
    Mail.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
        status=Status.STOPPED, due_at=None
    )
    counts = {
        "intake.Held": blank(Held.objects.filter(pk__in=held), said["intake.Held"]),
        "correspondence.Suppression": blank(
            Suppression.objects.filter(digest__in=digests), said["correspondence.Suppression"]
        ),
        "prospects.Company": blank(Company.objects.filter(pk__in=who.companies), said["prospects.Company"]),
        "sessions.Session": _sessions(),
    }
    return {table: count for table, count in counts.items() if count}


def files_of(who: Whose, held: Collection[int] = ()) -> list[Import]:
    """The imports whose files they stand in; read from end to end. Raises Busy while one of them runs."""
    batches = set(
        Inquiry.objects.filter(prospect__in=who.prospects, batch__isnull=False).values_list(
            "batch", flat=True
        )
    ) | set(Held.objects.filter(pk__in=held, batch__isnull=False).values_list("batch", flat=True))
    found = []
    for row in Import.objects.order_by("id"):
        there = [path for path in _paths(row) if path.exists()]
        if there and (row.pk in batches or any(_stands_in(path, who) for path in there)):
            if row.status not in ENDED:
                raise Busy(f"Import {row.pk}, in whose file they stand, is {row.status}.")
            found.append(row)
    return found


def drop_files(rows: Iterable[Import]) -> list[Path]:
    """Note that these files are no more, in the caller's transaction; returns what is to be removed after it.

    A draft goes with its file; what a finished import brought stays.
    """
    rows = list(rows)
    numbers = [row.pk for row in rows]
    Import.objects.filter(pk__in=numbers, status="draft").delete()
    Import.objects.filter(pk__in=numbers).update(errors_path="", found={})
    return [path for row in rows for path in _paths(row)]


def _paths(row: Import) -> list[Path]:
    return [files.place_of(path) for path in (row.path, row.errors_path) if path]


def _texts(who: Whose) -> list[str]:
    """What to look for: whole addresses and numbers, and the name of a person at a firm."""
    found = set(who.addresses)
    for key in who.keys:
        kind, _, rest = key.partition(":")
        first, _, second = rest.partition("|")
        found |= {second} if kind == "x" else {first.lstrip("+").split(" ")[-1], second}
    return sorted(one for one in found if len(one) > 2)


def _is_of(row: Held, who: Whose) -> bool:
    """Whether it is from them: by an address in it, or by its keys, read as it would be today."""
    said = json.dumps([row.fields, row.payload], ensure_ascii=False).lower()
    if any(one in said for one in who.addresses):
        return True
    raw = Raw(
        fields=row.fields, payload={}, channel=Channel(row.channel), door="replay", source=row.source,
        external_id=row.external_id,
    )  # fmt: skip
    cleaned = clean(raw, country="")
    return isinstance(cleaned, Cleaned) and not who.keys.isdisjoint(cleaned.keys)


def _sessions() -> int:
    """What was last told to colleagues ("Pat Miller was closed") is taken out of their sessions."""
    count = 0
    for session in Session.objects.iterator():
        told: dict[str, Any] = session.get_decoded()
        if told.pop("_messages", None) is not None:
            store = SessionStore()
            Session.objects.filter(pk=session.pk).update(session_data=store.encode(told))
            count += 1
    return count


def _stands_in(path: Path, who: Whose) -> bool:
    """Whether one of their addresses or numbers stands in a file, as text or inside a spreadsheet."""
    if not path.exists():
        return False
    wanted = [text.lower() for key in who.keys if key[:2] in ("e:", "p:") for text in (key[2:].lstrip("+"),)]
    patterns = [
        text.encode(code)
        for text in {*wanted, *who.addresses}
        for code in ("utf-8", "utf-16-le", "utf-16-be")
    ]
    return any(_in_piece(piece, patterns) for piece in _pieces(path, max(map(len, patterns), default=0)))


def _in_piece(piece: bytes, patterns: Collection[bytes]) -> bool:
    lowered = piece.lower()
    return any(one in lowered for one in patterns)


def _pieces(path: Path, overlap: int) -> Iterator[bytes]:
    """The file in pieces that overlap; of a packed one what is inside."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                with packed.open(name) as inner:
                    yield from _overlapping(inner, overlap)
        return
    with path.open("rb") as file:
        yield from _overlapping(file, overlap)


def _overlapping(file: Any, overlap: int) -> Iterator[bytes]:
    before = b""
    while piece := file.read(PIECE):
        yield before + piece
        before = piece[-overlap:] if overlap else b""
