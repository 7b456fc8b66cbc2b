"""Changing a person's card by hand: what is known, by which keys they are known again, and the record of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from winnow.prospects import transitions
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Company, Identity, Person
from winnow.prospects.transitions import Actor, Change

CARD = ("name", "email", "mail_kind", "phone", "title", "industry", "country", "city", "language", "timezone")


class Taken(Exception):
    """A key of the changed card belongs to another person; `person` is who, and a merge may be what is meant."""

    def __init__(self, person: int, key: str) -> None:
        super().__init__(f"Somebody else is known by {key.partition(':')[2].replace('|', ' at ')} already.")
        self.person = person


@dataclass(frozen=True, slots=True)
class Edit:
    """The whole card as it shall be, cleaned; `keys` are the identity keys that follow from it."""

    prospect: int
    card: Mapping[str, str]
    keys: Sequence[str]
    company_key: str = ""  # "" leaves the person without a company
    company: str = ""
    domain: str = ""
    reason: str = ""
    gone: Sequence[str] = field(default_factory=tuple)  # keys of what was replaced


def edit(one: Edit, *, now: datetime, version: int, actor: Actor) -> dict[str, tuple[str, str]]:
    """Write the card and an Event with before and after; nothing if nothing changes. Raises Taken."""
    with transaction.atomic():
        row = transitions.lock([one.prospect])[one.prospect]
        person = Person.objects.select_related("company").get(id=row.person_id)
        _claim(person, one)
        company = _company(one, now)
        changed = _changes(person, one, company)
        if not changed:
            return {}
        for name in CARD:
            setattr(person, name, one.card.get(name, getattr(person, name)))
        person.company = company
        person.save()
        change = Change(
            row.id, Kind.EDITED, now, one.reason, also={"company_id": company.id if company else None},
            data={"edited": changed},
        )  # fmt: skip
        transitions.apply([change], actor=actor, version=version, rows={row.id: row})
        return changed


def strike(wrong: Mapping[int, str]) -> dict[int, str]:
    """Take the phone or e-mail that does not reach each person off their card; returns what it was.

    Who else has that number is not them: the key goes. An address that bounced still tells who writes from it.
    The caller writes the Event, in the same transaction.
    """
    struck: dict[int, str] = {}
    if not wrong:
        return struck
    for person in Person.objects.filter(id__in=wrong).order_by("id"):
        way = wrong[person.pk]
        if not getattr(person, way):
            continue
        struck[person.pk] = getattr(person, way)
        if way == "phone":
            Identity.objects.filter(key=f"p:{person.phone}", person=person).delete()
        else:
            person.mail_kind = ""
        setattr(person, way, "")
        person.save(update_fields=["phone", "email", "mail_kind"])
    return struck


def _claim(person: Person, one: Edit) -> None:
    """The new keys become theirs, those of replaced values are given up."""
    held = _held(person, one.keys)
    Identity.objects.filter(key__in=one.gone, person=person).delete()
    new = [
        Identity(key=key, person=person) for key in sorted(set(one.keys) - held)
    ]  # in one order: no deadlock
    try:
        with transaction.atomic():
            Identity.objects.bulk_create(new)
    except IntegrityError:
        _held(person, one.keys)  # whose they became at this very moment
        raise


def _held(person: Person, keys: Sequence[str]) -> set[str]:
    """Those that are theirs already. Raises Taken for one that is somebody else's."""
    held = dict(Identity.objects.filter(key__in=keys).values_list("key", "person_id"))
    for key in keys:
        if held.get(key, person.id) != person.id:
            raise Taken(held[key], key)
    return set(held)


def _company(one: Edit, now: datetime) -> Company | None:
    if not one.company_key:
        return None
    name = (one.company or one.domain)[:510]
    made = {"name": name, "domain": one.domain, "country": one.card.get("country", ""), "created_at": now}
    return Company.objects.get_or_create(key=one.company_key, defaults=made)[0]


def _changes(person: Person, one: Edit, company: Company | None) -> dict[str, tuple[str, str]]:
    pairs = {name: (getattr(person, name), one.card.get(name, getattr(person, name))) for name in CARD}
    pairs["company"] = (str(person.company or ""), str(company or ""))
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
