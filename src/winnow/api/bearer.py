"""Bearer tokens: who calls, and whether they may do this."""

from dataclasses import dataclass

from winnow.api.problems import Problem
from winnow.people.actions.keys import hashed
from winnow.people.models import Token

KNOWN_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Caller:
    """A token as it was when it was looked up."""

    id: int
    digest: str
    scopes: frozenset[str]


_known: dict[str, Caller] = {}


def caller(authorization: str, scope: str) -> Caller:
    """Who holds the token in this header. Raises Problem: 401 without a living one, 403 without the scope.

    What was looked up is remembered to spare the next request's look-up; so whoever writes for it must ask again
    whether the token lives, in the transaction that writes (`Work.token`), and `forget` it if it does not.
    """
    digest = digest_of(authorization)
    found = _known.get(digest) or _look_up(digest)
    if scope not in found.scopes:
        raise Problem(403, f"This token may not do this: it lacks the scope “{scope}”. Make one that has it.")
    return found


def is_known(authorization: str) -> bool:
    """Whether `caller` can tell without asking the database."""
    return hashed(authorization.partition(" ")[2].strip()) in _known


def digest_of(authorization: str) -> str:
    """The digest of the token that the header shows. Raises Problem (401) if it shows none."""
    kind, _, text = authorization.partition(" ")
    if kind.lower() != "bearer" or not text.strip():
        raise unauthorised("Send your token in the header: “Authorization: Bearer wn_…”.")
    return hashed(text.strip())


def forget(digest: str) -> None:
    _known.pop(digest, None)


def unauthorised(
    detail: str = "This token is unknown or has been revoked. Ask an admin for a new one.",
) -> Problem:
    return Problem(401, detail, headers={"WWW-Authenticate": 'Bearer realm="Winnow"'})


def living_token(digest: str) -> Token:
    """The token's row. Raises Problem (401) if it is unknown, revoked, or of somebody who left."""
    token = Token.objects.select_related("user__team").filter(hash=digest, revoked_at=None).first()
    if token is None or (token.user and not token.user.is_active):
        raise unauthorised()
    return token


def _look_up(digest: str) -> Caller:
    token = living_token(digest)
    if len(_known) >= KNOWN_AT_MOST:
        _known.clear()
    return _known.setdefault(digest, Caller(token.pk, digest, frozenset(token.scopes)))
