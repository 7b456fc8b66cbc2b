"""A sheet with its columns as fields: texts cleaned, instants and amounts read, and why a row cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from winnow.measure.exports import amounts, instants, remarks
from winnow.measure.exports.fields import FIELDS, NEEDED, VOCABULARY
from winnow.measure.exports.mapping import FileMap
from winnow.measure.exports.remarks import MOST_WORDS, Words
from winnow.measure.exports.sheets import ROW, Sheet
from winnow.measure.exports.words import Meaning, blanks, flags, meaning_of, plain_word

WHY = "·why"
CURRENCY = "currency"
FILE = "·file"
RAW = "·raw "  # the text of a field that was translated
TEXT, BARE, VALUE = "·text ", "·bare ", "·value "  # steps on the way, each computed once
LONGEST = 500  # characters of a cell that are kept; longer ones are no keys or words
SALESFORCE_ID = r"^([0-9A-Za-z]{15})[A-Z0-5]{3}$"


@dataclass
class Typed:
    """A file's rows as fields, in Parquet. `days` are instants without a time of day; `asked` what was refused."""

    file: FileMap
    frame: pl.LazyFrame
    rows: int
    fields: frozenset[str]
    days: frozenset[str]
    words: Words
    notes: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    clocked: bool = False  # whether any column has times of day

    def parts(self, name: str) -> list[tuple[str, str]]:
        """The columns of a field of keys in `frame`, each with its name in the file."""
        if name not in self.fields:
            return []
        columns = self.file.columns[name].columns
        return [(name, columns[0])] if len(columns) == 1 else [(f"{name}/{one}", one) for one in columns]


@dataclass
class _Work:
    """A file while it is being read: `frame` has the columns that matter as clean texts."""

    sheet: Sheet
    file: FileMap
    schema: pl.Schema
    frame: pl.LazyFrame = field(default_factory=pl.LazyFrame)
    values: dict[str, pl.Expr] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    days: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    clocked: bool = False


def typed(sheet: Sheet, file: FileMap, work: Path) -> Typed:
    """Read the columns that the mapping names, two walks through the file: one to look, one to read."""
    one = _Work(sheet, file, sheet.frame.collect_schema())
    one.frame = _prepared(one)
    one.seen, one.words = _look(one)
    one.notes += remarks.of_words(one.words)
    fields, whys = {}, [_missing(one)]
    for name, picked in file.columns.items():
        if picked.constant is not None:
            fields[name] = pl.lit(picked.constant)
            one.words[name] = (
                {picked.constant: Meaning(picked.constant, 1.0)} if _vocabulary(one, name) else {}
            )
        elif any(one.seen[f"{name}/{column}"] for column in picked.columns):
            value, why = _field(one, name, picked.columns)
            if value is not None:
                fields[name] = value
                whys += [why] if why is not None else []
                if _vocabulary(one, name):
                    fields[RAW + name] = _texts(picked.columns)
                if FIELDS[file.role][name] == "key" and len(picked.columns) > 1:
                    fields |= {f"{name}/{column}": _key(one, name, (column,)) for column in picked.columns}
    if (marks := _marks(one, fields)) is not None:
        fields[CURRENCY] = marks
    place = work / f"typed-{sum(1 for _ in work.iterdir())}.parquet"
    frame = one.frame.with_columns(value.alias(name) for name, value in one.values.items()).select(
        pl.col(ROW).cast(pl.Int64),
        pl.coalesce(*whys).alias(WHY),
        *(expr.alias(name) for name, expr in fields.items()),
    )
    frame.sink_parquet(place)
    read = pl.scan_parquet(place)
    rows = read.select(pl.len()).collect().item()
    known = frozenset(name for name in fields if not name.startswith(RAW) and "/" not in name)
    return Typed(file, read, rows, known, frozenset(one.days), one.words, one.notes, one.asked, one.clocked)


def _vocabulary(one: _Work, name: str) -> str | None:
    return VOCABULARY.get((one.file.role, name))


