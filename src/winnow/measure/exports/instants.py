"""Instants from the texts of one column. What two people would read differently is not read but asked about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

Order = Literal["dmy", "mdy", "ymd"]
INSTANT = pl.Datetime("us", "UTC")
EARLIEST, LATEST = 1970, 2100  # years in which somebody may have inquired
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_CLOCK = (
    r"(?:[T ,]+(?P<h>\d{1,2}):(?P<i>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"\s*(?:(?P<a>[AaPp])\.?[Mm]\.?)?\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$"
)
# The regular forms, read at full speed; the first that fits counts.
EXACT: dict[str, tuple[str, str]] = {
    "plain": (r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,9})?$", "%Y-%m-%d %H:%M:%S%.f"),
    "t": (r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?$", "%Y-%m-%dT%H:%M:%S%.f"),
    "day": (r"^\d{4}-\d\d-\d\d$", "%Y-%m-%d"),
    "zoned": (
        r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$",
        "%Y-%m-%dT%H:%M:%S%.f%#z",
    ),
}
# Everything else, taken apart; `one` and `two` are day and month in an order that must be known.
PARTS: dict[str, str] = {
    "year_first": r"^(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _CLOCK,
    "dotted": r"^(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})" + _CLOCK,
    "numeric": r"^(?P<one>\d{1,2})[/-](?P<two>\d{1,2})[/-](?P<y>\d{4})" + _CLOCK,
    "short": r"^(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<three>\d{2})" + _CLOCK,
    "day_named": r"^(?P<d>\d{1,2})[. -]+(?P<n>[A-Za-z]{3,9})\.?[, -]+(?P<y>\d{4})" + _CLOCK,
    "month_named": r"^(?P<n>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})" + _CLOCK,
    "compact": r"^(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)$",
}
NUMBERS: dict[str, str] = {
    "serial": r"^[2-7]\d{4}(\.\d+)?$",
    "seconds": r"^\d{10}(\.\d+)?$",
    "milliseconds": r"^\d{13}$",
}
FORMS = {**{name: pattern for name, (pattern, _) in EXACT.items()}, **PARTS, **NUMBERS}
WITH_ZONE = r"\d:\d\d.*(Z|UTC|GMT|[+-]\d{2}:?\d{2})$"
WITH_CLOCK = r"\d:\d\d"
MIDNIGHT = r"[T ,]0?0:00(:00([.,]0+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many texts of a column have each form, and what they tell of the order of day and month."""

    count: int
    forms: Mapping[str, int]
    zoned: int
    clocked: int
    one: int  # the largest first number of ambiguous dates
    two: int
    midnights: int  # texts with a clock that stands at midnight

    def is_mixed(self, kind: str) -> bool:
        """Whether some are times and others only days; in a workbook those are times that happen to be midnight."""
        return 0 < self.clocked < self.dated and kind not in ("xlsx", "xls")

    @property
    def dated(self) -> int:
        """How many texts are dates: a total below a column is none."""
        return sum(count for name, count in self.forms.items() if name not in NUMBERS) or self.count


@dataclass(frozen=True)
class Plan:
    """How a column is to be read; `question` says why it is not."""

    forms: tuple[str, ...]
    order: Order | None = None
    timezone: str = "UTC"
    naive_refused: bool = False
    question: str = ""
    notes: tuple[str, ...] = field(default=())


def evidence(column: pl.Expr, label: str) -> list[pl.Expr]:
    """What to ask of a whole column of texts, as aggregates whose names begin with `label`."""
    told = column.str.extract_groups(r"^(?P<one>\d{1,2})[/-](?P<two>\d{1,2})[/-]\d{2}")
    fits = [column.str.contains(pattern) for pattern in FORMS.values()]
    first = pl.lit(None, pl.String)
    for name, fit in reversed(list(zip(FORMS, fits, strict=True))):
        first = pl.when(fit).then(pl.lit(name)).otherwise(first)
    return [
        column.count().alias(f"{label}count"),
        first.drop_nulls().unique_counts().implode().alias(f"{label}sizes"),
        first.drop_nulls().unique(maintain_order=True).implode().alias(f"{label}forms"),
        column.str.contains(WITH_ZONE).sum().alias(f"{label}zoned"),
        column.str.contains(WITH_CLOCK).sum().alias(f"{label}clocked"),
        column.str.contains(MIDNIGHT).sum().alias(f"{label}midnights"),
        told.struct.field("one").cast(pl.Int32, strict=False).max().alias(f"{label}one"),
        told.struct.field("two").cast(pl.Int32, strict=False).max().alias(f"{label}two"),
    ]


