"""What was deleted before this version may stand in free pages of a SQLite file: it is written anew, once."""

from django.db import migrations


def write_anew(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("privacy", "0001_initial")]
    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
