"""The tables as they stand; a database that went through the steps of before has them already."""

import django.db.models.deletion
import winnow.prospects.words
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("qualify", "0001_initial"),
        ("qualify", "0002_claims_and_what_they_taught"),
        ("qualify", "0003_claims_of_before"),
        ("qualify", "0004_learned_models_and_odds"),
        ("qualify", "0005_cuts_and_placements"),
        ("qualify", "0006_a_change_without_a_model"),
        ("qualify", "0007_longer_names_of_methods"),
    ]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("prospects", "0001_whole"),
    ]

    operations = [
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
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("qualified", "qualified"),
                            ("nurture", "nurture"),
                            ("disqualified", "disqualified"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("note", models.TextField(blank=True, default="")),
                ("points", models.IntegerField(default=0)),
                ("answers", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="prospects.prospect",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LearnedModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("seed", models.BigIntegerField()),
                ("snapshot", models.CharField(max_length=64)),
                ("method", models.CharField(max_length=200)),
                ("data", models.JSONField()),
                ("validation", models.JSONField(default=dict)),
                ("unseen", models.JSONField(default=dict)),
                ("why", models.JSONField(default=list)),
                ("orders", models.PositiveIntegerField()),
                ("prospects", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("champion", "Champion"),
                            ("challenger", "Challenger"),
                            ("retired", "Retired"),
                        ],
                        default="challenger",
                        max_length=10,
                    ),
                ),
                ("frozen", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("version", models.PositiveIntegerField(null=True)),
                ("swept_to", models.BigIntegerField(default=0, null=True)),
                ("watched_to", models.BigIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "champion")), fields=("state",), name="one_champion"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("share", "Share"),
                            ("lose_at_most", "Lose At Most"),
                            ("capacity", "Capacity"),
                        ],
                        max_length=12,
                    ),
                ),
                ("value", models.FloatField()),
                ("confidence", models.FloatField()),
                ("share", models.FloatField()),
                ("lose", models.FloatField()),
                ("expected", models.FloatField()),
                ("bound", models.FloatField()),
                ("orders", models.PositiveIntegerField()),
                ("honest", models.FloatField()),
                ("seed", models.BigIntegerField()),
                ("by_profit", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_force", "In Force"),
                            ("replaced", "Replaced"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="in_force",
                        max_length=10,
                    ),
                ),
                ("said", models.TextField()),
                ("reason", models.CharField(max_length=300)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_reason", models.TextField(blank=True, default="")),
                ("alarm", models.TextField(blank=True, default="")),
                ("watched_at", models.DateTimeField()),
                (
                    "before",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="qualify.cut",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cuts_of_line",
                        to="qualify.cut",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="qualify.learnedmodel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")), fields=("state",), name="one_cut_in_force"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 1)),
                        name="cut_share_between_0_and_1",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("honest__gt", 0), ("honest__lte", 1)),
                        name="cut_has_an_honest_sample",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "in_force")),
                            models.Q(
                                ("ended_at__isnull", False), models.Q(("state", "in_force"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="cut_ended_or_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ModelChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=12)),
                ("by", models.CharField(max_length=16)),
                ("reason", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="qualify.learnedmodel",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="qualify.learnedmodel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Odds",
            fields=[
                (
                    "prospect",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="odds",
                        serialize=False,
                        to="prospects.prospect",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("probability", models.FloatField()),
                ("margin", models.FloatField(null=True)),
                ("hours", models.FloatField(null=True)),
                ("steps", models.JSONField(default=list)),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="odds",
                        to="qualify.learnedmodel",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "odds",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("probability__gte", 0), ("probability__lte", 1)),
                        name="probability_between_0_and_1",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "prospect",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="placement",
                        serialize=False,
                        to="prospects.prospect",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("batch", models.PositiveIntegerField()),
                ("worth", models.FloatField()),
                ("probability", models.FloatField()),
                ("margin", models.FloatField(null=True)),
                ("hours", models.FloatField(null=True)),
                ("rank", models.FloatField(null=True)),
                ("below", models.BooleanField()),
                ("sampled", models.BooleanField(default=False)),
                ("spared", models.CharField(blank=True, default="", max_length=20)),
                (
                    "cut",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="qualify.cut",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="qualify.learnedmodel",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["cut", "below", "sampled"], name="placement_of_cut"),
                    models.Index(fields=["-at", "prospect"], name="placement_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("below", True), ("sampled", False), _connector="OR"),
                        name="only_those_below_are_sampled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("below", False), ("spared", ""), _connector="OR"),
                        name="who_is_spared_is_not_below",
                    ),
                ],
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
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reactions",
                        to="prospects.prospect",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("prospect", "question"), name="one_reaction_to_a_question"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
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
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="prospects.prospect",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome__gt", "")),
                        fields=["outcome", "prospect"],
                        name="answer_outcome",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("prospect", "question"), name="one_answer_to_a_question")
                ],
            },
        ),
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
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="prospects.prospect",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["prospect", "question", "id"], name="claim_history")],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("respond_by", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("rejected_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("note", models.TextField(blank=True, default="")),
                (
                    "giver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="prospects.prospect",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("rejected_at", None)),
                        fields=("prospect",),
                        name="one_waiting_handover",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rejected_at", None),
                            models.Q(("accepted_at", None), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="handover_rejected_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("respond_by__gte", models.F("at"))),
                        name="handover_clock_after_start",
                    ),
                ],
            },
        ),
    ]