def gathered(row: Mapping[str, Any], label: str) -> Evidence:
    """The aggregates of `evidence` as they came back."""
    forms = dict(zip(row[f"{label}forms"], row[f"{label}sizes"], strict=True))
    numbers = [row[f"{label}{name}"] or 0 for name in ("zoned", "clocked", "one", "two", "midnights")]
    return Evidence(row[f"{label}count"], forms, *numbers)


def plan(column: str, seen: Evidence, order: Order | None, timezone: str | None, kind: str) -> Plan:
    """How to read the column, from what it shows and what the mapping says; never from a guess."""
    forms = {name: count for name, count in seen.forms.items() if name in FORMS}
    for number in NUMBERS:
        if number in forms and forms[number] < seen.count and kind not in ("xlsx", "xls"):
            del forms[number]  # a stray number among dates is no date
    if seen.count and not forms:
        return Plan(
            (), question=f"“{column}” holds no dates that can be read; write them as 2024-03-12 09:14."
        )
    told, question = _order(column, seen, order)
    if question:
        return Plan((), question=question)
    naive_refused = 0 < seen.zoned < seen.clocked and timezone is None
    notes = []
    if seen.clocked > seen.zoned and timezone is None and not naive_refused:
        notes.append(f"The times in “{column}” name no time zone and were read as UTC.")
    if set(forms) & set(NUMBERS):
        notes.append(f"“{column}” holds numbers, read as {_said(forms)}.")
    if seen.is_mixed(kind):
        notes.append(f"“{column}” holds times for some rows and only days for others; it counts as days.")
    return Plan(tuple(forms), told, timezone or "UTC", naive_refused, "", tuple(notes))


def _order(column: str, seen: Evidence, order: Order | None) -> tuple[Order | None, str]:
    if order or not {"numeric", "short"} & set(seen.forms):
        return order, ""
    ask = 'say `dates = "dmy"` (or "mdy") for this file in the mapping.'
    if "short" in seen.forms:
        return None, f"“{column}” writes years with two digits; {ask}"
    if seen.one > 12 and seen.two > 12:
        return None, f"“{column}” has the day first in some rows and the month first in others; {ask}"
    if seen.one > 12 or seen.two > 12:
        return ("dmy" if seen.one > 12 else "mdy"), ""
    return None, f"Nothing in “{column}” shows whether the day or the month comes first; {ask}"


def _said(forms: Mapping[str, int]) -> str:
    names = {"serial": "days of a spreadsheet", "seconds": "seconds since 1970",
             "milliseconds": "milliseconds since 1970"}  # fmt: skip
    return " and ".join(names[name] for name in forms if name in names)


def read(column: pl.Expr, how: Plan) -> pl.Expr:
    """The instants in UTC; null where the text cannot be read."""
    result = pl.lit(None, INSTANT)
    for name in reversed(how.forms):
        result = pl.when(column.str.contains(FORMS[name])).then(_form(column, name, how)).otherwise(result)
    return _plausible(result)


def from_typed(column: pl.Expr, kind: pl.DataType, timezone: str | None) -> pl.Expr:
    """Instants from a column that has types already: dates, times, or numbers since 1970."""
    if isinstance(kind, pl.Datetime) and kind.time_zone:
        return _plausible(column.cast(pl.Datetime("us", kind.time_zone)).dt.convert_time_zone("UTC"))
    if kind.is_temporal():
        return _plausible(_zoned(column.cast(pl.Datetime("us"), strict=False), timezone or "UTC"))
    number = column.cast(pl.Float64, strict=False)
    scale = pl.when(number >= 1e17).then(1e-3).when(number >= 1e14).then(1.0).when(number >= 1e11).then(1e3)
    scaled = (number * scale.when(number >= 1e8).then(1e6)).cast(pl.Int64, strict=False)
    return _plausible(scaled.cast(pl.Datetime("us")).dt.replace_time_zone("UTC"))


