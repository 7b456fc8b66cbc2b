"""What other systems knew of opportunities: amount, product and seller, brought to prospects that are known."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from winnow import tables
from winnow.deals import actions as deals
from winnow.deals import queries
from winnow.flow.imports.whose import prospects_of
from winnow.flow.scene import Refused, Scene
from winnow.intake.import_outcomes import OutcomeOptions, amount_of
from winnow.people.models import User
from winnow.procedure.dealing import Product
from winnow.procedure.queries import in_force
from winnow.prospects.lifecycle import Kind
from winnow.prospects.transitions import Change

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a file says what; `match` is external_id, email or phone."""

    match: str
    key: str
    amount: str = ""
    product: str = ""
    seller: str = ""
    currency: str = ""
    source: str = ""


def bring(path: Path, columns: Columns, *, now: datetime) -> Counter[str]:
    """Read the file in chunks, each in its transaction; what happened to how many rows. Again, it changes nothing.

    Without an amount it is the list price of the product. A seller is found by name or address among those who work
    here. Raises Refused for a column that is not there.
    """
    table = tables.read(path)
    named = [name for name in (columns.key, columns.amount, columns.product, columns.seller) if name]
    if gone := [name for name in named if name not in table.headers]:
        raise Refused(f"The file has no column {gone[0]!r}. It has: {', '.join(table.headers)}.")
    counts: Counter[str] = Counter()
    rows = _rows(iter(table), table.headers)
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic():
            counts += _bring(chunk, columns, now)
    return counts


def _rows(
    table: Iterator[tuple[int, Sequence[str], str | None]], headers: Sequence[str]
) -> Iterator[dict[str, str]]:
    for _, cells, problem in table:
        yield {} if problem else dict(zip(headers, (cell.strip() for cell in cells), strict=True))


def _bring(chunk: Sequence[Mapping[str, str]], columns: Columns, now: datetime) -> Counter[str]:
    options = OutcomeOptions(match=columns.match, column=columns.key, date="", source=columns.source)
    whose = prospects_of(options, [row[columns.key] for row in chunk if row.get(columns.key)])
    found = {numbers[0]: row for row in chunk if len(numbers := whose.get(row.get(columns.key, ""), ())) == 1}
    known = queries.rows(found)
    catalogue = {_plain(one.text): one for one in in_force(now)[1].deals.products}
    counts = Counter(rows=len(chunk), unknown=len(chunk) - len(found), no_opportunity=len(found) - len(known))
    told = {number: _told(found[number], columns, catalogue) for number in known}
    deals.change([(number, values) for number, (values, _) in told.items()])
    deals.lines({number: lines for number, (_, lines) in told.items() if lines})
    counts["told"] = sum(values["amount"] is not None for values, _ in told.values())
    counts["sellers"] = _give(known, found, columns, now)
    return counts


def _told(
    row: Mapping[str, str], columns: Columns, catalogue: Mapping[str, Product]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a row says of the amount, and of the product."""
    product = catalogue.get(_plain(row.get(columns.product, "")))
    try:
        said = amount_of(row[columns.amount]) if columns.amount and row[columns.amount] else None
    except ValueError:
        said = None
    amount = Decimal(str(product.price)) if said is None and product else said
    values = {"amount": amount, **({"currency": columns.currency} if columns.currency else {})}
    if not product:
        return values, []
    price = Decimal(str(product.price))
    return values, [{"product": product.key, "text": product.text, "quantity": 1, "price": price}]


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _give(
    known: Mapping[int, object], found: Mapping[int, Mapping[str, str]], columns: Columns, now: datetime
) -> int:
    """To the sellers who had them; how many changed hands."""
    by_name = {
        word.casefold(): user.pk
        for user in User.objects.filter(is_active=True)
        for word in (user.email, user.name)
    }
    to = {number: by_name.get(found[number].get(columns.seller, "").casefold()) for number in known}
    scene = Scene.of([number for number, owner in to.items() if owner], now=now)
    changes = [
        Change(
            number,
            Kind.EDITED,
            now,
            f"With {scene.users[owner].name}, as the other system had it.",
            owner=owner,
        )
        for number, owner in to.items()
        if owner and scene.row(number).owner_id != owner
    ]
    scene.apply(changes, scene.actor(None, "import"))
    return len(changes)
