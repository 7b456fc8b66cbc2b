"""What changes from one procedure to another, each change in a sentence. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from winnow.procedure.labels import label, subject, value_in_words
from winnow.procedure.places import Path
from winnow.procedure.problems import dotted
from winnow.procedure.schema import Procedure

Table = dict[str, Any]

_KEYED_BY = ("key", "text")  # what tells the rows of a list apart; lists without either are one value


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the dotted path, both values in words ("" if there is none), and the whole sentence."""

    path: str
    before: str
    after: str
    sentence: str


def diff(old: Procedure, new: Procedure) -> list[Change]:
    """Every change from old to new, in the order of the file; [] exactly if they say the same."""
    before, after = (_by_key(one.model_dump(mode="json")) for one in (old, new))
    return list(_changes((), before, after, (before, after)))


def _by_key(value: Any) -> Any:
    """The same tree with lists of rows as tables by their key, so that a moved row is the same row."""
    if isinstance(value, dict):
        return {name: _by_key(inner) for name, inner in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        name = next((name for name in _KEYED_BY if name in value[0]), "")
        keys = [row.get(name) for row in value]
        if name and len(set(keys)) == len(keys):
            return {row[name]: _by_key(row) for row in value}
    return value


def _changes(path: Path, before: Any, after: Any, roots: tuple[Table, Table]) -> Iterator[Change]:
    if before == after and _order(before) == _order(after):
        return
    before, after = _no_rows_yet(before, after), _no_rows_yet(after, before)
    if not (_is_table(before) and _is_table(after)):
        yield _changed(path, before, after, roots)
        return
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in after:
            yield _gone((*path, name), before[name], roots)
        elif name not in before:
            yield _added((*path, name), after[name], roots)
        else:
            yield from _changes((*path, name), before[name], after[name], roots)
    kept_before, kept_after = [n for n in before if n in after], [n for n in after if n in before]
    if kept_before != kept_after and _is_list_of_rows(after):
        about = subject(path, *roots) if len(path) > 1 else label(path).capitalize()
        sentence = f"{about}: the order is now {', '.join(after)}"
        yield Change(dotted(path), ", ".join(before), ", ".join(after), sentence)


def _no_rows_yet(value: Any, other: Any) -> Any:
    """An empty list as an empty table where the other side has rows."""
    return {} if value == [] and _is_table(other) else value


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_list_of_rows(table: Table) -> bool:
    return all(
        isinstance(row, dict) and name in (row.get("key"), row.get("text")) for name, row in table.items()
    )


def _order(value: Any) -> Any:
    """Equal tables may differ in the order of their rows, at any depth."""
    return [(name, _order(inner)) for name, inner in value.items()] if isinstance(value, dict) else value


def _changed(path: Path, before: Any, after: Any, roots: tuple[Table, Table]) -> Change:
    around = [_table_at(root, path[:-1]) for root in roots]
    was = value_in_words(path, before, around[0])
    now = value_in_words(path, after, around[1])
    number, _, unit = was.partition(" ")
    short = number if unit and unit == now.partition(" ")[2] else was
    sentence = f"{subject(path[:-1], *roots)}: {label(path)} {short} → {now}"
    return Change(dotted(path), was, now, sentence)


def _gone(path: Path, before: Any, roots: tuple[Table, Table]) -> Change:
    was = value_in_words(path, before, {})
    return Change(dotted(path), was, "", f"{_named(path, before, roots)}: removed")


def _added(path: Path, after: Any, roots: tuple[Table, Table]) -> Change:
    now = value_in_words(path, after, {})
    plain = now.removeprefix("(").removesuffix(")") if isinstance(after, dict) else now
    return Change(dotted(path), "", now, f"{_named(path, after, roots)}: new, {plain}")


def _named(path: Path, value: Any, roots: tuple[Table, Table]) -> str:
    if isinstance(value, dict):
        return subject(path, *roots)
    return f"{subject(path[:-1], *roots)}: {label(path)}"


def _table_at(root: Table, path: Path) -> Table:
    value: Any = root
    for part in path:
        value = value.get(part, {}) if isinstance(value, dict) else {}
    return value if isinstance(value, dict) else {}
