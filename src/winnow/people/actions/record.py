"""What is kept of every change to people and keys: an Event with what was before and after, and no secret."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from winnow.people.models import User


class NotDone(Exception):
    """A change was refused and nothing was written; the message says why and what to do."""


def record(kind: str, *, by: "User | None", now: datetime, reason: str = "", **data: Any) -> None:
    """Append one Event that concerns no prospect; without a person it came from the command line."""
    # Events belong to `prospects`, which knows people; people know that table by its name only.
    apps.get_model("prospects", "Event")._default_manager.create(
        at=now, kind=kind, actor=by, by="user" if by else "door", reason=reason, data=data
    )


def change(row: models.Model, changes: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set what differs and store it; returns each changed field with its value before and after."""
    changed: dict[str, list[Any]] = {}
    for field, after in changes.items():
        before = getattr(row, field)
        if before != after:
            setattr(row, field, after)
            changed[field] = [_plain(before), _plain(after)]
    if changed:
        row.save(update_fields=list(changed))
    return changed


def known_zone(name: str) -> None:
    """Raises `NotDone` for what is no time zone."""
    if name not in available_timezones():
        raise NotDone(f"{name!r} is no time zone. Write it as in Europe/Berlin or America/New_York.")


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    return str(value) if isinstance(value, Decimal | date) else value
