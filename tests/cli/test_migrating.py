"""Tables that are made together are the tables that would be made one by one."""

import pytest
from django.db import connection
from django.db.migrations import CreateModel

from tests.cli.installation import Installation
from winnow.cli.migrating import Together, tables_together

# Everything that a database says of its tables; names that Django derives from both are among it.
SCHEMA = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    "postgresql": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT table_name, column_name, concat_ws(' ', ordinal_position, data_type, is_nullable,
        character_maximum_length, column_default, identity_generation) FROM information_schema.columns
        WHERE table_schema = 'public'""",
}


@pytest.mark.django_db
def test_an_installation_has_the_tables_that_each_step_by_itself_leads_to(installed: Installation) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA[connection.vendor])
        one_by_one = {tuple(row) for row in cursor.fetchall()}
    together = {tuple(row) for row in installed.sql(SCHEMA[connection.vendor])}
    assert len(together) > 250
    assert together == one_by_one


def test_they_stand_in_the_order_of_before_and_what_follows_them_stays_by_itself() -> None:
    first, second, later = CreateModel("A", []), CreateModel("B", []), CreateModel("C", [])
    other = CreateModelOfAnotherKind("D", [])

    [both, between, alone] = tables_together([first, second, other, later])

    assert isinstance(both, Together)
    assert both.tables == [first, second]
    assert between is other
    assert isinstance(alone, Together)
    assert alone.tables == [later]


class CreateModelOfAnotherKind(CreateModel):
    """What might do more than to make a table."""
