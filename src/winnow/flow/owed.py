"""The outbox: what a decision owes the world is written with it, and delivered by the worker, at least once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from winnow.flow.telling.ringing import is_muted, ring
from winnow.notices import queries as notices
from winnow.prospects import bulk
from winnow.prospects.models import Effect, Notification
from winnow.prospects.whole import whole_rows

KNOWN = 'SELECT "key" FROM "prospects_effect" WHERE "key" {among}'
DUE = 'WHERE "due_at" IS NOT NULL AND "due_at" <= %s ORDER BY "due_at", "id" LIMIT %s'
EFFECT = ("key", "kind", "user_id", "prospect_id", "body", "created_at", "due_at", "attempts", "error")


@dataclass(frozen=True, slots=True)
class Owed:
    """A notification to a person; `key` names the step, which never owes twice."""

    key: str
    user: int
    prospect: int | None
    kind: str
    text: str


def owe(items: Sequence[Owed], *, now: datetime) -> int:
    """Write effects in the caller's transaction; a key that exists already owes nothing new. Returns how many are."""
    unique = {one.key[:120]: one for one in items if one.user}
    known = {key for (key,) in bulk.look_up(KNOWN, unique)}
    new = [one for key, one in unique.items() if key not in known]
    owe_anew(new, now=now)
    return len(new)


def owe_anew(items: Sequence[Owed], *, now: datetime) -> None:
    """The same for steps that cannot have been taken before; a key that exists is refused by the database."""
    rows = [
        (
            one.key[:120],
            "notify",
            one.user,
            one.prospect,
            {"kind": one.kind, "text": one.text},
            now,
            now,
            0,
            "",
        )
        for one in items
    ]
    bulk.insert(Effect, EFFECT, rows)


def deliver(*, now: datetime, limit: int = 500) -> int:
    """Turn due effects into what people see, each in the transaction that marks it done."""
    locked = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    with transaction.atomic():
        due = whole_rows(Effect, DUE + locked, [connection.ops.adapt_datetimefield_value(now), limit])
        if not due:
            return 0
        chosen = notices.chosen({one.user_id for one in due})
        bulk.insert(
            Notification, ("effect_id", "user_id", "prospect_id", "at", "kind", "text", "read_at"),
            [(one.id, one.user_id, one.prospect_id, now, one.body["kind"], one.body["text"],
              now if is_muted(one, chosen) else None) for one in due],
        )  # fmt: skip
        ring(due, chosen, now=now)
        bulk.update(Effect, ("due_at", "done_at"), [(None, now, one.id) for one in due])
        return len(due)
