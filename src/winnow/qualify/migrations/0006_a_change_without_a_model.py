import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("qualify", "0005_cuts_and_placements")]

    operations = [
        migrations.AlterField(
            model_name="modelchange",
            name="model",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="qualify.learnedmodel",
            ),
        ),
    ]
