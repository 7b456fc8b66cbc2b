"""What inquiries said of why we may write becomes rows of its own."""

from django.db import migrations, models
from django.db.models import Q

KINDS = ["erased", "no_contact", "no_marketing", "no_mail", "lifted"]
FROM_INQUIRIES = """
    INSERT INTO privacy_basis (person_id, purpose, ground, words, source, inquiry_id, at, withdrawn_why)
    SELECT p.person_id, 'marketing',
        CASE WHEN lower(i.consent_basis) LIKE '%interest%' THEN 'legitimate_interest'
             WHEN lower(i.consent_basis) LIKE '%contract%' THEN 'contract'
             WHEN lower(i.consent_basis) LIKE '%legal%' THEN 'legal_obligation' ELSE 'consent' END,
        i.consent_basis, CASE WHEN i.batch IS NULL THEN 'inquiry' ELSE 'import' END, i.id, i.at, ''
    FROM prospects_inquiry i JOIN prospects_prospect p ON p.id = i.prospect_id
    WHERE i.consent_basis <> '' AND i.withdrawn_at IS NULL
"""


def fill(apps, schema_editor):
    schema_editor.execute(FROM_INQUIRIES, params=None)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_nothing_in_free_pages")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="line", name="line_kind_known"),
        migrations.AlterField(
            model_name="line",
            name="kind",
            field=models.CharField(choices=[(one, one.replace("_", " ")) for one in KINDS], max_length=12),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(condition=Q(kind__in=KINDS), name="line_kind_known"),
        ),
    ]
