"""What people say about mail from us: no more of it, or not to be contacted at all. In force with the commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction

from winnow.correspondence import actions, queries
from winnow.correspondence.models import Mail
from winnow.correspondence.words import Cause, Scope
from winnow.flow import owed
from winnow.flow.owed import Owed
from winnow.flow.privacy import ledger, silence
from winnow.flow.privacy.why import allow, silent_among, standings, withdraw
from winnow.flow.scene import Scene
from winnow.privacy.words import Ledger, Purpose, Source
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Person, Prospect
from winnow.prospects.queries import family
from winnow.prospects.transitions import Change
from winnow.route.rules import manager_of

ASKED = "They asked for it themselves, on the page under a mail of ours."
THEMSELVES = "They said so themselves, on the page under a mail of ours."
_SIGNER = signing.Signer(salt="winnow.unsubscribe")


@dataclass(frozen=True, slots=True)
class Wisher:
    """Who follows the link under a mail: a person, at an address of which only the digest is told."""

    person: int
    digest: str


def link_for(person: int, address: str) -> str:
    """Where they say so; "" if Winnow does not know its own address. It works for ever, without signing in."""
    if not settings.PUBLIC_URL:
        return ""
    return f"{settings.PUBLIC_URL.rstrip('/')}/u/{_SIGNER.sign_object([person, queries.digest(address)])}/"


def wisher(token: str) -> Wisher | None:
    """Whom a link was made for; None if it is none of ours."""
    try:
        person, digest = _SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Wisher(int(person), str(digest))


def scopes_of(who: Wisher) -> set[Scope]:
    """What they get no more."""
    rows = queries.suppressions(who.digest)
    found = {Scope(one.scope) for one in rows}
    return found | {Scope.EVERYTHING} if silent_among([who.person]) else found


def wants_silence(who: Wisher) -> bool:
    """Whether they asked for no contact in any way: more than that no mail goes to their address."""
    return bool(silent_among([who.person]))


def stopped(who: Wisher) -> set[Purpose]:
    """For what they are not written to any more."""
    gone = {one for one in Purpose if standings([who.person], one)[who.person].withdrawn}
    scopes = scopes_of(who)
    return set(Purpose) if Scope.EVERYTHING in scopes else gone | ({Purpose.MARKETING} if scopes else set())


def choose(who: Wisher, purpose: Purpose, wanted: bool, *, now: datetime) -> None:
    """They say for what they may be written to; marketing also as by one click."""
    if purpose is Purpose.MARKETING:
        (take_back if wanted else unsubscribe)(who, now=now)
        return
    with transaction.atomic(savepoint=False):
        if wanted:
            allow(_top(who), purpose, now=now)
        else:
            withdraw(_top(who), purpose, why=THEMSELVES, now=now, source=Source.PAGE)


def _top(who: Wisher) -> int:
    """The person whom a merge may have made of them."""
    return family([who.person]).get(who.person, who.person)


def unsubscribe(who: Wisher, *, now: datetime) -> bool:
    """No marketing mail from now on, and what waits is not sent; False if that was so already."""
    with transaction.atomic(savepoint=False):
        address = _address(who)
        new = actions.suppress(address, Scope.MARKETING, Cause.UNSUBSCRIBED, now=now, key=who.digest)
        ledger.note_digests(Ledger.NO_MARKETING, [who.digest], now=now)
        withdrew = withdraw(_top(who), Purpose.MARKETING, why=THEMSELVES, now=now, source=Source.PAGE)
        if new or withdrew:
            _told(who, "They want no more marketing mail (unsubscribed).", now)
        return new or withdrew


def take_back(who: Wisher, *, now: datetime) -> bool:
    """They unsubscribed by mistake."""
    with transaction.atomic(savepoint=False):
        lifted = actions.lift(who.digest, [Cause.UNSUBSCRIBED], now=now)
        if lifted:
            ledger.note_digests(Ledger.LIFTED, [who.digest], now=now)
            allow(_top(who), Purpose.MARKETING, now=now)
            _told(who, "They want marketing mail again.", now)
        return bool(lifted)


def ask_no_contact(who: Wisher, *, now: datetime) -> None:
    """Nobody contacts them any more, in any way: the prospect is closed, and the address gets nothing."""
    with transaction.atomic(savepoint=False):
        actions.suppress(_address(who), Scope.EVERYTHING, Cause.ASKED, now=now, key=who.digest)
        silence.forbid([who.person], now=now)
        silence.stop_mail([who.person])
        for row in silence.end([who.person], ASKED, now=now):
            _tell_manager(row, now)


def _tell_manager(row: Prospect, now: datetime) -> None:
    scene = Scene.of([row.pk], now=now)
    told = f"{scene.person(row.pk)}: {ASKED}"
    who = manager_of(scene.everybody(), row.owner_id)
    owed.owe([Owed(f"asked:{row.pk}:{now.isoformat()}", who, row.pk, "no_contact", told)], now=now)


def _address(who: Wisher) -> str:
    """The address, as far as we still have it."""
    sent = Mail.objects.filter(person_id=who.person, direction="out").values_list("to_address", flat=True)
    card = Person.objects.filter(id=who.person).values_list("email", flat=True)
    return next((one for one in {*sent, *card} if one and queries.digest(one) == who.digest), "")


def _told(who: Wisher, said: str, now: datetime) -> None:
    row = (
        Prospect.objects.filter(person_id=_top(who), merged_into=None, person__erased_at=None)
        .order_by("-id")
        .first()
    )
    if row:
        record(row.pk, said, {}, now=now)


def record(prospect: int, said: str, data: Mapping[str, object], *, now: datetime) -> None:
    """Something about mail that changes nothing but the record."""
    scene = Scene.of([prospect], now=now)
    scene.apply([Change(prospect, Kind.MAILED, now, said, data=data)], scene.actor(None, "door"))