def _look(one: _Work) -> tuple[Mapping[str, Any], Words]:
    """How many cells are filled, which forms instants and amounts have, and which words there are."""
    asked: list[pl.Expr] = [pl.len().alias("rows")]
    counted: dict[str, pl.LazyFrame] = {}
    for name, picked in one.file.columns.items():
        if picked.constant is not None:
            continue
        for column in picked.columns:
            text, label = _clean(column), f"{name}/{column}"
            asked.append(text.count().alias(label))
            if one.schema[column] == pl.String and FIELDS[one.file.role][name] == "instant":
                asked += instants.evidence(text, f"{label}/")
            elif one.schema[column] == pl.String and FIELDS[one.file.role][name] == "amount":
                asked += amounts.evidence(pl.col(BARE + column), f"{label}/")
                asked.append(amounts.marks(text).count().alias(f"{label}/marks"))
        if _vocabulary(one, name):
            values = one.frame.select(_texts(picked.columns).alias("value")).drop_nulls()
            counted[name] = values.group_by("value").len().top_k(MOST_WORDS, by="len").sort("len", "value")
    seen, *tables = pl.collect_all([one.frame.select(asked), *counted.values()])
    words = {
        name: _meanings(one, name, table["value"].to_list()[::-1])
        for name, table in zip(counted, tables, strict=True)
    }
    return seen.row(0, named=True), words


def _meanings(one: _Work, name: str, values: list[str]) -> dict[str, Meaning]:
    stated = {plain_word(text): meaning for text, meaning in one.file.words.get(name, {}).items()}
    vocabulary = VOCABULARY[one.file.role, name]
    return {
        value: Meaning(stated[word], 1.0)
        if (word := plain_word(value)) in stated
        else meaning_of(vocabulary, value)
        for value in values
    }


def _prepared(one: _Work) -> pl.LazyFrame:
    """The columns that the mapping names as texts: trimmed, without what means nothing."""
    named = {column: name for name, picked in one.file.columns.items() for column in picked.columns}
    columns = [column for column in named if column in one.schema]
    texts = [_text(one, column).alias(TEXT + column) for column in columns]
    kinds = FIELDS[one.file.role]
    money = [column for column in columns if _is_money(one, column, kinds)]
    nothing = sorted(blanks())
    said = [
        pl.when(~pl.col(TEXT + column).str.to_lowercase().is_in(nothing))
        .then(pl.col(TEXT + column))
        .alias(TEXT + column)
        for column in columns
    ]
    frame = one.sheet.frame.with_columns(texts).with_columns(said)
    return frame.with_columns(amounts.bare(pl.col(TEXT + column)).alias(BARE + column) for column in money)


def _is_money(one: _Work, column: str, kinds: Mapping[str, str]) -> bool:
    fields = (name for name, picked in one.file.columns.items() if column in picked.columns)
    return one.schema[column] == pl.String and any(kinds[name] == "amount" for name in fields)


def _text(one: _Work, column: str) -> pl.Expr:
    text = pl.col(column)
    if one.schema[column] != pl.String:
        return text.cast(pl.String, strict=False)
    return text.str.strip_chars().str.slice(0, LONGEST)


def _clean(column: str) -> pl.Expr:
    return pl.col(TEXT + column)


def _texts(columns: tuple[str, ...]) -> pl.Expr:
    return pl.coalesce(*(_clean(column) for column in columns))


def _field(one: _Work, name: str, columns: tuple[str, ...]) -> tuple[pl.Expr | None, pl.Expr | None]:
    """A field's value, and why a row that has something else there cannot be used."""
    kind = FIELDS[one.file.role][name]
    if kind in ("instant", "amount"):
        return _measured(one, name, columns, kind)
    if kind == "key":
        return _key(one, name, columns), None
    text = _texts(columns)
    if kind == "flag":
        word = text.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "").replace_strict(
            {said: meaning == "yes" for said, meaning in flags().items()}, default=None, return_dtype=pl.Boolean
        )  # fmt: skip
        return word, None
    if kind == "word":
        meanings = {value: meaning.word or None for value, meaning in one.words[name].items()}
        return text.replace_strict(meanings, default=None, return_dtype=pl.String), None
    return text, None


