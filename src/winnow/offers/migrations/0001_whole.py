"""The tables as they stand; a database that went through the steps of before has them already."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("offers", "0001_initial"), ("offers", "0002_start_with_less")]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("prospects", "0001_whole"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("template", models.CharField(blank=True, default="", max_length=40)),
                ("made_at", models.DateTimeField()),
                ("sheet", models.PositiveSmallIntegerField(default=1)),
                ("token", models.CharField(max_length=64, unique=True)),
                ("nonce", models.CharField(max_length=32)),
                ("sent_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("opened", models.PositiveIntegerField(default=0)),
                ("answered_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("margin", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                (
                    "again_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prospects.order",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="prospects.prospect",
                    ),
                ),
                (
                    "smaller_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="smaller",
                        to="offers.offer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["prospect", "-id"], name="offer_of_prospect")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("margin__isnull", True), ("margin__gte", 0), _connector="OR"),
                        name="offer_margin_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("smaller_of__isnull", True),
                            models.Q(("smaller_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="offer_smaller_than_another",
                    ),
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
                ("sheet", models.PositiveSmallIntegerField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("question", "question"),
                            ("later", "later"),
                            ("no", "no"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("text", models.TextField(blank=True, default="")),
                ("po_number", models.CharField(blank=True, default="", max_length=80)),
                ("less", models.BooleanField(default=False)),
                ("days", models.PositiveSmallIntegerField(null=True)),
                ("address", models.CharField(blank=True, default="", max_length=64)),
                (
                    "order",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accepted_offer",
                        to="prospects.order",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="offers.offer"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "-at"], name="answer_kind")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "accepted")),
                        fields=("offer",),
                        name="offer_accepted_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "accepted"), ("order__isnull", False)),
                            models.Q(models.Q(("kind", "accepted"), _negated=True), ("order__isnull", True)),
                            _connector="OR",
                        ),
                        name="accepted_with_an_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["accepted", "question", "later", "no"])),
                        name="answer_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("content", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
                ("valid_until", models.DateField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=14)),
                ("currency", models.CharField(max_length=3)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="offers.offer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "number"), name="sheet_once"),
                    models.CheckConstraint(
                        condition=models.Q(("total__gte", 0)), name="sheet_total_not_negative"
                    ),
                ],
            },
        ),
    ]
