"""Why we may write to people, each for a purpose: written down, withdrawn. Merged rows are one person."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from winnow.correspondence.models import Mail
from winnow.correspondence.words import Status
from winnow.flow.scene import Refused
from winnow.intake.arrival import Arrival
from winnow.people.models import User
from winnow.privacy import actions, queries
from winnow.privacy.grounds import Noted, Standing, ground_of, standing
from winnow.privacy.models import Basis
from winnow.privacy.words import Ground, Purpose, Source
from winnow.prospects import bulk
from winnow.prospects.models import Event
from winnow.prospects.queries import family

SILENT = 'SELECT "id" FROM "prospects_person" WHERE "do_not_contact_at" IS NOT NULL AND "id" {among}'
COLUMNS = ("person_id", "purpose", "ground", "words", "source", "inquiry_id", "at", "withdrawn_why")


def standings(
    persons: Collection[int], purpose: Purpose, otherwise: str = "", tops: Mapping[int, int] | None = None
) -> dict[int, Standing]:
    """What holds for each; `otherwise` where nothing was ever written down. `tops` is their family, if known."""
    tops = family(persons) if tops is None else tops
    noted: dict[int, list[Noted]] = defaultdict(list)
    for person, rows in queries.bases(tops, purpose).items():
        noted[tops[person]] += [Noted(row.at, row.words, row.withdrawn_at is not None) for row in rows]
    return {person: standing(noted[tops.get(person, person)], otherwise) for person in persons}


def silent_among(persons: Collection[int], tops: Mapping[int, int] | None = None) -> set[int]:
    """Those who asked not to be contacted, they or a row that merges made theirs. `tops` is their family, if known."""
    tops = family(persons) if tops is None else tops
    silent = {tops[one] for (one,) in bulk.look_up(SILENT, tops)}
    return {person for person in persons if tops.get(person) in silent}


def withdrawn_among(mails: Sequence[Mail], tops: Mapping[int, int] | None = None) -> set[tuple[str, int]]:
    """For which purpose which of the persons of these mails withdrew what it rested on."""
    found: set[tuple[str, int]] = set()
    for purpose in {one.purpose for one in mails if one.purpose}:
        persons = {one.person_id for one in mails if one.purpose == purpose and one.person_id}
        rests = standings(persons, Purpose(purpose), tops=tops)
        found |= {(purpose, person) for person, one in rests.items() if one.withdrawn}
    return found


def note_inquired(arrivals: Sequence[Arrival], *, now: datetime, imported: bool) -> None:
    """What inquiries say of why we may write, in the transaction that takes them in."""
    source = Source.IMPORT if imported else Source.INQUIRY
    rows = [
        (
            one.person, Purpose.MARKETING, ground_of(one.clean.consent_basis), one.clean.consent_basis[:300], source,
            one.inquiry, min(one.at, now), "",
        )
        for one in arrivals
        if one.clean.consent_basis
    ]  # fmt: skip
    if rows:
        bulk.insert(Basis, COLUMNS, rows)


def note(person: int, purpose: Purpose, ground: Ground, words: str, *, by: User, now: datetime) -> None:
    """One of us writes down why we may. Raises Refused without words, or against their own wish."""
    if not words.strip():
        raise Refused("Say what it rests on: what they agreed to, when and how.")
    if person in silent_among([person]):
        raise Refused("They asked not to be contacted. Only they themselves can change that.")
    with transaction.atomic():
        _found(person, purpose, ground, words, Source.PERSON, now, by)
        _record("basis_noted", person, purpose, by, now)


def allow(person: int, purpose: Purpose, *, now: datetime) -> None:
    """They said so themselves, on the page under a mail; in the caller's transaction."""
    words = "They said so themselves, on the page under a mail of ours."
    _found(person, purpose, Ground.CONSENT, words, Source.PAGE, now, None)


def withdraw(
    person: int,
    purpose: Purpose,
    *,
    why: str,
    now: datetime,
    by: User | None = None,
    source: Source = Source.PERSON,
) -> bool:
    """Nothing of that purpose goes out from now on, and what waits is not sent; False if that was so already."""
    if not why.strip():
        raise Refused("Say who withdrew it, and how.")
    with transaction.atomic():
        persons = list(family([person]))
        known = Basis.objects.filter(person__in=persons, purpose=purpose).exists()
        if not known:  # nothing was written down: from now on it is that they do not want it
            _found(person, purpose, Ground.LEGITIMATE_INTEREST, "As the procedure says.", source, now, by)
        new = actions.withdraw(persons, purpose, now=now, why=why.strip(), by=by)
        waiting = Mail.objects.filter(person__in=persons, purpose=purpose, status=Status.WAITING)
        waiting.update(status=Status.STOPPED, due_at=None, error="They withdrew that we may write to them.")
        _record("basis_withdrawn", person, purpose, by, now)
        return bool(new)


def _found(
    person: int, purpose: Purpose, ground: Ground, words: str, source: Source, now: datetime, by: User | None
) -> None:
    row = Basis(person_id=person, purpose=purpose, ground=ground, source=source, at=now, by=by)
    row.words = words.strip()[:300]
    actions.found([row])


def _record(kind: str, person: int, purpose: Purpose, by: User | None, now: datetime) -> None:
    data: Mapping[str, object] = {"person": person, "purpose": purpose}
    Event.objects.create(at=now, kind=kind, actor=by, by="user" if by else "door", data=dict(data))
