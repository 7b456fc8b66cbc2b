"""Temporary tables and views of DuckDB, between expressions and SQL."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import ibis
from ibis.expr import operations as ops

NONE: Mapping[str, str] = MappingProxyType({})


def typed(connection: Any, expression: ibis.Table, others: Mapping[str, str] = NONE) -> str:
    """A query in SQL that gives the very types that the expression tells; of some columns `others`, in SQL."""
    kinds = connection.compiler.type_mapper
    told = {one: kinds.to_string(kind) for one, kind in expression.schema().items()} | dict(others)
    columns = ", ".join(f'CAST("{one}" AS {kind}) AS "{one}"' for one, kind in told.items())
    return f"SELECT {columns} FROM ({connection.compile(expression)})"  # noqa: S608


def placed(connection: Any, name: str, columns: ibis.Schema) -> ibis.Table:
    """A temporary table or view as an expression, there or not yet."""
    place = ops.Namespace(catalog="temp", database="main")
    return ops.DatabaseTable(name, schema=columns, source=connection, namespace=place).to_expr()
