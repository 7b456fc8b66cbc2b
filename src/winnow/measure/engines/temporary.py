"""Temporary tables and views of DuckDB, between expressions and SQL."""

from typing import Any

import ibis
from ibis.expr import operations as ops


def typed(connection: Any, expression: ibis.Table) -> str:
    """A query in SQL that gives the very types that the expression tells."""
    kinds, told = connection.compiler.type_mapper, expression.schema()
    columns = ", ".join(f'CAST("{one}" AS {kinds.to_string(kind)}) AS "{one}"' for one, kind in told.items())
    return f"SELECT {columns} FROM ({connection.compile(expression)})"  # noqa: S608


def placed(connection: Any, name: str, columns: ibis.Schema) -> ibis.Table:
    """A temporary table or view as an expression, there or not yet."""
    place = ops.Namespace(catalog="temp", database="main")
    return ops.DatabaseTable(name, schema=columns, source=connection, namespace=place).to_expr()
