import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The index by person and purpose begins with the person: a second one by person alone finds nothing more."""

    dependencies = [("privacy", "0001_whole"), ("prospects", "0003_lighter_indexes")]

    operations = [
        migrations.AlterField(
            model_name="basis",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bases",
                to="prospects.person",
            ),
        ),
    ]
