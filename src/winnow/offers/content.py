"""What an offer says, in one form that can be kept, compared and put before the buyer again. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

LARGEST = Decimal("999999999999.99")
LONGEST = 8_000  # characters of terms: it is one page
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """So many of something, at a price each."""

    text: str
    quantity: int
    price: Decimal
    product: str = ""  # its key in the catalogue, if it is from there

    @property
    def total(self) -> Decimal:
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Content:
    """One page. `less` is a small first order instead, at `less_price`; empty: there is none."""

    title: str
    outcome: str
    lines: tuple[Line, ...]
    terms: str
    currency: str
    valid_until: date
    to: str
    seller: str
    company: str
    less: str = ""
    less_price: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal(0))

    def price(self, less: bool) -> Decimal:
        """What is to be paid for all of it, or for the small first order."""
        return self.less_price if less else self.total


def lacks(content: Content) -> list[str]:
    """What is missing or cannot be, in sentences."""
    said = []
    if not content.title.strip():
        said.append("Say what it is.")
    if not content.outcome.strip():
        said.append("Say what will be different for them.")
    if not content.lines:
        said.append("An offer needs a price: at least one line.")
    if len(content.lines) > MOST_LINES:
        said.append(f"At most {MOST_LINES} lines fit on one page.")
    if any(not line.text.strip() or not 1 <= line.quantity <= 1_000_000 for line in content.lines):
        said.append("Each line says what it is, and how many.")
    if any(line.price < 0 for line in content.lines) or content.total > LARGEST:
        said.append("A price cannot be negative, nor that large.")
    if len(content.terms) > LONGEST:
        said.append("These terms do not fit on one page.")
    if content.less.strip() and not 0 < content.less_price < content.total:
        said.append("To start with less costs less than all of it, and something.")
    return said


def plain(content: Content) -> dict[str, Any]:
    """As it is kept: text, numbers as text, in a fixed order."""
    return {
        "title": content.title, "outcome": content.outcome,
        "lines": [[line.text, line.quantity, f"{line.price:.2f}", line.product] for line in content.lines],
        "terms": content.terms, "currency": content.currency, "valid_until": content.valid_until.isoformat(),
        "to": content.to, "seller": content.seller, "company": content.company, "less": content.less,
        "less_price": f"{content.less_price:.2f}",
    }  # fmt: skip


def read(kept: Mapping[str, Any]) -> Content:
    """The content that was kept; an empty one if it was erased."""
    if not kept:
        return Content("", "", (), "", "", date.min, "", "", "")
    lines = tuple(
        Line(text, int(quantity), Decimal(price), product) for text, quantity, price, product in kept["lines"]
    )
    return Content(
        kept["title"], kept["outcome"], lines, kept["terms"], kept["currency"],
        date.fromisoformat(kept["valid_until"]), kept["to"], kept["seller"], kept["company"], kept["less"],
        Decimal(kept["less_price"]),
    )  # fmt: skip


def digest(content: Content) -> str:
    """SHA-256 over its canonical form, in hexadecimal: whoever accepts accepts exactly this."""
    canonical = json.dumps(plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def differs(before: Content, after: Content) -> list[str]:
    """What has changed, in the words of the page."""
    names = {
        "title": "what it is", "outcome": "what will be different", "lines": "the price", "terms": "the terms",
        "valid_until": "until when it holds", "less": "the small first order", "less_price": "its price",
    }  # fmt: skip
    old, new = plain(before), plain(after)
    return [said for name, said in names.items() if old[name] != new[name]]


def part_of(total: Decimal, share: float) -> Decimal:
    """The price of a small first order, in whole units of money; nothing if it would be no less than all of it."""
    part = max(round(total * Decimal(str(share))), 1)
    return Decimal(part) if part < total else Decimal(0)


def first_words(lines: Iterable[Line]) -> str:
    """What is ordered, in one line of a list."""
    return ", ".join(f"{line.quantity} × {line.text}" for line in lines)


def of_less(page: Content) -> Content | None:
    """The page of the smaller one, from the two fields of the larger one's form; None if they are empty."""
    if not page.less.strip():
        return None
    line = Line(page.less, 1, page.less_price)
    return replace(page, title=page.less, lines=(line,), less="", less_price=Decimal(0))
