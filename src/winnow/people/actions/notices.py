"""What people were told, and that they have read it."""

from collections.abc import Sequence
from datetime import datetime

from django.apps import apps
from django.db import transaction

from winnow.people.models import User


@transaction.atomic
def read_notices(user: User, *, now: datetime, only: Sequence[int] | None = None) -> int:
    """Mark a person's own notifications as read, all or these; returns how many were not."""
    # The table belongs to `prospects`, which knows people; people know it by its name only.
    rows = apps.get_model("prospects", "Notification")._default_manager.filter(user=user, read_at=None)
    return rows.filter(pk__in=only).update(read_at=now) if only is not None else rows.update(read_at=now)
