"""Which procedure is in force, and which were."""

from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet

from winnow.procedure.models import Version
from winnow.procedure.parse import parse
from winnow.procedure.schema import Procedure


class NoProcedure(LookupError):
    """Nothing has been published yet, or not that version; the message says what to do."""


def in_force(at: datetime | None = None) -> tuple[int, Procedure]:
    """Number and procedure in force at an instant (None: now, the newest).

    What happened before the first version is judged by the first: there is no older one.
    """
    versions = Version.objects.order_by("-number").values_list("number", "sha256")
    newest = versions.first() if at is None else versions.filter(published_at__lte=at).first()
    found = newest or Version.objects.order_by("number").values_list("number", "sha256").first()
    if not found:
        raise NoProcedure("No procedure is in force. Run `winnow init`, or `winnow procedure publish FILE`.")
    return found[0], _parsed(*found)


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
