"""Whole rows of a table, read without compiling a query for each read."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def whole_rows(model: type[models.Model], where: str = "", values: Sequence[Any] = ()) -> list[Any]:
    """Whole rows, by the end of a statement: how to make them of what the database answers is found out once."""
    names, columns, convert = _reading(model, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}" {where}', values)  # noqa: S608
        found = cursor.fetchall()
    make, using = model.from_db, connection.alias
    if not convert:
        return [make(using, names, row) for row in found]
    made = []
    for row in found:
        told = list(row)
        for place, converters, of in convert:
            for one in converters:
                told[place] = one(told[place], of, connection)
        made.append(make(using, names, told))
    return made


@cache
def _reading(
    model: type[models.Model], vendor: str
) -> tuple[list[str], str, list[tuple[int, list[Any], Any]]]:
    """Names of all fields, the columns as a list for SELECT, and where what must be converted by what."""
    fields = model._meta.concrete_fields
    table = connection.ops.quote_name(str(model._meta.db_table))
    columns = [field.get_col(model._meta.db_table) for field in fields]
    convert = [
        (place, [*connection.ops.get_db_converters(col), *col.get_db_converters(connection)], col)
        for place, col in enumerate(columns)
    ]
    names = ", ".join(f"{table}.{connection.ops.quote_name(str(field.column))}" for field in fields)
    return [field.attname for field in fields], names, [one for one in convert if one[1]]


def column_of_key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)
