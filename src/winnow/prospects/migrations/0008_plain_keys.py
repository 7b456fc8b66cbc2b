"""Keys are looked up whole, never by how they begin: PostgreSQL need not keep a second index of each for that."""

from django.db import migrations

KEYED = ("prospects_identity", "prospects_company", "prospects_effect")
OF_BEGINNINGS = """
    SELECT indexname FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename = ANY(%s) AND indexdef LIKE %s
"""


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(OF_BEGINNINGS, [list(KEYED), "%(key varchar_pattern_ops)%"])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')


class Migration(migrations.Migration):
    dependencies = [("prospects", "0007_exceptions")]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
