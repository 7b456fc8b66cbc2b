from django.db import migrations, models

CLOCK = ["owner", "clock_started_at", "responded_at", "respond_by", "closed_at", "merged_into"]
KEYS = {"prospects_identity": 200, "prospects_company": 253, "prospects_effect": 120}


def by_bytes(apps, schema_editor):
    _compared(schema_editor, "C")


def by_language(apps, schema_editor):
    _compared(schema_editor, "default")


def _compared(schema_editor, collation):
    """Keys are equal or not and never shown in order: PostgreSQL need not ask how a language would sort them."""
    if schema_editor.connection.vendor == "postgresql":
        for table, length in KEYS.items():
            schema_editor.execute(
                f'ALTER TABLE {table} ALTER COLUMN "key" TYPE varchar({length}) COLLATE "{collation}"'
            )


class Migration(migrations.Migration):
    """What has no clock, as imported history, needs no place in the index of clocks; keys are compared by bytes."""

    dependencies = [("prospects", "0002_refusals")]

    operations = [
        migrations.RemoveIndex(model_name="prospect", name="prospect_response"),
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(
                condition=models.Q(("clock_started_at__isnull", False)),
                fields=CLOCK,
                name="prospect_response",
            ),
        ),
        migrations.RunPython(by_bytes, by_language),
    ]
