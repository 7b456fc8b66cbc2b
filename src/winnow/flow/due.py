"""Whether anything is due that has an instant of its own: one statement, answered from indexes."""

from datetime import datetime

from django.db import connection

DUE = (
    ("prospects_prospect", "check_at"),
    ("prospects_prospect", "claimed_until"),
    ("prospects_effect", "due_at"),
    ("customers_customer", "due_at"),
    ("nurture_stay", "due_at"),
    ("nurture_click", "judge_at"),
)
HOLDS = {"claimed_until": "claimed_by_id"}  # the column that the partial index of these asks for
LOOK = 'EXISTS (SELECT 1 FROM "{}" WHERE "{}" IS NOT NULL AND "{}" <= %s)'
STATEMENT = "SELECT " + " OR ".join(
    LOOK.format(table, HOLDS.get(column, column), column) for table, column in DUE
)


def anything_due(now: datetime) -> bool:
    """Compiling the queries of each room would cost more than this, and mostly nothing is due."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [connection.ops.adapt_datetimefield_value(now)] * len(DUE))
        return bool(cursor.fetchone()[0])
