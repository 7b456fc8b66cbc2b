"""What pydantic finds wrong with the shape of a procedure, told in words with the nearest valid one. Pure."""

import re
import types
import typing
from collections.abc import Mapping
from enum import Enum, EnumType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from winnow.procedure.places import Path
from winnow.procedure.problems import nearest, words
from winnow.procedure.schema import Procedure

Found = tuple[Path, str, str]  # path, message, suggestion

_QUOTED = re.compile(r"'([^']*)'")

_PATTERNS = {
    r"^[a-z][a-z0-9_]": "is not a key; a key is lower-case letters, digits and _, such as no_answer",
    r"^([01]\d|2[0-3]):[0-5]\d-": "is not a span of hours; write it as 09:00-17:00",
    r"^([01]\d|2[0-3]):[0-5]\d$": "is not a time of day; write it as 08:30",
    r"^[A-Z]{3}$": "is not a currency; write its three letters, such as EUR",
    r"^[A-Z]{2}$": "is not a country; write its two capital letters, such as DE",
    r"^[a-z]{2}$": "is not a language; write its two small letters, such as en",
    r"^[1-9a-z]?$": "is not one key; write a digit 1 to 9 or a small letter",
}

_PLAIN = {
    "int_type": "needs a whole number, without quotes",
    "float_type": "needs a number, without quotes",
    "float_parsing": "needs a number, without quotes",
    "bool_type": "needs true or false, without quotes",
    "bool_parsing": "needs true or false, without quotes",
    "string_type": "needs a text in quotes",
    "tuple_type": "needs a list in square brackets",
    "dict_type": "needs a table",
    "model_type": "needs a table",
    "date_type": "needs a date such as 2027-12-24, without quotes",
    "date_parsing": "needs a date such as 2027-12-24, without quotes",
    "date_from_datetime_parsing": "needs a date such as 2027-12-24, without quotes",
    "date_from_datetime_inexact": "needs a date without a time of day",
    "finite_number": "needs a finite number",
}


def misfits(error: ValidationError, raw: dict[str, Any]) -> list[Found]:
    """Each mistake once; a field that is missing only because it is misspelt is told as misspelt."""
    found: dict[Path, Found] = {}
    for detail in error.errors(include_url=False):
        one = _told(detail, raw)
        if one[0] not in found or (one[2] and not found[one[0]][2]):
            found[one[0]] = one
    misspelt = {(*path[:-1], hint) for path, said, hint in found.values() if said.startswith("no such")}
    missing = {detail["loc"] for detail in error.errors(include_url=False) if detail["type"] == "missing"}
    return [one for path, one in found.items() if not (path in missing and path in misspelt)]


def _told(detail: ErrorDetails, raw: dict[str, Any]) -> Found:
    path, kind = detail["loc"], detail["type"]
    if "[key]" in path:
        path = path[: path.index("[key]")]
        return _unknown_word(path, valid_at(path[:-1]))
    path = _written_part(path, raw)
    if kind == "extra_forbidden":
        return _unknown_word(path, valid_at(path[:-1]))
    if kind == "missing":
        return path, "is missing", ""
    if kind in ("enum", "literal_error"):
        valid = _QUOTED.findall(str(detail.get("ctx", {}).get("expected", "")))
        said = f'"{detail["input"]}" is not one of {words(valid)}'
        return path, said, nearest(detail["input"], valid)
    return path, _plainly(detail), ""


def _unknown_word(path: Path, valid: list[str]) -> Found:
    hint = nearest(path[-1], valid)
    return path, "no such field" if hint else f"no such field; there are {', '.join(valid)}", hint


def _plainly(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "string_pattern_mismatch":
        said = next((said for start, said in _PATTERNS.items() if context["pattern"].startswith(start)), "")
        return f'"{detail["input"]}" {said or "is not written as it must be"}'
    if kind == "greater_than_equal":
        return f"{detail['input']} is too little; at least {context['ge']}"
    if kind == "less_than_equal":
        return f"{detail['input']} is too much; at most {context['le']}"
    return _PLAIN.get(kind, detail["msg"][:1].lower() + detail["msg"][1:])


def _written_part(path: Path, raw: Any) -> Path:
    """The path without the parts that pydantic adds for the members of a union."""
    kept: list[str | int] = []
    for part in path[:-1]:
        if has(raw, part):
            raw = raw[part]
            kept.append(part)
    return (*kept, path[-1])


def has(raw: Any, part: str | int) -> bool:
    """Whether a table has this key, or a list this element."""
    if isinstance(raw, list):
        return isinstance(part, int) and part < len(raw)
    return isinstance(raw, Mapping) and part in raw


def valid_at(path: Path) -> list[str]:
    """The words that may stand as keys at a path of the procedure; [] where any name may."""
    shape: Any = Procedure
    for part in path:
        shape = _inside(shape, part)
    if _is_model(shape):
        return list(shape.model_fields)
    if get_origin(shape) is dict:
        return _words_of(get_args(shape)[0])
    return []


def _inside(shape: Any, part: str | int) -> Any:
    if _is_model(shape):
        field = shape.model_fields.get(part)
        return _bare(field.annotation) if field else None
    if get_origin(shape) is dict:
        return _bare(get_args(shape)[1])
    return _bare(get_args(shape)[0]) if get_origin(shape) is tuple else None


def _words_of(shape: Any) -> list[str]:
    if isinstance(shape, EnumType):
        return [str(member.value) for member in typing.cast(type[Enum], shape)]
    if get_origin(shape) is Literal:
        return [str(word) for word in get_args(shape)]
    if get_origin(shape) in (typing.Union, types.UnionType):
        return [word for member in get_args(shape) for word in _words_of(member)]
    return []


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is typing.Annotated else annotation


def _is_model(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, BaseModel)
