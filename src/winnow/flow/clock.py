"""A machine's clock that has leapt is noted, and the admins are told, once for each leap."""

from datetime import datetime, timedelta

from django.db import transaction

from winnow.flow import owed
from winnow.flow.owed import Owed
from winnow.people.models import User
from winnow.prospects.models import Event
from winnow.prospects.words import Role


def leapt(machine: str, leap: timedelta, waits: timedelta, *, now: datetime) -> None:
    """Write an Event and owe each admin a notification; several workers of one machine do so once between them."""
    way = "forward" if leap > timedelta(0) else "back"
    said = f"The clock of {machine} leapt {way} by {_in_words(abs(leap))}, to {now:%Y-%m-%d %H:%M} UTC."
    said += (
        f" If that is wrong, set it right: nothing is escalated on that machine for {_in_words(waits)}."
        if way == "forward"
        else " What had become late stays late; look whether it is right now."
    )
    key = f"clock:{machine[:60]}:{way}:{now:%Y%m%d%H%M}"
    with transaction.atomic():
        admins = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("id")
        told = [Owed(f"{key}:{admin.pk}", admin.pk, None, "clock_leapt", said) for admin in admins]
        if owed.owe(told, now=now) or not told:
            Event.objects.create(at=now, kind="clock_leapt", by="worker", reason=said)


def _in_words(time: timedelta) -> str:
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes else "",
        f"{seconds} s" if seconds else "",
    ]
    return " ".join(part for part in parts if part)
