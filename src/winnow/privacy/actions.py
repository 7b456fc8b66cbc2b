"""The writers of people's rights, in the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from winnow.people.models import User
from winnow.privacy.ledger import Told
from winnow.privacy.models import Basis, Erasure, Line, Sweep
from winnow.privacy.words import Kept, Purpose


def note(lines: Sequence[Told]) -> None:
    """Write lines of the ledger; those that are there stay as they are."""
    rows = [
        Line(at=one.at, kind=one.kind, digest=one.digest, number=one.number, since=one.since) for one in lines
    ]
    Line.objects.bulk_create(rows, ignore_conflicts=True)


def found(rows: Sequence[Basis]) -> None:
    """Write down why we may contact people."""
    Basis.objects.bulk_create(rows)


def withdraw(
    persons: Collection[int], purpose: Purpose, *, now: datetime, why: str, by: User | None = None
) -> int:
    """From now on nothing of that purpose rests on what was written down; how many rows were in force."""
    rows = Basis.objects.filter(person__in=persons, purpose=purpose, withdrawn_at=None)
    return rows.update(withdrawn_at=now, withdrawn_by=by, withdrawn_why=why[:300])


def ask_erasures(rows: Sequence[Erasure]) -> None:
    Erasure.objects.bulk_create(rows)


def cancel_erasure(row: Erasure, *, now: datetime, by: User | None) -> bool:
    """Not after all; False if it was carried out, or taken back, before."""
    waiting = Erasure.objects.filter(pk=row.pk, due_at__isnull=False)
    return bool(waiting.update(due_at=None, cancelled_at=now, cancelled_by=by))


def erasure_done(numbers: Collection[int], *, now: datetime, gone: Mapping[str, int]) -> None:
    Erasure.objects.filter(pk__in=numbers).update(due_at=None, done_at=now, gone=dict(gone), error="")


def put_off(row: Erasure, due_at: datetime, error: str) -> None:
    """It could not be done; it is tried again."""
    Erasure.objects.filter(pk=row.pk, due_at__isnull=False).update(due_at=due_at, error=error[:1_000])


def swept(counts: Mapping[Kept, int], *, now: datetime) -> None:
    """What one round of retention let go, also where that was nothing: it was looked for."""
    Sweep.objects.bulk_create(Sweep(at=now, kind=kind, count=count) for kind, count in counts.items())
