"""All that belongs to one human being: every row that merges made theirs, and the texts by which they are found."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from winnow.intake.clean_keys import identity_keys
from winnow.people.rights import Rows
from winnow.prospects.models import Company, Identity, Person, Prospect
from winnow.prospects.queries import family


@dataclass(frozen=True, slots=True)
class Whose:
    """`keys` are identity keys, also of addresses on the card only; `companies` those of nobody else."""

    persons: tuple[int, ...]
    prospects: tuple[int, ...]
    keys: frozenset[str]
    addresses: frozenset[str]
    names: frozenset[str]
    companies: tuple[int, ...]


def whose(persons: Collection[int]) -> Whose:
    """Everything of these persons and of those that merges made one with them."""
    numbers = tuple(sorted(family(persons)))
    cards = list(Person.objects.filter(id__in=numbers).select_related("company"))
    keys = set(Identity.objects.filter(person__in=numbers).values_list("key", flat=True))
    for card in cards:
        firm = (card.company.domain, card.company.name) if card.company else ("", "")
        keys |= set(identity_keys("", "", card.email, card.phone, card.name, *firm))
    addresses = {key[2:] for key in keys if key.startswith("e:")} | {card.email.lower() for card in cards}
    prospects = Prospect.objects.filter(person__in=numbers).values_list("id", flat=True)
    names = {card.name for card in cards if " " in card.name} | {card.phone for card in cards if card.phone}
    return Whose(
        numbers,
        tuple(prospects),
        frozenset(keys),
        frozenset(addresses - {""}),
        frozenset(names),
        tuple(_alone(numbers, cards)),
    )


def _alone(persons: Collection[int], cards: Iterable[Person]) -> list[int]:
    """Companies of which nobody else is known: one person's firm may bear their name."""
    firms = {card.company_id for card in cards if card.company_id}
    firms |= set(
        Prospect.objects.filter(person__in=persons, company__isnull=False).values_list("company", flat=True)
    )
    shared = set(
        Person.objects.filter(company__in=firms).exclude(id__in=persons).values_list("company", flat=True)
    )
    return sorted(Company.objects.filter(id__in=firms - shared).values_list("id", flat=True))


def rows_of(table: Rows, who: Whose) -> QuerySet[Any]:
    """The rows of a table that lead to them."""
    found = Q()
    for path in table.of:
        last = path.rpartition("__")[2]
        found |= Q(**{f"{path}__in": who.prospects if last in ("prospect", "opportunity") else who.persons})
    rows: Any = apps.get_model(table.table)._default_manager
    led: QuerySet[Any] = rows.filter(found) if table.of else rows.none()
    return led


def rows_naming(table: Rows, who: Whose) -> QuerySet[Any]:
    """The rows of a table that lead to nobody, in which a name or an address of theirs stands."""
    found, leading = Q(), {f"{path}__isnull": True for path in table.of}
    rows = apps.get_model(table.table)._default_manager.filter(**leading)
    texts = who.addresses | who.names
    for column in table.named_in:
        for text in texts:
            found |= Q(**{f"{column}__icontains": text})
    named: QuerySet[Any] = rows.filter(found) if texts and table.named_in else rows.none()
    return named


def named(text: str) -> Person | None:
    """Who has this address, phone number, or number here; the card that stands for all that was merged into it."""
    said = text.strip()
    keys = [f"e:{said.lower()}", f"p:{said.replace(' ', '')}"]
    number = Identity.objects.filter(key__in=keys).values_list("person", flat=True).first()
    number = number or (int(said) if said.isdecimal() else 0)
    top = family([number]).get(number, 0)
    return Person.objects.filter(id=top, erased_at=None).first()
