"""The tables as they stand; a database that went through the steps of before has them already."""

from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("route", "0001_prices_of_places")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Reckoned",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("figures", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name_plural": "reckoned",
            },
        ),
    ]
