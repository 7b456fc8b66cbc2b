"""The reference of every table and field of the procedure file, from the schema itself. Pure."""

import types
import typing
from datetime import date
from enum import EnumType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from winnow.procedure import schema
from winnow.procedure.meanings import MEANINGS
from winnow.procedure.prose.words import table

_OPENING = """\
# The procedure file

Every table and field that a procedure file may have. The file is TOML; `winnow procedure check FILE` names
the line of every mistake. The default that ships, with its remarks, is
[`default.toml`](../src/winnow/procedure/default.toml). This page is made from the schema by
`winnow procedure reference`.

A field without a default must be there. Durations are minutes or days, as their names say; minutes are
working minutes unless a field says otherwise. A `key` is what is stored and is unique in its list.
"""

_SPOKEN = [
    (schema.Key, "key"),
    (schema.Minutes, "whole minutes"),
    (schema.Days, "whole days"),
    (schema.Points, "points, -100 to 100"),
    (schema.Hours, "span such as `09:00-17:00`"),
    (bool, "true or false"),
    (int, "whole number"),
    (float, "number"),
    (str, "text"),
    (date, "date"),
]


def reference() -> str:
    """Markdown with a section for each kind of table, in the order in which the file has them."""
    found: dict[type[BaseModel], str] = {}
    _collect(schema.Procedure, "", found)
    sections = [_section(model, place) for model, place in found.items()]
    return "\n\n".join([_OPENING.rstrip("\n"), *sections]) + "\n"


def _collect(model: type[BaseModel], place: str, found: dict[type[BaseModel], str]) -> None:
    """Each table's model with the first place where it stands."""
    found.setdefault(model, place)
    for name, annotation in _fields(model).items():
        inner, written = _table_within(annotation)
        if inner and inner not in found:
            _collect(inner, f"{place}.{name}{written}".removeprefix("."), found)


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


def _table_within(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    """The model of a field that holds tables, and how its place is written: one, by name, or a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    arguments = get_args(annotation)
    if get_origin(annotation) is tuple and _table_within(arguments[0])[0]:
        return _table_within(arguments[0])[0], "[]"
    if get_origin(annotation) is dict and _table_within(arguments[1])[0]:
        return _table_within(arguments[1])[0], ".NAME"
    return None, ""


def _section(model: type[BaseModel], place: str) -> str:
    meanings = MEANINGS[model.__name__]
    rows = [
        (f"`{name}`", _spoken(annotation), _default(model.model_fields[name]), meanings[name])
        for name, annotation in _fields(model).items()
    ]
    listed = "[]" in place
    head = f"`[[{place.replace('[]', '')}]]`" if listed else f"`[{place}]`" if place else "The whole file"
    fields = table(("Field", "Is", "Default", "Means"), rows)
    return f"## {head}\n\n{(model.__doc__ or '').strip()}\n\n{fields}"


def _spoken(annotation: Any) -> str:
    for known, words in _SPOKEN:
        if annotation == known:
            return words
    if isinstance(annotation, EnumType) or get_origin(annotation) is Literal:
        return " or ".join(f"`{word}`" for word in _words(annotation))
    if _table_within(annotation)[0]:
        return {"": "table", "[]": "list of tables", ".NAME": "tables by name"}[_table_within(annotation)[1]]
    return _compound(annotation)


def _compound(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is typing.Annotated:
        limits = [f"{word} {limit}" for word, limit in _limits(arguments[1])]
        return f"{_spoken(arguments[0])}{', ' if limits else ''}{', '.join(limits)}"
    if origin is tuple:
        return f"list, each a {_spoken(arguments[0])}"
    if origin is dict:
        return f"for each of {_spoken(arguments[0])}: {_spoken(arguments[1])}"
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_spoken(one) for one in arguments if one is not type(None))
    return str(annotation)


def _limits(field: FieldInfo) -> list[tuple[str, Any]]:
    words = {"ge": "at least", "le": "at most"}
    return [
        (word, getattr(limit, name))
        for limit in field.metadata
        for name, word in words.items()
        if hasattr(limit, name)
    ]


def _words(annotation: Any) -> list[str]:
    members = get_args(annotation) if get_origin(annotation) is Literal else list(annotation)
    return [str(getattr(member, "value", member)) for member in members]


def _default(field: FieldInfo) -> str:
    value = field.default
    if field.is_required():
        return "must be there"
    if value is None or value in ("", (), {}):
        return "none"
    if isinstance(value, BaseModel):
        return "as below"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return ", ".join(
            f"{one.text} from {one.at_least}" if hasattr(one, "at_least") else getattr(one, "text", str(one))
            for one in value
        )
    if isinstance(value, dict):
        return ", ".join(f"`{name}` {inner}" for name, inner in value.items())
    return f"`{getattr(value, 'value', value)}`"
