"""Not to be contacted any more: in every way, for the person and all whom merges made one with them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from winnow.correspondence.models import Mail
from winnow.correspondence.words import Status
from winnow.flow.privacy import ledger
from winnow.flow.privacy.whose import whose
from winnow.flow.scene import Scene
from winnow.privacy.models import Line
from winnow.privacy.words import Ledger
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Person, Prospect
from winnow.prospects.queries import family
from winnow.prospects.transitions import Change
from winnow.prospects.words import OPEN_STATES, Outcome, State
from winnow.qualify import actions as qualify

STOPPED = "They asked not to be contacted."


def forbid(persons: Collection[int], *, now: datetime) -> int:
    """They want no contact: it stands on their cards and in the ledger. How many did not say so before."""
    everybody = family(persons)
    silent = Person.objects.filter(id__in=everybody, do_not_contact_at=None).update(do_not_contact_at=now)
    ledger.note(Ledger.NO_CONTACT, whose(everybody).keys, now=now)
    return silent


def allow(persons: Collection[int], *, now: datetime) -> None:
    """It was said by mistake."""
    everybody = family(persons)
    Person.objects.filter(id__in=everybody).update(do_not_contact_at=None)
    ledger.note(Ledger.LIFTED, whose(everybody).keys, now=now)


def asked_since(person: int, since: datetime) -> bool:
    """Whether this card's own person said it after an instant, whatever was said by others before."""
    card = Person.objects.get(id=person)
    digests = [ledger.digest(key) for key in (f"e:{card.email.lower()}", f"p:{card.phone}") if len(key) > 2]
    lines = Line.objects.filter(digest__in=digests, at__gt=since)
    last = lines.filter(kind__in=(Ledger.NO_CONTACT, Ledger.LIFTED)).order_by("-at", "-id").first()
    return last is not None and last.kind == Ledger.NO_CONTACT


def among(persons: Collection[int]) -> set[int]:
    """Those of these cards who want no contact."""
    silent = Person.objects.filter(id__in=persons, do_not_contact_at__isnull=False)
    return set(silent.values_list("id", flat=True))


def stop_mail(persons: Collection[int], why: str = STOPPED) -> int:
    """What waits is not sent."""
    waiting = Mail.objects.filter(person_id__in=family(persons), status=Status.WAITING)
    return waiting.update(status=Status.STOPPED, due_at=None, error=why)


def end(persons: Collection[int], said: str, *, now: datetime, by: int | None = None) -> list[Prospect]:
    """Close what is open of them; the rows as they were before it, with their owners."""
    rows = Prospect.objects.filter(person_id__in=family(persons), merged_into=None, state__in=OPEN_STATES)
    before = list(rows.order_by("id"))
    if not before:
        return []
    numbers = [row.pk for row in before]
    scene = Scene.of(numbers, now=now)
    reason = ended(scene)["outcome_reason"]
    qualify.withdraw(numbers, at=now)
    endings = [
        Change(
            number, Kind.CLOSED, now, said, outcome=Outcome.DO_NOT_CONTACT, outcome_reason=reason,
        )
        for number in numbers
    ]  # fmt: skip
    scene.apply(endings, scene.actor(by, "user" if by else "door"))
    return before


def ended(scene: Scene) -> dict[str, Any]:
    """What a row says that such a wish has closed."""
    reasons = scene.procedure.closing[Outcome.DO_NOT_CONTACT].reasons
    return {
        "state": State.CLOSED, "outcome": Outcome.DO_NOT_CONTACT, "closed_at": scene.now,
        "outcome_reason": reasons[0].key if reasons else "",
    }  # fmt: skip


def last_ending(prospect: int) -> Event | None:
    """The Event that closed it, if it was closed by a wish."""
    ends = Event.objects.filter(
        prospect_id=prospect, kind=Kind.CLOSED, outcome=Outcome.DO_NOT_CONTACT
    ).order_by("-id")
    return ends.first()
