"""Which database DATABASE_URL names: SQLite or PostgreSQL, or why it cannot be that."""

from importlib.util import find_spec
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from winnow.config.extras import the_extra

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
LIKE = "postgres://USER:PASSWORD@HOST:5432/NAME"


class Unusable(ImproperlyConfigured):
    """The address names no database that Winnow can work with; the message says what to do, and no password."""


def database(url: str) -> dict[str, Any]:
    """Django's settings of that database. Raises Unusable."""
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True))
    except ValueError:
        raise Unusable(
            f"DATABASE_URL is not the address of a database. Write it like {LIKE}, in a password %40 for @ and %2F for "
            "a slash; or leave it out, and the database is a file (SQLite) in WINNOW_HOME."
        ) from None
    if found["ENGINE"] not in (SQLITE, POSTGRESQL):
        raise Unusable(
            f"Winnow works with SQLite (leave DATABASE_URL out) and with PostgreSQL ({LIKE}), with no other database."
        )
    if found["ENGINE"] == POSTGRESQL and not find_spec("psycopg"):
        raise Unusable(f"PostgreSQL needs {the_extra('postgres')}")
    return found
