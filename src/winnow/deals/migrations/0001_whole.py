"""The tables as they stand; a database that went through the steps of before has them already."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("deals", "0001_initial"),
        ("deals", "0002_those_there_already"),
        ("deals", "0003_further_opportunities"),
        ("deals", "0004_reasons_coded"),
    ]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("prospects", "0001_whole"),
    ]

    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(unique=True)),
                ("open", models.PositiveIntegerField()),
                ("stays", models.PositiveIntegerField()),
                ("warned", models.PositiveIntegerField()),
                ("relieved", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Opportunity",
            fields=[
                (
                    "prospect",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="opportunity",
                        serialize=False,
                        to="prospects.prospect",
                    ),
                ),
                ("about", models.CharField(blank=True, db_default="", default="", max_length=120)),
                ("opened_at", models.DateTimeField()),
                ("stage", models.CharField(max_length=40)),
                ("stage_at", models.DateTimeField()),
                ("progress_at", models.DateTimeField()),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("low", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("high", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("margin", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("decides_by", models.DateField(null=True)),
                (
                    "decides_grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stated", "stated"),
                            ("corroborated", "corroborated"),
                            ("purchase_order", "purchase order"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("decides_evidence", models.TextField(blank=True, default="")),
                ("wanted", models.CharField(blank=True, default="", max_length=40)),
                ("wanted_words", models.TextField(blank=True, default="")),
                ("competitors", models.CharField(blank=True, default="", max_length=300)),
                ("doubted_at", models.DateTimeField(null=True)),
                ("review_at", models.DateTimeField(null=True)),
                ("doubt", models.JSONField(default=list)),
                ("kept_until", models.DateTimeField(null=True)),
                ("kept_because", models.CharField(blank=True, default="", max_length=300)),
                ("keeps", models.PositiveSmallIntegerField(default=0)),
                ("sent_back_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name_plural": "opportunities",
                "indexes": [
                    models.Index(
                        condition=models.Q(("review_at__isnull", False)),
                        fields=["review_at"],
                        name="deal_review",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                        name="deal_amount_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("low__isnull", True), ("low__gte", 0), _connector="OR"),
                        name="deal_low_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("margin__isnull", True), ("margin__gte", 0), _connector="OR"),
                        name="deal_margin_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("high__isnull", True), ("low__isnull", True)),
                            models.Q(
                                ("amount__isnull", False),
                                ("high__isnull", False),
                                ("low__isnull", False),
                                ("high__gte", models.F("amount")),
                                ("low__lte", models.F("amount")),
                            ),
                            _connector="OR",
                        ),
                        name="deal_amount_within_its_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("doubted_at__isnull", True), ("review_at__isnull", True)),
                            models.Q(("doubted_at__isnull", False), ("review_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="deal_doubted_and_reviewed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Purge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                ("count", models.PositiveIntegerField()),
                ("told", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("evidence", models.TextField()),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("stated", "stated"),
                            ("corroborated", "corroborated"),
                            ("purchase_order", "purchase order"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="deals.opportunity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mirrored",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("bought", "bought"),
                            ("bought_elsewhere", "bought elsewhere"),
                            ("not_buying", "not buying"),
                            ("invalid", "invalid"),
                            ("do_not_contact", "do not contact"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("competitor", models.CharField(blank=True, default="", max_length=120)),
                ("question", models.CharField(max_length=40)),
                ("answer", models.TextField()),
                ("coded", models.CharField(blank=True, db_default="", default="", max_length=40)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mirrored",
                        to="deals.opportunity",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "mirrored",
                "indexes": [models.Index(fields=["question", "-at"], name="mirrored_question")],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("product", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=200)),
                ("quantity", models.PositiveIntegerField()),
                ("price", models.DecimalField(decimal_places=2, max_digits=14)),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="deals.opportunity",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("price__gte", 0)), name="line_price_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1)), name="line_of_something"
                    ),
                    models.UniqueConstraint(fields=("opportunity", "product"), name="one_line_of_a_product"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("part", models.CharField(max_length=40)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="deals.opportunity",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("opportunity", "name", "part"), name="one_part_of_a_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Purged",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.BigIntegerField(unique=True)),
                ("why", models.JSONField(default=list)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purged",
                        to="deals.opportunity",
                    ),
                ),
                (
                    "purge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="purged", to="deals.purge"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "purged",
                "constraints": [
                    models.UniqueConstraint(fields=("purge", "opportunity"), name="once_in_a_purge")
                ],
            },
        ),
    ]
