"""Money and numbers from the texts of one column; which mark parts the decimals is shown by the column, or asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

AMOUNT = pl.Decimal(18, 2)
LARGEST = 1e14
AROUND = r"[\s\u{a0}\u{202f}'’$€£¥]|(?i:EUR|USD|GBP|CHF|BRL|R\$|INR|JPY)"
MARK = r"(R\$|[$€£¥]|(?i:EUR|USD|GBP|CHF|BRL|INR|JPY))"
NAMES = {"€": "EUR", "£": "GBP", "R$": "BRL"}  # $ and ¥ are those of several countries
NUMBER = r"^(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$"
# Each of these texts shows by itself what its comma or dot means.
DOT = r"^-?(\d*\.(\d{1,2}|\d{4,})|\d{4,}\.\d+|0\.\d+|\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,}|\d+\.?\d*[eE][-+]?\d+)$"
COMMA = r"^-?(\d*,(\d{1,2}|\d{4,})|\d{4,},\d+|0,\d+|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,})$"
OPEN = r"^-?\d{1,3}[.,]\d{3}$"  # 1,234: a thousand and more, or one and a little


@dataclass(frozen=True, slots=True)
class Notation:
    """The decimal mark of a column; `question` says why it is not known."""

    decimal: str = "."
    question: str = ""


def bare(text: pl.Expr) -> pl.Expr:
    """A text without currencies and spaces: what `evidence` and `read` take, as a column of its own."""
    return text.str.replace_all(AROUND, "")


def marks(text: pl.Expr) -> pl.Expr:
    """The currency that stands in a text with its amount, null where none does."""
    return text.str.extract(MARK).str.to_uppercase().replace(NAMES)


def evidence(bare: pl.Expr, label: str) -> list[pl.Expr]:
    """What to ask of a whole column of bare texts, as aggregates whose names begin with `label`."""
    return [
        bare.str.contains(DOT).sum().alias(f"{label}dot"),
        bare.str.contains(COMMA).sum().alias(f"{label}comma"),
        bare.str.contains(OPEN).sum().alias(f"{label}open"),
    ]


def notation(column: str, row: Mapping[str, Any], label: str, decimal: str | None, kind: str) -> Notation:
    """The decimal mark, as the mapping says or the column shows; cells of workbooks have a dot."""
    if decimal:
        return Notation(decimal)
    dot, comma, unclear = (row[f"{label}{name}"] or 0 for name in ("dot", "comma", "open"))
    ask = 'say `decimal = "."` or `decimal = ","` for this file in the mapping.'
    if dot and comma:
        return Notation(
            question=f"“{column}” writes decimals with a dot in some rows and a comma in others; {ask}"
        )
    if unclear and not dot and not comma and kind == "csv":
        return Notation(
            question=f"Nothing in “{column}” shows whether 1.234 is a thousand or little over one; {ask}"
        )
    return Notation("," if comma else ".")


def read(bare: pl.Expr, how: Notation) -> pl.Expr:
    """Numbers from bare texts; null where the text is none. (1,200.00) and 5- are negative."""
    thousands, decimal = (",", ".") if how.decimal == "." else (".", ",")
    minus = bare.str.contains(r"^\(.*\)$|^-|-$")
    digits = bare.str.replace(r"^\((.*)\)$", "${1}").str.replace(r"^[-+]", "").str.replace(r"-$", "")
    grouped = digits.str.contains(rf"^\d{{1,3}}(\{thousands}\d{{3}})+(\{decimal}\d+)?$")
    plain = digits.str.replace_all(thousands, "", literal=True)
    told = pl.when(grouped).then(plain).when(~digits.str.contains(thousands, literal=True)).then(digits)
    number = told.str.replace(decimal, ".", literal=True) if decimal == "," else told
    value = pl.when(number.str.contains(NUMBER)).then(number).cast(pl.Float64, strict=False)
    return money(pl.when(minus).then(-value).otherwise(value))


def money(number: pl.Expr) -> pl.Expr:
    """Numbers of any type as amounts; null where too large to be one, or no number."""
    number = number.cast(pl.Float64, strict=False)
    return (
        pl.when(number.is_finite() & (number.abs() < LARGEST))
        .then(number)
        .round(2)
        .cast(AMOUNT, strict=False)
    )