def _form(column: pl.Expr, name: str, how: Plan) -> pl.Expr:
    if name == "zoned":
        text = column.str.replace(r"^(.{10}) ", "${1}T")
        return text.str.strptime(INSTANT, EXACT[name][1], strict=False)
    if name in EXACT:
        return _local(column.str.strptime(pl.Datetime("us"), EXACT[name][1], strict=False), name, how)
    if name in NUMBERS:
        return _counted(column.cast(pl.Float64, strict=False), name, how)
    return _taken_apart(column, name, how)


def _counted(number: pl.Expr, name: str, how: Plan) -> pl.Expr:
    if name == "serial":
        micros = ((number - 25_569) * 86_400).round(0) * 1e6
        return _zoned(micros.cast(pl.Int64, strict=False).cast(pl.Datetime("us")), how.timezone)
    micros = number * (1e6 if name == "seconds" else 1e3)
    return micros.cast(pl.Int64, strict=False).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _taken_apart(column: pl.Expr, name: str, how: Plan) -> pl.Expr:
    parts = column.str.extract_groups(PARTS[name]).struct
    has = PARTS[name]

    def part(key: str, absent: str = "0") -> pl.Expr:
        return parts.field(key).fill_null(absent) if f"?P<{key}>" in has else pl.lit(absent)

    year, month, day = _day(name, part, how)
    hour = part("h").cast(pl.Int32, strict=False)
    half = part("a", "").str.to_lowercase()
    right = (half == "") | hour.is_between(1, 12)
    hour = pl.when(half == "").then(hour).otherwise(hour % 12 + pl.when(half == "p").then(12).otherwise(0))
    clock = [hour.cast(pl.String).str.zfill(2), part("i").str.zfill(2), part("s").str.zfill(2)]
    written = pl.concat_str(
        [year, pl.lit("-"), month.str.zfill(2), pl.lit("-"), day.str.zfill(2), pl.lit(" "), clock[0],
         pl.lit(":"), clock[1], pl.lit(":"), clock[2], pl.lit("."), part("f")]
    )  # fmt: skip
    naive = pl.when(right).then(written.str.strptime(pl.Datetime("us"), "%Y-%m-%d %H:%M:%S%.f", strict=False))
    zone = part("z", "").str.replace("^(Z|UTC|GMT)$", "+0000").str.replace(":", "")
    offset = zone.str.slice(1, 2).cast(pl.Int64, strict=False) * 60
    offset = (offset + zone.str.slice(3, 2).cast(pl.Int64, strict=False)) * 60_000_000
    offset = pl.when(zone.str.starts_with("-")).then(-offset).otherwise(offset)
    at_zone = (naive - offset.cast(pl.Duration("us"))).dt.replace_time_zone("UTC")
    clocked = part("h", "") != ""
    local = _zoned(naive, how.timezone)
    if how.naive_refused:
        local = pl.when(~clocked).then(local)
    return pl.when(zone != "").then(at_zone).otherwise(local)


def _day(name: str, part: Any, how: Plan) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Year, month and day as texts."""
    if name in ("day_named", "month_named"):
        short = part("n", "").str.to_lowercase().str.slice(0, 3)
        numbers = {month: str(place) for place, month in enumerate(MONTHS, 1)}
        return part("y"), short.replace_strict(numbers, default=None, return_dtype=pl.String), part("d")
    if name in ("numeric", "short"):
        one, two, last = part("one"), part("two"), part("three") if name == "short" else part("y")
        if name == "short" and how.order == "ymd":
            return pl.lit("20") + one, two, last
        year = pl.lit("20") + last if name == "short" else last
        return (year, one, two) if how.order == "mdy" else (year, two, one)
    return part("y"), part("m"), part("d")


def _local(naive: pl.Expr, name: str, how: Plan) -> pl.Expr:
    """A time without a zone of its own; refused where others of its column have one."""
    if how.naive_refused and name != "day":
        return pl.lit(None, INSTANT)
    return _zoned(naive, how.timezone)


def _zoned(naive: pl.Expr, timezone: str) -> pl.Expr:
    if timezone == "UTC":
        return naive.dt.replace_time_zone("UTC")
    local = naive.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    return local.dt.convert_time_zone("UTC")


def _plausible(instant: pl.Expr) -> pl.Expr:
    return pl.when(instant.dt.year().is_between(EARLIEST, LATEST)).then(instant)
