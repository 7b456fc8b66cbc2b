"""Idempotency keys: the first answer is kept in the transaction of its effect and given again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from winnow.intake.models import Answered
from winnow.prospects import bulk

KEPT = timedelta(hours=24)  # then a key may be used anew


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks (`scope`: token or form), under which key, and a digest of what was asked."""

    scope: str
    key: str
    fingerprint: str


Given = dict[tuple[str, str], tuple[str, int, str]]  # (scope, key) → (fingerprint, status, body)


def kept(asked: Sequence[Asked]) -> Given:
    """Every answer already given to these; one statement for each scope."""
    by_scope: dict[str, list[str]] = {}
    for one in asked:
        by_scope.setdefault(one.scope, []).append(one.key)
    found: Given = {}
    for scope, keys in by_scope.items():
        rows = Answered.objects.filter(scope=scope, key__in=keys)
        for key, fingerprint, status, body in rows.values_list("key", "fingerprint", "status", "body"):
            found[scope, key] = (fingerprint, status, body)
    return found


def remember(rows: Sequence[tuple[Asked, int, str]], *, now: datetime) -> None:
    columns = ("scope", "key", "fingerprint", "status", "body", "created_at")
    bulk.insert(
        Answered, columns,
        [(asked.scope, asked.key, asked.fingerprint, status, body, now) for asked, status, body in rows],
    )  # fmt: skip


def prune(*, now: datetime) -> int:
    """Forget answers older than 24 hours; their keys may be used anew."""
    return Answered.objects.filter(created_at__lt=now - KEPT).delete()[0]
