"""From a sheet and the names of its columns to past prospects that can be learned from."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from winnow.cli.cut_columns import Typed, commonest, order_of_time, typed
from winnow.cli.cut_copies import firsts
from winnow.cli.cut_dates import later_than_the_first
from winnow.cli.cut_file import Sheet, Unusable
from winnow.cli.cut_label import Label, read_label
from winnow.qualify.learn import Frame, History, Refused

LEAST_ROWS = 30
LEAST_OF_EACH = 10  # buyers, and others
TOO_YOUNG = 0.6  # of the usual rate, at most, in the newest tenth
UNDATED = 0.2  # of the rows; more than that and the order of time cannot be trusted


@dataclass(frozen=True)
class Ready:
    """Past prospects, the columns that cannot even be tried, and what a reader must know of the file."""

    history: History
    refused: list[Refused]
    positive: str
    rows: int
    notes: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)

    def notes_on(self, used: Collection[str]) -> list[str]:
        """The notes, with the advice to name the time if one of the columns used holds it."""
        if not (times := [name for name in self.dates if name in used]):
            return self.notes
        return [
            *self.notes,
            f"“{times[0]}” holds dates: with --time “{times[0]}” the newest prospects are the test, "
            "which is a harder and truer one.",
        ]


@dataclass(frozen=True)
class Columns:
    """Which column is what; only the label must be named."""

    label: str
    positive: str | None = None
    time: str | None = None
    id: str | None = None
    amount: str | None = None
    in_order: bool = False


def ready(sheet: Sheet, columns: Columns) -> Ready:
    """Raises Unusable when the file does not hold what its columns are said to be, or too little of it."""
    label = sheet.named(columns.label, "--label")
    time = sheet.named(columns.time, "--time") if columns.time else None
    identity = sheet.named(columns.id, "--id") if columns.id else None
    amount = sheet.named(columns.amount, "--amount") if columns.amount else None
    _refuse_double({"--label": label, "--time": time, "--id": identity, "--amount": amount})
    outcome = read_label(sheet.columns[label], label, columns.positive)
    known, decided, notes = outcome.known, None, [*sheet.notes, *outcome.notes]
    if columns.in_order and not time:
        decided = np.arange(sheet.rows, dtype=np.float64)
    if time:
        decided, dated = _decided(sheet, time)
        if left := int((known & ~dated).sum()):
            notes.append(f"{left:,} rows without a date in “{time}” were left out.")
        known = known & dated
    once = firsts([texts for name, texts in sheet.columns.items() if name != label], outcome.sold, known)
    if copies := int((known & ~once).sum()):
        notes.append(f"{copies:,} rows stand in the file before, word for word, and were left out as copies.")
    known = once
    _refuse_too_few(outcome, known, label)
    frame, refused = _frame(sheet, label, time, identity, amount)
    if not frame.columns:
        raise Unusable(
            f"Beside “{label}” no column differs from row to row, so there is nothing to tell buyers by."
        )
    ids = np.array(sheet.columns[identity], dtype=object) if identity else None
    money = _amount(sheet, amount, outcome)
    history = History(frame, outcome.sold.astype(np.float64), decided, amount=money, ids=ids)
    notes += _too_young(history.take(known))
    dates = (
        []
        if decided is not None
        else [name for name in frame.names if typed(sheet.columns[name][:2000]).kind == "date"]
    )
    return Ready(history.take(known), refused, outcome.positive, sheet.rows, notes, dates)


def _too_young(history: History) -> list[str]:
    """A warning when the newest tenth bought so much less often that it may not have had the time to."""
    from winnow.qualify.cut.bounds import interval

    if history.decided is None or len(history) < 200:
        return []
    sold = history.sold[history.in_time()]
    edge = len(sold) - len(sold) // 10
    newest, before = float(sold[edge:].mean()), float(sold[edge // 2 : edge].mean())
    if interval(int(sold[edge:].sum()), len(sold) - edge)[1] > TOO_YOUNG * before:
        return []
    return [
        f"Of the newest tenth {newest:.1%} bought, of those before {before:.1%}: if they have not had the time to buy "
        "yet, leave them out, for not yet bought is not lost."
    ]


def _refuse_double(named: dict[str, str | None]) -> None:
    seen: dict[str, str] = {}
    for option, column in named.items():
        if column and column in seen:
            raise Unusable(f"“{column}” cannot be both {seen[column]} and {option}.")
        if column:
            seen[column] = option


def _refuse_too_few(outcome: Label, known: Any, label: str) -> None:
    rows, bought = int(known.sum()), int((outcome.sold & known).sum())
    if rows < LEAST_ROWS:
        raise Unusable(
            f"{rows:,} rows with an outcome are too few to measure anything; {LEAST_ROWS} are the least."
        )
    for count, who in ((bought, "bought"), (rows - bought, "did not buy")):
        if count < LEAST_OF_EACH:
            raise Unusable(
                f"By “{label}” only {count:,} of {rows:,} {who}; at least {LEAST_OF_EACH} must, to measure anything."
            )


def _decided(sheet: Sheet, time: str) -> tuple[Any, Any]:
    decided = order_of_time(sheet.columns[time])
    if decided is None:
        examples = ", ".join(f"“{text}”" for text, _ in commonest(sheet.columns[time], 3)) or "nothing"
        raise Unusable(f"--time: “{time}” holds neither dates nor numbers that can be read, but {examples}.")
    dated = ~np.isnat(decided) if decided.dtype.kind == "M" else np.isfinite(decided)
    if (~dated).mean() > UNDATED:
        raise Unusable(f"--time: “{time}” is blank or unreadable in {(~dated).mean():.0%} of the rows.")
    if len(np.unique(decided[dated])) < 2:
        raise Unusable(f"--time: “{time}” is the same in every row, so it tells no order.")
    return decided, dated


def _frame(
    sheet: Sheet, label: str, time: str | None, identity: str | None, amount: str | None
) -> tuple[Frame, list[Refused]]:
    """The columns that may be tried; each other one with the reason why not, the label aside."""
    columns = {name: typed(texts) for name, texts in sheet.columns.items() if name != label}
    reasons = {} if time else later_than_the_first(columns)
    if identity:
        reasons[identity] = "Names the prospect (--id)."
    if amount:
        reasons[amount] = "Is the money of the order, known only afterwards."
    tried: dict[str, Any] = {}
    refused = []
    for name, column in columns.items():
        reason = reasons.get(name) or _useless(column) or (_of_time(column) if name == time else "")
        if reason:
            refused.append(Refused(name, reason))
        else:
            tried[name] = column.values
    return Frame(tried), refused


def _useless(column: Typed) -> str:
    if column.kind == "empty":
        return "Is blank in every row."
    values = column.values
    if column.kind == "number":
        same = bool(np.isfinite(values).all()) and float(np.ptp(values)) == 0
    else:
        same = len(set(values.tolist())) == 1
    return "Is the same in every row." if same else ""


def _of_time(column: Typed) -> str:
    return "" if column.kind == "date" else "Only tells the order of time (--time)."


def _amount(sheet: Sheet, amount: str | None, outcome: Label) -> Any:
    if amount is None:
        return None
    column = typed(sheet.columns[amount])
    if column.kind != "number":
        raise Unusable(f"--amount: “{amount}” holds no numbers.")
    if not np.isfinite(column.values[outcome.sold & outcome.known]).any():
        raise Unusable(f"--amount: “{amount}” is blank for everybody who bought.")
    return column.values