def _key(one: _Work, name: str, columns: tuple[str, ...]) -> pl.Expr:
    text = _texts(columns)
    text = text.str.to_lowercase() if name == "email" else text
    return text.str.replace(SALESFORCE_ID, "${1}") if one.file.system.startswith("Salesforce") else text


def _measured(
    one: _Work, name: str, columns: tuple[str, ...], kind: str
) -> tuple[pl.Expr | None, pl.Expr | None]:
    """Instants or amounts from columns in turn; a column that leaves a question open is not read at all."""
    values, whys = [], []
    for column in columns:
        if not one.seen[f"{name}/{column}"]:
            continue
        value = _instant(one, name, column) if kind == "instant" else _amount(one, name, column)
        if value is None:
            continue
        text, what = _clean(column), "date" if kind == "instant" else "amount"
        one.values[VALUE + f"{name}/{column}"] = value
        value = pl.col(VALUE + f"{name}/{column}")
        values.append(value)
        said = remarks.of_cell(text, column, what, zoned=bool(one.seen.get(f"{name}/{column}/zoned")))
        whys.append(pl.when(text.is_not_null() & value.is_null()).then(said))
    if not values:
        return None, None
    return pl.coalesce(*values), pl.coalesce(*whys)


def _instant(one: _Work, name: str, column: str) -> pl.Expr | None:
    kind = one.schema[column]
    if kind != pl.String:
        if kind == pl.Date:
            one.days.add(name)
        return instants.from_typed(pl.col(column), kind, one.file.timezone)
    label = f"{name}/{column}/"
    seen = instants.gathered(one.seen, label)
    how = instants.plan(column, seen, one.file.dates, one.file.timezone, one.sheet.kind)
    if how.question:
        one.asked.append(how.question)
        return None
    one.notes += how.notes
    one.clocked = one.clocked or bool(seen.clocked)
    numbered = set(how.forms) & instants.NUMBERS.keys()
    few = not seen.clocked or seen.is_mixed(one.sheet.kind)
    if (few and not numbered) or seen.midnights == seen.dated:
        one.days.add(name)
    return instants.read(_clean(column), how)


def _amount(one: _Work, name: str, column: str) -> pl.Expr | None:
    if one.schema[column] != pl.String:
        return amounts.money(pl.col(column))
    how = amounts.notation(column, one.seen, f"{name}/{column}/", one.file.decimal, one.sheet.kind)
    if how.question:
        one.asked.append(how.question)
        return None
    return amounts.read(pl.col(BARE + column), how)


def _marks(one: _Work, fields: Mapping[str, pl.Expr]) -> pl.Expr | None:
    """The currency that stands beside the amounts of a file that has no filled column for it."""
    if CURRENCY in fields or CURRENCY not in FIELDS[one.file.role]:
        return None
    money = (name for name in fields if FIELDS[one.file.role].get(name) == "amount")
    columns = [column for name in money for column in one.file.columns[name].columns
               if one.seen.get(f"{name}/{column}/marks")]  # fmt: skip
    if not columns:
        return None
    said = " and ".join(f"“{column}”" for column in columns)
    one.notes.append(f"The currencies are those that stand beside the amounts in {said}.")
    return pl.coalesce(*(amounts.marks(_clean(column)) for column in columns))


def _missing(one: _Work) -> pl.Expr:
    """Why a row that lacks what its role needs cannot be used; where nobody has it, that is said of the file."""
    why = pl.lit(None, pl.String)
    for name in NEEDED[one.file.role]:
        picked = one.file.columns.get(name)
        if picked is None or picked.constant is not None:
            continue
        columns = [column for column in picked.columns if one.seen[f"{name}/{column}"]]
        if columns:
            said = " and ".join(f"“{remarks.escaped(column)}”" for column in columns)
            empty = pl.all_horizontal(_clean(column).is_null() for column in columns)
            why = pl.when(empty).then(pl.lit(f"{said} is empty")).otherwise(why)
    return why
