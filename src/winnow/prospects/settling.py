"""After many rows were written the database looks at its large tables."""

from django.apps import apps
from django.db import connection, models

WORTH_A_LOOK = 1 << 20  # bytes of a table
MANY, LOOKED_AT = 10_000, 1_000  # rows of a table that SQLite looks at; how many of each index it reads


def settle() -> None:
    """After many rows were written: let the database look at its large tables now.

    Until then it plans as if they were as small as before, and reads rows that the index alone could answer for. Small
    ones are left alone: plans that are kept and made for a table known to be empty would read it from end to end.
    """
    if connection.vendor == "postgresql":
        _settle_postgresql()
    else:
        settle_embedded()


def settle_embedded() -> None:
    """SQLite never looks by itself; without it each statement takes the index that fits most of its conditions."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        for name in _written():
            cursor.execute(f'SELECT max(rowid) FROM "{name}"')  # noqa: S608 - a name of ours
            if (cursor.fetchone()[0] or 0) >= MANY:
                cursor.execute(f'ANALYZE "{name}"')


def _written() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_app_config("prospects").get_models()}


def _settle_postgresql() -> None:
    written = _written()
    looking = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
    with connection.cursor() as cursor:
        large = "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND pg_relation_size(oid) >= %s"
        cursor.execute(large, [list(written), WORTH_A_LOOK])
        if names := [_compared(written[name]) for (name,) in cursor.fetchall()]:
            cursor.execute(f"{looking} {', '.join(names)}")


def _compared(model: type[models.Model]) -> str:
    """A table and those columns by which rows are found or told apart: to sort all others costs more than these.

    PostgreSQL comes round to all columns by itself later: it counts a look at some of them as none.
    """
    indexed = {name for index in model._meta.indexes for name, _ in index.fields_orders}
    indexed |= {name for one in model._meta.constraints for name in getattr(one, "fields", ())}
    columns = [
        f'"{field.column}"'
        for field in model._meta.concrete_fields
        if field.unique or field.is_relation or field.choices or field.name in indexed
    ]
    return f'"{model._meta.db_table}" ({", ".join(columns)})'
