"""Finding prospects by what people remember of them: through the indexed keys, never by reading everything."""

from django.db import connection
from django.db.models import Q, QuerySet

from winnow.intake.clean_names import folded_company
from winnow.intake.clean_phone import read
from winnow.intake.clean_text import folded
from winnow.prospects.models import Company, Identity, Person

MOST = 500  # persons and companies that one search looks through
LAST = "\U0010ffff"


def matching(text: str, country: str = "DE") -> Q:
    """A condition on prospects: e-mail, phone, name or company that begin like this, or the number of one."""
    text = text.strip()[:120]
    if not text:
        return Q()
    number = Q(id=int(text)) if text.isdecimal() and len(text) < 12 else Q()
    if "@" in text:
        return Q(person_id__in=_persons(f"e:{text.lower()}"))
    digits = "".join(sign for sign in text if sign.isdigit())
    if digits and not any(sign.isalpha() for sign in text):
        phone = read(text, country)
        start = phone.number if phone else f"+{digits}" if text.startswith("+") else ""
        found = Q(person_id__in=_persons(f"p:{start}") if start else [])
        return found | number if number else found
    return _by_words(text)


def _by_words(text: str) -> Q:
    """Whose name or company begins so; also an e-mail address or a domain."""
    persons = {*_persons(f"e:{text.lower()}"), *_persons(f"n:{' '.join(sorted(folded(text).split()))}")}
    persons |= {*_ids(Person.objects.filter(name__istartswith=text), MOST)}
    by_surname = Person.objects.filter(name__icontains=f" {text}")
    persons |= {*_ids(by_surname, MOST)} if len(persons) < MOST else set()
    firms = {*_ids(_starting(Company.objects.all(), "key", text.lower()), MOST)}
    firms |= {*_ids(Company.objects.filter(name__istartswith=text), MOST)}
    named = folded_company(text)
    firms |= {*_ids(_starting(Company.objects.all(), "key", f"n:{named}"), MOST)} if named else set()
    return Q(person_id__in=persons) | Q(company_id__in=firms)


def _persons(start: str) -> list[int]:
    return list(_starting(Identity.objects.all(), "key", start).values_list("person_id", flat=True)[:MOST])


def _ids(rows: QuerySet, most: int) -> list[int]:
    return list(rows.values_list("id", flat=True)[:most])


def _starting(rows: QuerySet, column: str, start: str) -> QuerySet:
    """Rows whose key begins so, by the index: a range on SQLite, LIKE with its own index on PostgreSQL."""
    if connection.vendor == "sqlite":
        return rows.filter(**{f"{column}__gte": start, f"{column}__lt": start + LAST})
    return rows.filter(**{f"{column}__startswith": start})
