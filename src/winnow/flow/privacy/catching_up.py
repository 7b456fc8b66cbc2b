"""After a restore, and on each machine: what the ledger remembers and this database does not is done again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from winnow.correspondence import actions as mails
from winnow.correspondence.models import Suppression
from winnow.correspondence.words import Cause, Scope
from winnow.flow import measuring
from winnow.flow.privacy import ledger, silence
from winnow.flow.privacy.erasing import erase_in, overwrite
from winnow.privacy import actions, queries
from winnow.privacy.ledger import Told, standing
from winnow.privacy.words import Ledger
from winnow.prospects.models import Identity, Person

PIECE = 200  # persons erased in one transaction
SCOPES = {
    Ledger.NO_CONTACT: (Scope.EVERYTHING, Cause.ASKED),
    Ledger.NO_MAIL: (Scope.EVERYTHING, Cause.COMPLAINED),
    Ledger.NO_MARKETING: (Scope.MARKETING, Cause.UNSUBSCRIBED),
}


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """How many lines were new to the database, and what followed from them."""

    lines: int = 0
    erased: int = 0
    silenced: int = 0
    suppressed: int = 0


def catch_up(now: datetime) -> CaughtUp:
    """Bring database and file to the same; nobody erased or silent comes back by an older backup."""
    new = ledger.unknown()
    ledger.write_missing()
    if not new:
        return CaughtUp()
    erased = _erase_again([line for line in new if line.kind is Ledger.ERASED], now)
    with transaction.atomic():
        silenced, suppressed = _object_again({line.digest for line in new}, [*queries.told(), *new], now)
        actions.note(new)
    return CaughtUp(len(new), erased, silenced, suppressed)


def _erase_again(lines: Sequence[Told], now: datetime) -> int:
    """By their number and first instant, or by a key, if they were there before they were erased."""
    numbers = {line.number: line.since for line in lines if line.number}
    cards = Person.objects.filter(id__in=numbers, erased_at=None).values_list("id", "created_at")
    found = {number for number, since in cards if numbers[number] == since}
    found |= _by_keys({line.digest: line.at for line in lines if not line.number})
    waiting = sorted(found)
    for start in range(0, len(waiting), PIECE):
        with transaction.atomic():
            erase_in(waiting[start : start + PIECE], now=now, told=False)
    if waiting:
        overwrite()
        measuring.forget()
    return len(waiting)


def _by_keys(digests: Mapping[str, datetime]) -> set[int]:
    if not digests:
        return set()
    rows = Identity.objects.values_list("key", "person_id", "person__created_at")
    return {
        person
        for key, person, since in rows.iterator()
        if (at := digests.get(ledger.digest(key))) and since < at
    }


def _object_again(digests: Iterable[str], lines: Sequence[Told], now: datetime) -> tuple[int, int]:
    """What holds of these digests now holds here, too, or no more if it was lifted."""
    holds = {digest: wishes for digest, wishes in standing(lines).items() if digest in set(digests)}
    if not holds:
        return 0, 0
    persons: dict[str, set[int]] = defaultdict(set)
    for key, person in Identity.objects.values_list("key", "person_id").iterator():
        persons[ledger.digest(key)].add(person)
    silent = {
        one for digest, wishes in holds.items() if Ledger.NO_CONTACT in wishes for one in persons[digest]
    }
    free = {one for digest, wishes in holds.items() if not wishes for one in persons[digest]}
    Person.objects.filter(id__in=free - silent).update(do_not_contact_at=None)
    count = Person.objects.filter(id__in=silent, do_not_contact_at=None).update(do_not_contact_at=now)
    silence.stop_mail(silent)
    silence.end(silent, "They had asked not to be contacted before this backup was restored.", now=now)
    return count, sum(_suppress(digest, wishes, now) for digest, wishes in holds.items())


def _suppress(digest: str, wishes: frozenset[Ledger], now: datetime) -> int:
    causes = [cause for _, cause in SCOPES.values()]
    if not wishes:
        Suppression.objects.filter(digest=digest, cause__in=causes, lifted_at=None).update(lifted_at=now)
        return 0
    return sum(mails.suppress("", *SCOPES[wish], now=now, key=digest) for wish in wishes)
