"""A row of a file of outcomes: whose it is, how it ended, when, for how much; or what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from winnow.intake.import_rows import payload_of
from winnow.intake.presets_dates import parse_instant
from winnow.prospects.words import Outcome

Match = Literal["external_id", "email", "phone"]
MATCHES: tuple[Match, ...] = ("external_id", "email", "phone")
# What a row can say became of a prospect, besides the outcomes of closing.
AS_IT_IS, LEAD, OPPORTUNITY = "as_it_is", "lead", "opportunity"
WORDS = (AS_IT_IS, LEAD, OPPORTUNITY, *(outcome.value for outcome in Outcome))
LARGEST = Decimal("999999999999.99")


@dataclass(frozen=True)
class OutcomeOptions:
    """Which columns say what. `words` is {value of the column `says`: word, or word/reason for a closed one}.

    Without `says` each row is an order. Amounts that are absent are 0: the deal is known, its value is not.
    """

    match: str
    column: str
    date: str
    source: str = ""
    amount: str = ""
    currency: str = ""
    verdict_by: str = ""
    verdict_date: str = ""
    says: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    timezone: str = "UTC"
    dayfirst: bool | None = None
    encoding: str | None = None
    delimiter: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def columns(self) -> list[str]:
        """Every column that must be there."""
        named = (self.column, self.date, self.amount, self.verdict_by, self.verdict_date, self.says)
        return [name for name in named if name]


class Ended(NamedTuple):
    """What one row says; `problem` rejects it."""

    number: int
    payload: Mapping[str, Any]
    problem: str = ""
    key: str = ""
    word: str = Outcome.BOUGHT.value
    reason: str = ""
    at: datetime | None = None
    verdict_at: datetime | None = None
    amount: Decimal = Decimal(0)
    verdict_by: str = ""


def outcome_reader(
    options: OutcomeOptions, headers: Sequence[str]
) -> Callable[[int, Sequence[str], str | None], Ended]:
    """What turns (row number, cells, problem) into what the row says. The columns must be there."""
    zone = ZoneInfo(options.timezone)
    words = {said.casefold().strip(): word for said, word in options.words.items()}

    def read(number: int, cells: Sequence[str], problem: str | None) -> Ended:
        payload = payload_of(headers, cells)
        if problem:
            return Ended(number, payload, f"Row {number} {problem}")
        said = dict(zip(headers, (cell.strip() for cell in cells), strict=True))
        try:
            word, _, reason = _word(said[options.says], words) if options.says else (Outcome.BOUGHT, "", "")
            instant = _instant(said.get(options.date, ""), zone, options.dayfirst)
            verdict = _instant(said.get(options.verdict_date, ""), zone, options.dayfirst)
            return Ended(
                number, payload, "", _key(said[options.column], options.column), word, reason,
                instant or verdict, verdict or instant, amount_of(said.get(options.amount, "")),
                said.get(options.verdict_by, ""),
            )  # fmt: skip
        except ValueError as error:
            return Ended(number, payload, str(error))

    return read


def amount_of(text: str) -> Decimal:
    """Money as files write it: 1,234.50 or 1.234,50 or € 1 234; empty is 0. Raises ValueError."""
    digits = "".join(mark for mark in text if mark.isdigit() or mark in ".,-")
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma > dot:
        several = digits.count(",") > 1 or (dot < 0 and len(digits) - comma == 4)
        digits = digits.replace(".", "") if not several else digits
        digits = digits.replace(",", "" if several else ".")
    else:
        digits = digits.replace(",", "")
        digits = digits.replace(".", "") if digits.count(".") > 1 else digits
    try:
        amount = Decimal(digits) if text.strip() else Decimal(0)
    except InvalidOperation:
        raise ValueError(f"The amount “{text[:40]}” cannot be read: write it as 1234.50.") from None
    if not 0 <= amount <= LARGEST:
        raise ValueError(f"The amount “{text[:40]}” is negative or too large.")
    return amount.quantize(Decimal("0.01"))


def _key(text: str, column: str) -> str:
    if not text:
        raise ValueError(f"The column {column} is empty: nothing tells whose outcome this is.")
    return text


def _word(text: str, words: Mapping[str, str]) -> tuple[str, str, str]:
    word = words.get(text.casefold())
    if word is None:
        raise ValueError(f"“{text[:40]}” has no outcome: say which with --outcome “{text[:40]}=…”.")
    return word.partition("/")


def _instant(text: str, zone: ZoneInfo, dayfirst: bool | None) -> datetime | None:
    try:
        return parse_instant(text, zone, dayfirst) if text else None
    except ValueError as error:
        raise ValueError(f"The date cannot be used: {error}.") from error
