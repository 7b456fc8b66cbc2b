"""Reads about people's rights: why we may contact them, what waits to be erased, what the ledger remembers."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from winnow.privacy.ledger import Told
from winnow.privacy.models import Basis, Erasure, Line, Sweep
from winnow.privacy.words import Ledger, Purpose
from winnow.prospects import bulk
from winnow.prospects.whole import whole_rows


def told() -> set[Told]:
    """Every line of the ledger that the database has."""
    rows = Line.objects.values_list("at", "kind", "digest", "number", "since")
    return {
        Told(at, Ledger(kind), digest, number, since) for at, kind, digest, number, since in rows.iterator()
    }


def anybody_erased() -> bool:
    return Line.objects.filter(kind=Ledger.ERASED).exists()


def erased_among(digests: Collection[str]) -> set[str]:
    """Those of the digests whose person was erased."""
    rows = bulk.look_up(
        """SELECT "digest" FROM "privacy_line" WHERE "kind" = 'erased' AND "digest" {among}""", digests
    )
    return {digest for (digest,) in rows}


def bases(persons: Collection[int], purpose: Purpose) -> dict[int, list[Basis]]:
    """What was ever written down of why we may contact each for a purpose, the newest first."""
    found: dict[int, list[Basis]] = defaultdict(list)
    if not persons:
        return found
    among, wanted = bulk.given(persons)
    where = f'WHERE "purpose" = %s AND "person_id" {among} ORDER BY "at" DESC, "id" DESC'
    for row in whole_rows(Basis, where, [purpose.value, wanted]):
        found[row.person_id].append(row)
    return found


def waiting(person: int) -> Erasure | None:
    """The erasure that is to come for this person."""
    return Erasure.objects.filter(person=person, due_at__isnull=False).select_related("by").first()


def last_sweep() -> datetime | None:
    """When retention last went round."""
    newest = Sweep.objects.order_by("-id").values_list("at", flat=True)
    return newest.first()
