"""Hosted forms: who writes them, and how one speaks for its campaign."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from winnow.intake.models import Form
from winnow.intake.posted import Speaks
from winnow.people.models import User
from winnow.prospects.models import Event
from winnow.prospects.words import Channel

SET_BY_PEOPLE = ("slug", "title", "intro", "thanks", "channel", "campaign", "consent_text", "web_to_lead_id")


class NotSaved(Exception):
    """A form was not written; the message says why and what to do."""


def create(fields: Mapping[str, Any], *, by: User | None, now: datetime) -> Form:
    """A new form, open at once. Raises NotSaved if its address is taken."""
    form = Form(created_at=now)
    return _write(form, fields, "form_created", by, now)


def edit(form: Form, fields: Mapping[str, Any], *, by: User | None, now: datetime) -> Form:
    """Raises NotSaved if its new address is taken."""
    return _write(form, fields, "form_changed", by, now)


def set_open(form: Form, is_open: bool, *, by: User | None, now: datetime) -> Form:
    """Close a form, or open it again."""
    if form.is_open != is_open:
        with transaction.atomic():
            form.is_open = is_open
            form.save(update_fields=["is_open"])
            _record("form_opened" if is_open else "form_closed", form, by, now, {})
    return form


def speaks(form: Form) -> Speaks:
    campaign = form.campaign.name if form.campaign else ""
    return Speaks(form.slug, Channel(form.channel), campaign, form.consent_text)


def _write(form: Form, fields: Mapping[str, Any], kind: str, by: User | None, now: datetime) -> Form:
    changed = {key: str(fields[key] or "") for key in SET_BY_PEOPLE if key in fields}
    for key in changed:
        setattr(form, key, fields[key])
    if form.web_to_lead_id and _is_taken(form):
        raise NotSaved("Another form has this Web-to-Lead id. Each needs its own.")
    try:
        with transaction.atomic():
            form.save()
            _record(kind, form, by, now, changed)
    except IntegrityError:
        raise NotSaved(f"There is a form at /f/{form.slug}/ already. Choose another address.") from None
    return form


def _is_taken(form: Form) -> bool:
    return Form.objects.filter(web_to_lead_id=form.web_to_lead_id).exclude(pk=form.pk).exists()


def _record(kind: str, form: Form, by: User | None, now: datetime, data: Mapping[str, Any]) -> None:
    Event.objects.create(
        at=now,
        kind=kind,
        actor=by,
        by="user" if by else "door",
        data={"form": form.pk, "slug": form.slug, **data},
    )
