"""The writers of the correspondence, in the caller's transaction."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import IntegrityError, transaction

from winnow.correspondence.models import Attachment, LogAddress, Mail, Server, Suppression
from winnow.correspondence.queries import digest
from winnow.correspondence.reading import Part
from winnow.correspondence.words import Cause, Scope, Status
from winnow.people.models import User
from winnow.prospects import bulk

COLUMNS = tuple(str(one.column) for one in Mail._meta.concrete_fields)


def write(mails: Sequence[Mail]) -> None:
    """New mails; those that have no number yet get theirs."""
    unnumbered = [one for one in mails if one.pk is None]
    for one, number in zip(unnumbered, bulk.reserve(Mail, len(unnumbered)), strict=True):
        one.pk = number
    bulk.insert(Mail, COLUMNS, [tuple(getattr(one, name) for name in COLUMNS) for one in mails])


def attach(mail: Mail, parts: Sequence[Part]) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            mail=mail, name=one.name, media_type=one.media_type, size=len(one.content), content=one.content
        )
        for one in parts
    )


def suppress(
    address: str, scope: Scope, cause: Cause, *, now: datetime, note: str = "", by: User | None = None,
    key: str = "",
) -> bool:  # fmt: skip
    """From this instant on the address gets no more of it; False if that was so already, for the same cause."""
    known = Suppression.objects.filter(digest=key or digest(address), cause=cause, lifted_at=None)
    if known.update(scope=scope) if scope is Scope.EVERYTHING else known.exists():
        return False
    try:
        with transaction.atomic():
            Suppression.objects.create(
                digest=key or digest(address), address=address.lower(), scope=scope, cause=cause, note=note[:300],
                at=now, by=by,
            )  # fmt: skip
    except IntegrityError:
        return False  # somebody else said the same at this moment
    return True


def lift(address_digest: str, causes: Sequence[Cause], *, now: datetime, by: User | None = None) -> int:
    """The address gets mail again, as far as these causes stood in the way."""
    rows = Suppression.objects.filter(digest=address_digest, cause__in=causes, lifted_at=None)
    return rows.update(lifted_at=now, lifted_by=by)


def new_log_word(user: User, *, now: datetime) -> str:
    """The secret word of a new address for copies, told this once; the one before opens nothing any more."""
    LogAddress.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    word = base64.b32encode(secrets.token_bytes(20)).decode().lower()
    LogAddress.objects.create(user=user, hash=sha256(word.encode()).hexdigest(), created_at=now)
    return word


def save_server(server: Server, password: str | None) -> None:
    """Write where mail goes out or comes in; a `password` of None keeps the one that is there."""
    if password is not None:
        server.password = _cipher().encrypt(password.encode()).decode() if password else ""
    server.error, server.failures, server.rest_until = "", 0, None
    server.save()


def password_of(server: Server) -> str:
    """Only for signing in there. Raises ValueError if the secret of this installation is another one now."""
    try:
        return _cipher().decrypt(server.password.encode()).decode() if server.password else ""
    except InvalidToken:
        raise ValueError("The password cannot be read any more: enter it again.") from None


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(b"winnow.mail" + settings.SECRET_KEY.encode()).digest()))


def stop(mails: Sequence[int], why: str) -> int:
    """Those of these mails that still wait are not sent; returns how many."""
    if not mails:
        return 0
    rows = Mail.objects.filter(id__in=mails, status=Status.WAITING)
    return rows.update(status=Status.STOPPED, due_at=None, error=why)
