"""From a sheet and the names of its columns to past prospects that can be learned from."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
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

    def notes_on(self, used: Collection[str], refused: Iterable[Refused]) -> list[str]:
        """The notes, with the advice to name the time, and what was known before, where the columns suggest it."""
        notes = list(self.notes)
        if times := [name for name in self.dates if name in used]:
            notes.append(
                f"“{times[0]}” holds dates: with --time “{times[0]}” the newest prospects are the test, "
                "which is a harder and truer one."
            )
        if judged := [one.column for one in (*self.refused, *refused) if one.is_judged]:
            notes.append(
                "Whether a column was filled in afterwards is judged by its values. If you know that "
                f"“{judged[0]}” was known before the outcome, say --known-before “{judged[0]}”, and it is used."
            )
        return notes


@dataclass(frozen=True)
class Columns:
    """Which column is what; only the label must be named."""

    label: str
    positive: str | None = None
    time: str | None = None
    id: str | None = None
    amount: str | None = None
    in_order: bool = False
    known_before: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def ready(sheet: Sheet, columns: Columns) -> Ready:
    """Raises Unusable when the file does not hold what its columns are said to be, or too little of it."""
    columns = _found(sheet, columns)
    label, time = columns.label, columns.time
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
    frame, refused = _frame(sheet, columns)
    if not frame.columns:
        raise Unusable(
            f"Beside “{label}” no column differs from row to row, so there is nothing to tell buyers by."
        )
    history = History(
        frame, outcome.sold.astype(np.float64), decided, amount=_amount(sheet, columns.amount, outcome),
        ids=np.array(sheet.columns[columns.id], dtype=object) if columns.id else None,
        known_before=frozenset(columns.known_before),
    )  # fmt: skip
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


def _found(sheet: Sheet, columns: Columns) -> Columns:
    """The columns as the file writes them; raises Unusable for what it does not hold, or holds for two things."""

    def named(name: str | None, option: str) -> str | None:
        return sheet.named(name, option) if name else None

    found = replace(
        columns, label=sheet.named(columns.label, "--label"), time=named(columns.time, "--time"),
        id=named(columns.id, "--id"), amount=named(columns.amount, "--amount"),
        known_before=tuple(sheet.named(name, "--known-before") for name in columns.known_before),
        without=tuple(sheet.named(name, "--without") for name in columns.without),
    )  # fmt: skip
    _refuse_double([
        ("--label", found.label), ("--time", found.time), ("--id", found.id), ("--amount", found.amount),
        *(("--known-before", name) for name in dict.fromkeys(found.known_before)),
        *(("--without", name) for name in dict.fromkeys(found.without)),
    ])  # fmt: skip
    return found


def _refuse_double(named: Iterable[tuple[str, str | None]]) -> None:
    seen: dict[str, str] = {}
    for option, column in named:
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


def _frame(sheet: Sheet, said: Columns) -> tuple[Frame, list[Refused]]:
    """The columns that may be tried; each other one with the reason why not, the label aside."""
    columns = {name: typed(texts) for name, texts in sheet.columns.items() if name != said.label}
    reasons = _not_to_be_tried(columns, said)
    followed = {} if said.time else later_than_the_first(columns)
    for name in said.known_before:
        followed.pop(name, None)
    tried: dict[str, Any] = {}
    refused = []
    for name, column in columns.items():
        reason = reasons.get(name) or followed.get(name) or _useless(column)
        if reason:
            refused.append(Refused(name, reason, name in followed and name not in reasons))
        else:
            tried[name] = column.values
    return Frame(tried), refused


def _not_to_be_tried(columns: Mapping[str, Typed], said: Columns) -> dict[str, str]:
    reasons = dict.fromkeys(said.without, "Was left out (--without).")
    if said.id:
        reasons[said.id] = "Names the prospect (--id)."
    if said.amount:
        reasons[said.amount] = "Is the money of the order, known only afterwards."
    if said.time and columns[said.time].kind != "date":
        reasons[said.time] = "Only tells the order of time (--time)."
    return reasons


def _useless(column: Typed) -> str:
    if column.kind == "empty":
        return "Is blank in every row."
    values = column.values
    if column.kind == "number":
        same = bool(np.isfinite(values).all()) and float(np.ptp(values)) == 0
    else:
        same = len(set(values.tolist())) == 1
    return "Is the same in every row." if same else ""


def _amount(sheet: Sheet, amount: str | None, outcome: Label) -> Any:
    if amount is None:
        return None
    column = typed(sheet.columns[amount])
    if column.kind != "number":
        raise Unusable(f"--amount: “{amount}” holds no numbers.")
    if not np.isfinite(column.values[outcome.sold & outcome.known]).any():
        raise Unusable(f"--amount: “{amount}” is blank for everybody who bought.")
    return column.values
