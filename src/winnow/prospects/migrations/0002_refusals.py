"""What no model can say: rows the database refuses to change, and indexes that nobody looks through."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER inquiry_payload_kept BEFORE UPDATE OF
        at, recorded_at, channel, door, source, external_id, message, desired_outcome, value_hint,
        consent_basis, utm, payload, batch
    ON prospects_inquiry WHEN NOT EXISTS (SELECT 1 FROM prospects_erasurepermit)
    BEGIN SELECT RAISE(ABORT, 'inquiries are append-only: only an erasure may change them'); END
    """,
    """
    CREATE TRIGGER inquiry_kept BEFORE DELETE ON prospects_inquiry
    BEGIN SELECT RAISE(ABORT, 'inquiries are never deleted'); END
    """,
    """
    CREATE TRIGGER event_unchanged BEFORE UPDATE ON prospects_event
    WHEN NOT EXISTS (SELECT 1 FROM prospects_erasurepermit)
    BEGIN SELECT RAISE(ABORT, 'events are append-only: only an erasure may change them'); END
    """,
    """
    CREATE TRIGGER event_kept BEFORE DELETE ON prospects_event
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
    """,
]

POSTGRES = [
    """
    CREATE FUNCTION winnow_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM prospects_erasurepermit) THEN RETURN NEW; END IF;
        RAISE EXCEPTION '% is append-only: only an erasure may change it', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER inquiry_payload_kept BEFORE UPDATE OF
        at, recorded_at, channel, door, source, external_id, message, desired_outcome, value_hint,
        consent_basis, utm, payload, batch
    ON prospects_inquiry FOR EACH ROW EXECUTE FUNCTION winnow_refuse()
    """,
    """
    CREATE TRIGGER inquiry_kept BEFORE DELETE ON prospects_inquiry
    FOR EACH ROW EXECUTE FUNCTION winnow_refuse()
    """,
    """
    CREATE TRIGGER event_kept BEFORE UPDATE OR DELETE ON prospects_event
    FOR EACH ROW EXECUTE FUNCTION winnow_refuse()
    """,
]

KEYED = ("prospects_identity", "prospects_company", "prospects_effect")
OF_BEGINNINGS = """
    SELECT indexname FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename = ANY(%s) AND indexdef LIKE %s
"""


def forward(apps, schema_editor):
    refuse(apps, schema_editor)
    look_up_whole(schema_editor.connection)


def refuse(apps, schema_editor):
    """Keep an inquiry's payload and each Event as they are, save under an erasure permit."""
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for statement in statements:
        schema_editor.execute(statement, params=None)  # a % in the text is no placeholder


def look_up_whole(connection):
    """Keys are never looked up by how they begin: PostgreSQL need not keep a second index of each for that."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(OF_BEGINNINGS, [list(KEYED), "%(key varchar_pattern_ops)%"])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')


def allow(apps, schema_editor):
    tables = {"inquiry_payload_kept": "inquiry", "inquiry_kept": "inquiry", "event_kept": "event"}
    if schema_editor.connection.vendor == "sqlite":
        for name in [*tables, "event_unchanged"]:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        return
    for name, table in tables.items():
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON prospects_{table}")
    schema_editor.execute("DROP FUNCTION IF EXISTS winnow_refuse()")


class Migration(migrations.Migration):
    dependencies = [("prospects", "0001_whole")]
    operations = [migrations.RunPython(forward, allow)]
