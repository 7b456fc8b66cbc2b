"""The tables as they stand; a database that went through the steps of before has them already."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_initial"),
        ("customers", "0002_those_there_already"),
        ("customers", "0003_reasons_coded"),
    ]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("prospects", "0001_whole"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "next_step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("check_in", "check in"),
                            ("reorder", "reorder"),
                            ("reprice", "reprice"),
                            ("automate", "automate"),
                            ("cheaper", "cheaper"),
                            ("let_go", "let go"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("next_note", models.CharField(blank=True, default="", max_length=300)),
                ("due_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_because", models.CharField(blank=True, default="", max_length=300)),
                (
                    "company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prospects.company",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="customer_due"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at__isnull", False),
                                ("ended_at__isnull", True),
                                ("owner__isnull", False),
                                models.Q(("next_step", ""), _negated=True),
                            ),
                            models.Q(
                                ("due_at__isnull", True), ("ended_at__isnull", False), ("next_step", "")
                            ),
                            _connector="OR",
                        ),
                        name="customer_never_dropped",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "next_step__in",
                                ["", "check_in", "reorder", "reprice", "automate", "cheaper", "let_go"],
                            )
                        ),
                        name="customer_step_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("company__isnull", False)),
                        fields=("company",),
                        name="customer_once_per_company",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "prospect",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="member",
                        serialize=False,
                        to="prospects.prospect",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("said_by", models.CharField(max_length=200)),
                ("why", models.TextField(blank=True, default="")),
                ("because", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("words", models.TextField(blank=True, default="")),
                ("outcome", models.CharField(blank=True, default="", max_length=40)),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("yes", "yes"),
                            ("partly", "partly"),
                            ("no", "no"),
                            ("too_early", "too early"),
                        ],
                        max_length=12,
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
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told",
                        to="customers.customer",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prospects.order",
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told",
                        to="prospects.prospect",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "told",
                "indexes": [models.Index(fields=["customer", "at"], name="told_of_customer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("why", ""), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="told_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reached__in", ["yes", "partly", "no", "too_early"])),
                        name="told_reached_known",
                    ),
                ],
            },
        ),
    ]
