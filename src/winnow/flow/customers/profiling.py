"""The ideal profile from the company's own customers: only what stood in their first inquiry is looked at."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from winnow.customers.models import Customer, Told
from winnow.customers.profile import Known, Profile, learn
from winnow.customers.quarters import Quarter
from winnow.customers.spending import accounts, first_inquiries, newest_told
from winnow.customers.words import Reached
from winnow.intake.clean_countries import country_code
from winnow.intake.presets import suggest
from winnow.procedure.queries import in_force

PROPERTIES = frozenset(
    {"country", "title", "industry", "language", "city"}
)  # of the fields that are known by name
FAR = {Reached.YES.value: 1.0, Reached.PARTLY.value: 0.5, Reached.NO.value: 0.0}
LAST = timedelta(days=1095)
LONGEST = 80  # characters; longer cells are texts


def profile(now: datetime) -> Profile:
    """Learned from customers of three years whose time and margins are known."""
    procedure = in_force(now)[1]
    found = accounts(Customer.objects.all(), [Quarter(now - LAST, "")], now, procedure.company.currency)
    judged = {one.customer: one.since(1) for one in found if not one.is_young}
    known = {pk: spent for pk, spent in judged.items() if spent.minutes and not spent.unknown}
    first, far = first_inquiries(list(known)), newest_told(list(known))
    rows = [
        Known(_properties(*first[pk]), spent.hours, spent.margin, FAR.get(far.get(pk, "")))
        for pk, spent in known.items()
        if pk in first
    ]
    return learn(rows, procedure.customers.fewest)


def named_columns(headers: tuple[str, ...]) -> dict[str, str]:
    """Column and property: fields that are known by name, and all others under their own name; contacts left out."""
    fields = {column: name for name, column in suggest(headers).mapping.items()}
    return {
        column: fields.get(column, column.casefold())
        for column in headers
        if column not in fields or fields[column] in PROPERTIES
    }


def cell(name: str, text: str) -> str:
    """A cell as a property: a country as its code, a text as nothing."""
    text = text.strip()
    return "" if len(text) > LONGEST else country_code(text) or text if name == "country" else text


def _properties(channel: str, country: str, title: str, payload: Any) -> Mapping[str, str]:
    given = payload if isinstance(payload, dict) else {}
    plain = {str(key): str(value) for key, value in given.items() if isinstance(value, str | int | float)}
    columns = named_columns(tuple(plain))
    found = {name: cell(name, plain[column]) for column, name in columns.items()}
    return {**found, "country": country or found.get("country", ""), "title": title or found.get("title", "")}


def reasons(texts: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """Which outcomes of ours customers name: text, how many did, and how many of them reached it."""
    newest = {
        (customer, outcome): far
        for customer, outcome, far in Told.objects.exclude(outcome="")
        .order_by("at", "pk")
        .values_list("customer_id", "outcome", "reached")
    }
    named = Counter(outcome for _, outcome in newest)
    got = Counter(outcome for (_, outcome), far in newest.items() if far == Reached.YES)
    return [(texts.get(key, key), count, got[key]) for key, count in named.most_common()]
