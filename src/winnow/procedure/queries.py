"""Which procedure is in force, and which were."""

from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet

from winnow.procedure.models import Version
from winnow.procedure.parse import parse
from winnow.procedure.schema import Procedure
from winnow.prospects import bulk

# Asked for each batch of inquiries, so written out.
NEWEST = "SELECT number, sha256 FROM procedure_version {} ORDER BY number DESC LIMIT 1"
OLDEST = "SELECT number, sha256 FROM procedure_version ORDER BY number LIMIT 1"


class NoProcedure(LookupError):
    """Nothing has been published yet, or not that version; the message says what to do."""


def in_force(at: datetime | None = None) -> tuple[int, Procedure]:
    """Number and procedure in force at an instant (None: now, the newest).

    What happened before the first version is judged by the first: there is no older one.
    """
    since = "" if at is None else "WHERE published_at <= %s"
    until = [] if at is None else [connection.ops.adapt_datetimefield_value(at)]
    found = bulk.read(NEWEST.format(since), until) or bulk.read(OLDEST)
    if not found:
        raise NoProcedure("No procedure is in force. Run `winnow init`, or `winnow procedure publish FILE`.")
    return found[0][0], _parsed(*found[0])


def version(number: int) -> Version:
    """One published version. Raises `NoProcedure` if there is none of that number."""
    try:
        return Version.objects.get(number=number)
    except Version.DoesNotExist:
        raise NoProcedure(
            f"There is no version {number}. `winnow procedure show` shows the newest."
        ) from None


def history() -> QuerySet[Version]:
    """All versions, newest first, without their texts."""
    return Version.objects.select_related("published_by").defer("text").order_by("-number")


@lru_cache(maxsize=64)
def _parsed(number: int, sha256: str) -> Procedure:
    """Parsed once a process. The digest tells apart version 1 of one database from version 1 of another."""
    return parse(Version.objects.values_list("text", flat=True).get(number=number, sha256=sha256))
