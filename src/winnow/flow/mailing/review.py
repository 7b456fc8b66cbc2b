"""What people decide about mail: held mails dismissed, addresses suppressed and let go again, secret addresses."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from winnow.correspondence import actions, queries
from winnow.correspondence.composing import is_address, wire
from winnow.correspondence.models import Mail, Suppression
from winnow.correspondence.words import Cause, Scope, Status
from winnow.flow.privacy import ledger
from winnow.flow.scene import Refused
from winnow.people.models import User
from winnow.privacy.words import Ledger
from winnow.prospects.models import Event


def dismiss(number: int, *, now: datetime, by: User) -> bool:
    """A held mail that means nothing; kept, but out of sight."""
    with transaction.atomic():
        done = Mail.objects.filter(id=number, status=Status.HELD).update(status=Status.DISMISSED)
        if done:
            _note("mail_dismissed", {"mail": number}, now, by)
        return bool(done)


def suppress(address: str, scope: Scope, note: str, *, now: datetime, by: User | None) -> bool:
    """The address gets no more from this instant on, what waits included. Raises Refused for what is no address."""
    address = address.strip().lower()
    if not is_address(wire(address)):
        raise Refused(f"“{address[:80]}” is no e-mail address.")
    with transaction.atomic():
        new = actions.suppress(address, scope, Cause.BY_HAND, now=now, note=note.strip(), by=by)
        waiting = Mail.objects.filter(to_address__iexact=address, status=Status.WAITING)
        if scope is Scope.MARKETING:
            waiting = waiting.filter(purpose="marketing")
        waiting.update(status=Status.STOPPED, due_at=None, error="The address was suppressed.")
        if new:
            kind = Ledger.NO_MAIL if scope is Scope.EVERYTHING else Ledger.NO_MARKETING
            ledger.note_digests(kind, [queries.digest(address)], now=now)
            _note("mail_suppressed", {"address": queries.digest(address)[:12], "scope": scope}, now, by)
        return new


def lift(number: int, reason: str, *, now: datetime, by: User) -> bool:
    """The address may be written to again, as far as this entry stood in the way. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("Say why it may be written to again.")
    with transaction.atomic():
        row = Suppression.objects.select_for_update().get(id=number)
        if row.lifted_at:
            return False
        row.lifted_at, row.lifted_by = now, by
        row.save(update_fields=["lifted_at", "lifted_by"])
        if row.cause != Cause.BOUNCED:
            ledger.note_digests(Ledger.LIFTED, [row.digest], now=now)
        _note(
            "mail_lifted",
            {"suppression": number, "cause": row.cause, "reason": reason.strip()[:300]},
            now,
            by,
        )
        return True


def new_log_address(user: User, copies_to: str, *, now: datetime) -> str:
    """Their new secret address for copies, told this once. Raises Refused where the procedure names no mailbox."""
    local, _, domain = copies_to.partition("@")
    if not domain:
        raise Refused("The procedure names no mailbox that Winnow reads, so copies would arrive nowhere.")
    with transaction.atomic():
        word = actions.new_log_word(user, now=now)
        _note("log_address_made", {"person": user.pk}, now, user)
    return f"{local}+{word}@{domain}"


def _note(kind: str, data: Mapping[str, Any], now: datetime, by: User | None) -> None:
    Event.objects.create(at=now, kind=kind, actor=by, by="user" if by else "door", data=dict(data))
