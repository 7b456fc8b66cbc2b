"""What opens doors: one-time links for people, tokens for machines. Only hashes of them are kept."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from winnow.people.actions.record import NotDone, record
from winnow.people.models import SignInLink, Token, User

TOKEN_START = "wn_"  # noqa: S105 - says what it is, so that leaked ones are found
SCOPES = {
    "intake": "Send inquiries in",
    "read": "Read prospects, inquiries, events and offers",
    "offer": "Make offers and take them back, in the name of its person",
}
RANDOM_BYTES = 32


def hashed(secret: str) -> str:
    """What is stored of a secret: 256 random bits need no slow hash."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_link(user: User, *, now: datetime, hours: float = 24, by: User | None = None) -> str:
    """The secret of a new one-time sign-in link; their older ones die. `NotDone` if deactivated."""
    if not user.is_active:
        raise NotDone(f"{user.name} is deactivated. Let them in again first.")
    SignInLink.objects.filter(user=user, used_at=None).update(used_at=now)
    secret = secrets.token_urlsafe(RANDOM_BYTES)
    ends = now + timedelta(hours=hours)
    SignInLink.objects.create(user=user, hash=hashed(secret), created_at=now, expires_at=ends)
    record("link_made", by=by, now=now, person=user.pk, name=user.name, expires_at=ends.isoformat())
    return secret


@transaction.atomic
def use_link(secret: str, *, now: datetime) -> User | None:
    """Whom the link lets in, or None; of two that use it at once, one gets in."""
    usable = SignInLink.objects.filter(
        hash=hashed(secret), used_at=None, expires_at__gt=now, user__is_active=True
    )
    user = User.objects.filter(links__in=usable).first()
    if not user or not SignInLink.objects.filter(hash=hashed(secret), used_at=None).update(used_at=now):
        return None
    record("link_used", by=user, now=now, person=user.pk, name=user.name)
    return user


@transaction.atomic
def create_token(name: str, scopes: Sequence[str], *, user: User | None, now: datetime) -> tuple[str, Token]:
    """A machine's new token, told this once, and its row. Raises `NotDone` for an unknown scope."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise NotDone(f"{', '.join(unknown) or 'Nothing'} is no scope. Scopes are {', '.join(SCOPES)}.")
    secret = TOKEN_START + secrets.token_urlsafe(RANDOM_BYTES)
    token = Token.objects.create(
        name=name.strip() or "unnamed",
        hash=hashed(secret),
        prefix=secret[:9],
        scopes=sorted(set(scopes)),
        user=user,
        created_at=now,
    )
    record("token_created", by=user, now=now, token=token.pk, name=token.name, scopes=token.scopes)
    return secret, token


@transaction.atomic
def revoke_token(token: Token, *, by: User | None, now: datetime) -> Token:
    """It opens nothing from this instant on; revoking twice changes nothing."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        record("token_revoked", by=by, now=now, token=token.pk, name=token.name)
    token.refresh_from_db()
    return token


@transaction.atomic
def end_sessions(user: User, *, by: User | None, now: datetime) -> int:
    """Sign somebody out everywhere; returns how many sessions ended."""
    from allauth.usersessions.models import UserSession

    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    record("sessions_ended", by=by, now=now, person=user.pk, name=user.name, sessions=len(sessions))
    return len(sessions)


@transaction.atomic
def drop_second_factors(user: User, *, by: User | None, now: datetime) -> int:
    """For somebody who lost the telephone: back to the password alone; returns how many were dropped."""
    from allauth.mfa.models import Authenticator

    dropped: int = Authenticator.objects.filter(user=user).delete()[0]
    record("second_factors_dropped", by=by, now=now, person=user.pk, name=user.name, factors=dropped)
    return dropped
