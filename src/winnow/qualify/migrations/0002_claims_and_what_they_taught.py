import django.db.models.deletion
import winnow.prospects.words
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("prospects", "0006_partial_indexes"),
        ("qualify", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=40)),
                ("choice", models.CharField(blank=True, default="", max_length=40)),
                ("text", models.TextField(blank=True, default="")),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("stated", "stated"),
                            ("corroborated", "corroborated"),
                            ("purchase_order", "purchase order"),
                        ],
                        default=winnow.prospects.words.Grade["STATED"],
                        max_length=16,
                    ),
                ),
                ("evidence", models.CharField(blank=True, default="", max_length=300)),
                ("outcome", models.CharField(blank=True, default="", max_length=40)),
                ("seconds", models.PositiveSmallIntegerField(null=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Learned",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("figures", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name_plural": "learned",
            },
        ),
        migrations.CreateModel(
            name="Reaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="answer",
            name="evidence",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="answer",
            name="outcome",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("outcome__gt", "")), fields=["outcome", "prospect"], name="answer_outcome"
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="prospect",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="prospects.prospect",
            ),
        ),
        migrations.AddField(
            model_name="reaction",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reaction",
            name="prospect",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reactions",
                to="prospects.prospect",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["prospect", "question", "id"], name="claim_history"),
        ),
        migrations.AddConstraint(
            model_name="reaction",
            constraint=models.UniqueConstraint(
                fields=("prospect", "question"), name="one_reaction_to_a_question"
            ),
        ),
    ]
