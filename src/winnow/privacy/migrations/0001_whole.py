"""The tables as they stand; a database that went through the steps of before has them already."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("privacy", "0001_initial"),
        ("privacy", "0002_nothing_in_free_pages"),
        ("privacy", "0003_bases_of_inquiries"),
    ]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("prospects", "0001_whole"),
    ]

    operations = [
        migrations.CreateModel(
            name="Line",
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
                            ("erased", "erased"),
                            ("no_contact", "no contact"),
                            ("no_marketing", "no marketing"),
                            ("no_mail", "no mail"),
                            ("lifted", "lifted"),
                        ],
                        max_length=12,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("number", models.BigIntegerField(null=True)),
                ("since", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("digest", "kind", "at"), name="told_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["erased", "no_contact", "no_marketing", "no_mail", "lifted"])
                        ),
                        name="line_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sweep",
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
                            ("quarantined", "quarantined"),
                            ("rejected", "rejected"),
                            ("import_files", "import files"),
                            ("attachments", "attachments"),
                            ("mail_texts", "mail texts"),
                            ("closed", "closed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "-at"], name="sweep_of_kind")],
            },
        ),
        migrations.CreateModel(
            name="Basis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("personal", "personal"), ("marketing", "marketing")], max_length=12
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("consent", "consent"),
                            ("contract", "contract"),
                            ("legitimate_interest", "legitimate interest"),
                            ("legal_obligation", "legal obligation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.CharField(max_length=300)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("inquiry", "inquiry"),
                            ("import", "import"),
                            ("person", "person"),
                            ("page", "page"),
                            ("mail", "mail"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.CharField(blank=True, default="", max_length=300)),
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
                    "inquiry",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prospects.inquiry",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bases",
                        to="prospects.person",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bases",
                "indexes": [models.Index(fields=["person", "purpose", "-id"], name="basis_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["personal", "marketing"])),
                        name="basis_purpose_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground__in", ["consent", "contract", "legitimate_interest", "legal_obligation"])
                        ),
                        name="basis_ground_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", False), ("withdrawn_why", ""), _connector="OR"
                        ),
                        name="basis_withdrawn_at_an_instant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                ("due_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("gone", models.JSONField(default=dict)),
                ("error", models.TextField(blank=True, default="")),
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
                    "cancelled_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasures",
                        to="prospects.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="erasure_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=("person",),
                        name="one_erasure_of_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", True),
                                ("done_at__isnull", True),
                                ("due_at__isnull", False),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("done_at__isnull", True),
                                ("due_at__isnull", True),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", True),
                                ("done_at__isnull", False),
                                ("due_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="erasure_waits_or_ended_once",
                    ),
                ],
            },
        ),
    ]
