"""What a file and its columns probably are: by the headers of known systems, by ordinary words, and by the cells."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

import polars as pl

from winnow.measure.exports.amounts import AROUND
from winnow.measure.exports.fields import FIELDS, INQUIRIES, NEEDED, UNKNOWN, Kind
from winnow.measure.exports.instants import FORMS
from winnow.measure.exports.known import Plain, System, bare, plain_roles, systems
from winnow.measure.exports.mapping import FileMap, Picked
from winnow.measure.exports.words import flags, plain_word

KNOWN, LIKELY, BY_VALUES, AGAINST = 0.95, 0.8, 0.4, 0.3
LEAST = 3  # points below which an unknown file stays unknown
NAMED = 2  # points for the name of the file, where its columns tell something too
ENOUGH = 2  # points without that
FEW, SINGLE = 20, 0.7  # of so many rows so large a share must have ids of their own
ALSO_NEEDED = {"touches": ("prospect_id",)}  # of a file of no known system
SHARED = {"source", "channel", "name", "person_id", "email"}  # fields that may use a column that another uses
NUMERIC = r"^[-+(]?[\d.,]+\)?-?$|^-?[\d.]+[eE][-+]?\d+$"


def guess(name: str, headers: tuple[str, ...], sample: pl.DataFrame) -> FileMap:
    """What the file is, from its name, its headers and its first rows."""
    present = {bare(header): header for header in reversed(headers)}
    fitting = [one for one in systems() if _fits(one, present)]
    if fitting:
        return _known(name, max(fitting, key=lambda one: len(one.must)), present, sample)
    return _by_words(name, present, sample)


def _fits(system: System, present: Mapping[str, str]) -> bool:
    has_all = all(any(bare(header) in present for header in group) for group in system.must)
    return has_all and not any(bare(header) in present for header in system.unless)


def _known(name: str, system: System, present: Mapping[str, str], sample: pl.DataFrame) -> FileMap:
    columns = {}
    for field, groups in system.columns.items():
        found = tuple(header for group in groups if (header := _header(group, present, sample)))
        if found:
            columns[field] = Picked(found, KNOWN, f"known from {system.name}")
    kept = _agreeing(system.role, columns, sample)
    lacking = [field for field in NEEDED[system.role] if field not in kept and field != "at"]
    role = UNKNOWN if lacking else system.role
    why = f"its headers are those of {system.name}"
    why += f", but it has no {' and no '.join(lacking)}" if lacking else ""
    return FileMap(name, role, kept if not lacking else {}, {}, system.name, KNOWN, why)


def _header(group: tuple[str, ...], present: Mapping[str, str], sample: pl.DataFrame) -> str:
    """The first of the names that has something below it, else the first that is there."""
    there = [one if one.startswith("=") else present[bare(one)]
             for one in group if one.startswith("=") or bare(one) in present]  # fmt: skip
    filled = (one for one in there if one.startswith("=") or _share("text", sample[one]) is not None)
    return next(filled, there[0] if there else "")


def _by_words(name: str, present: Mapping[str, str], sample: pl.DataFrame) -> FileMap:
    stem = PurePath(name).name.casefold()
    best, points = FileMap(name, UNKNOWN, why="nothing in it was recognised", sure=0.0), LEAST - 1
    for plain in plain_roles():
        columns = _agreeing(plain.role, _columns(plain, present), sample)
        needed = (*NEEDED[plain.role], *ALSO_NEEDED.get(plain.role, ()))
        tells = [field for field in plain.tells if field in columns]
        if plain.role == INQUIRIES and _repeats(columns, sample):
            continue
        if not tells or any(field not in columns for field in needed):
            continue
        named = any(part in stem for part in plain.names)
        if len(tells) + _speaking(plain, columns) < ENOUGH:
            continue
        score = len(tells) + NAMED * named + _speaking(plain, columns)
        if score > points:
            told = dict.fromkeys(f"“{columns[field].columns[0]}”" for field in sorted(tells))
            why = (
                f"it has {', '.join(told)}"
                + (" and that name" if named else "")
                + _against(plain, columns, present)
            )
            sure = min(0.9, 0.3 + 0.1 * score)
            best, points = FileMap(name, plain.role, columns, {}, "", round(sure, 2), why), score
    return best


def _against(plain: Plain, columns: Mapping[str, Picked], present: Mapping[str, str]) -> str:
    """Which dates and amounts were not taken, because nothing below their header can be read as such."""
    kinds = FIELDS[plain.role]
    left = [f"“{one.columns[0]}”" for field, one in _columns(plain, present).items()
            if field not in columns and kinds[field] in ("instant", "amount")]  # fmt: skip
    return (
        f"; nothing in {' and '.join(left)} can be read as a date or number, so it is not used"
        if left
        else ""
    )


def _repeats(columns: Mapping[str, Picked], sample: pl.DataFrame) -> bool:
    """Whether the ids are those of something else: of inquirers each stands in one row, or nearly."""
    if "inquiry_id" not in columns:
        return False
    cells = sample[columns["inquiry_id"].columns[0]].drop_nulls()
    return len(cells) > FEW and cells.n_unique() < SINGLE * len(cells)


def _speaking(plain: Plain, columns: Mapping[str, Picked]) -> int:
    """One point if the first thing needed is called by its own name and not merely “id” or “date”."""
    field = NEEDED[plain.role][0]
    return int(bare(columns[field].columns[0]) not in ("id", "date", "recordid", "at", "time", "timestamp"))


def _columns(plain: Plain, present: Mapping[str, str]) -> dict[str, Picked]:
    taken: set[str] = set()
    columns: dict[str, Picked] = {}
    for field, words in plain.fields.items():
        for place, word in enumerate(words):
            header = present.get(bare(word))
            if header is not None and (header not in taken or field in SHARED):
                sure = LIKELY + 0.1 if place == 0 else LIKELY
                columns[field] = Picked((header,), sure, f"“{header}” is a usual word for it")
                if field not in SHARED:
                    taken.add(header)
                break
    return columns


def _agreeing(role: str, columns: Mapping[str, Picked], sample: pl.DataFrame) -> dict[str, Picked]:
    """Those whose cells do not speak against them; surer where they speak for them."""
    kept = {}
    for field, picked in columns.items():
        if picked.constant is not None:
            kept[field] = picked
            continue
        fitting = [(one, _share(FIELDS[role][field], sample[one])) for one in picked.columns]
        left = tuple(one for one, share in fitting if share is None or share >= AGAINST)
        if left:
            empty = all(share is None for one, share in fitting if one in left)
            sure = picked.sure if not empty else round(picked.sure / 2, 2)
            why = picked.why + ("; its first cells are empty" if empty else "")
            kept[field] = replace(picked, columns=left, sure=sure, why=why)
    return kept


def _share(kind: Kind, cells: pl.Series) -> float | None:
    """The share of the filled cells that can be of this kind; None if none is filled."""
    cells = cells.cast(pl.String, strict=False).str.strip_chars().drop_nulls()
    cells = cells.filter(cells != "")
    if not len(cells):
        return None
    if kind == "instant":
        fits = cells.str.contains("|".join(f"(?:{_unnamed(form)})" for form in FORMS.values()))
    elif kind == "amount":
        fits = cells.str.replace_all(AROUND, "").str.contains(NUMERIC)
    elif kind == "flag":
        known = set(flags())
        fits = pl.Series([plain_word(cell) in known for cell in cells.unique().head(200)])
    else:
        return 1.0
    return float(fits.mean() or 0.0)  # type: ignore[arg-type]


def _unnamed(pattern: str) -> str:
    """A pattern whose groups have no names, so that several can stand in one."""
    parts = pattern.split("(?P<")
    return parts[0] + "".join("(?:" + part.partition(">")[2] for part in parts[1:])
