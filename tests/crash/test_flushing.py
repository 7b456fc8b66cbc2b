"""A 2xx means flushed: every connection that Winnow opens flushes at its commits and minds foreign keys."""

import pytest

from tests.cli.installation import Installation

pytestmark = pytest.mark.crash

ASKED_IN_TWO_THREADS = """
from concurrent.futures import ThreadPoolExecutor
from django.db import connection, connections
def asked(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchone()[0]
    connections.close_all()
    return str(answer)
print(asked({0!r}), ThreadPoolExecutor(1).submit(asked, {0!r}).result())
"""


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("pragma", "value"), [("synchronous", "2"), ("journal_mode", "wal"), ("foreign_keys", "1")]
)
def test_on_sqlite_every_connection_is_set_up_to_flush(firm: Installation, pragma: str, value: str) -> None:
    assert firm.python(ASKED_IN_TWO_THREADS.format(f"PRAGMA {pragma}")).split() == [value, value]
