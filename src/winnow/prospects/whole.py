"""Whole rows of a table, read without compiling a query for each read, nor going through each field to make one."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.base import ModelState

Convert = Callable[[Any], Any]


def whole_rows(model: type[models.Model], where: str = "", values: Sequence[Any] = ()) -> list[Any]:
    """Whole rows, by the end of a statement: how to make them of what the database answers is found out once."""
    names, columns, convert = _reading(model, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}" {where}', values)  # noqa: S608
        found = cursor.fetchall()
    return [_made(model, names, convert, row) for row in found]


def _made(
    model: type[models.Model],
    names: Sequence[str],
    convert: Sequence[tuple[str, Convert]],
    row: Sequence[Any],
) -> models.Model:
    """As `Model.from_db` makes it; no model of ours does anything of its own in the making."""
    made = model.__new__(model)
    told = made.__dict__
    told.update(zip(names, row, strict=True))
    for name, change in convert:
        if told[name] is not None:
            told[name] = change(told[name])
    made._state = state = ModelState()
    state.adding, state.db = False, connection.alias
    return made


@cache
def _reading(model: type[models.Model], vendor: str) -> tuple[list[str], str, list[tuple[str, Convert]]]:
    """Names of all fields, the columns as a list for SELECT, and what must be converted by what."""
    fields = model._meta.concrete_fields
    quoted = connection.ops.quote_name
    columns = ", ".join(
        f"{quoted(str(model._meta.db_table))}.{quoted(str(field.column))}" for field in fields
    )
    found = [(field.attname, _converted(field, vendor)) for field in fields]
    return (
        [field.attname for field in fields],
        columns,
        [(name, change) for name, change in found if change is not None],
    )


def _converted(field: "models.Field[Any, Any]", vendor: str) -> Convert | None:
    """What Django would do with the column's values, for all but NULL."""
    if vendor == "sqlite" and isinstance(field, models.DateTimeField):
        return _instant
    column = field.get_col(str(field.model._meta.db_table))
    steps = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
    if not steps:
        return None

    def change(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return value

    return change


def _instant(kept: datetime) -> datetime:
    """SQLite keeps instants without a time zone, in UTC."""
    return kept.replace(tzinfo=UTC)


def column_of_key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)
