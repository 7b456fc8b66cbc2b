"""The only writers of procedure versions."""

from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from winnow.procedure.extras import usable_here
from winnow.procedure.models import Version

if TYPE_CHECKING:
    from winnow.people.models import User


class NotPublished(Exception):
    """A text was not put in force; the message says why and what to do."""


def publish(text: str, *, now: datetime, by: "User | None", reason: str) -> Version:
    """Put a text in force from `now`.

    Raises `ProcedureErrors` with all its mistakes, `NotPublished` if it is refused for another reason.
    """
    usable_here(text)
    if not reason.strip():
        raise NotPublished("Say in a few words why the procedure changes; the reason is kept with it.")
    try:
        with transaction.atomic():
            return _append(text, now=now, by=by, reason=reason.strip())
    except IntegrityError as error:
        raise NotPublished(
            "Somebody published another version at the same moment. Look at it, then publish again."
        ) from error


def take_back_all() -> None:
    """Before anything was decided under them: forget all versions, so that the first can begin earlier."""
    Version.objects.all().delete()


def ensure_default(now: datetime) -> Version:
    """The newest version; if there is none, the procedure that ships is put in force as version 1."""
    newest = Version.objects.order_by("-number").first()
    return newest or publish(default_text(), now=now, by=None, reason="The procedure that Winnow ships with")


def default_text() -> str:
    return files("winnow.procedure").joinpath("default.toml").read_text(encoding="utf-8")


def _append(text: str, *, now: datetime, by: "User | None", reason: str) -> Version:
    newest = Version.objects.select_for_update().order_by("-number").first()
    if newest and newest.text == text:
        raise NotPublished(
            f"This is word for word version {newest.number}, which is in force: nothing to do."
        )
    if newest and now < newest.published_at:
        raise NotPublished(
            f"Version {newest.number} is in force since {newest.published_at:%Y-%m-%d %H:%M} UTC, later than "
            "this publication's instant: a version cannot be backdated."
        )
    return Version.objects.create(
        number=newest.number + 1 if newest else 1,
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        published_at=now,
        published_by=by,
        reason=reason,
    )
