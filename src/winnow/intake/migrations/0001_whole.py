"""The tables as they stand; a database that went through the steps of before has them already."""

import django.db.models.deletion
import winnow.prospects.words
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("intake", "0001_initial"),
        ("intake", "0002_imports"),
        ("intake", "0003_partial_indexes"),
        ("intake", "0004_a_stopped_undo"),
    ]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("prospects", "0001_whole"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("header_hash", models.CharField(max_length=64, unique=True)),
                ("columns", models.JSONField(default=dict)),
                ("updated_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Answered",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=255)),
                ("fingerprint", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name_plural": "answered",
                "constraints": [models.UniqueConstraint(fields=("scope", "key"), name="answered_once")],
            },
        ),
        migrations.CreateModel(
            name="Form",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("intro", models.TextField(blank=True, default="")),
                ("thanks", models.TextField(blank=True, default="")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "web"),
                            ("phone", "phone"),
                            ("email", "email"),
                            ("direct_mail", "direct mail"),
                            ("trade_show", "trade show"),
                            ("referral", "referral"),
                            ("partner", "partner"),
                            ("paid_ad", "paid ad"),
                            ("list", "list"),
                        ],
                        default=winnow.prospects.words.Channel["WEB"],
                        max_length=16,
                    ),
                ),
                ("consent_text", models.TextField(blank=True, default="")),
                ("web_to_lead_id", models.CharField(blank=True, default="", max_length=40)),
                ("is_open", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="prospects.campaign",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(default="inquiries", max_length=12)),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=500)),
                ("options", models.JSONField(default=dict)),
                ("status", models.CharField(default="draft", max_length=12)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("accepted", models.PositiveIntegerField(default=0)),
                ("repeated", models.PositiveIntegerField(default=0)),
                ("quarantined", models.PositiveIntegerField(default=0)),
                ("rejected", models.PositiveIntegerField(default=0)),
                ("already", models.PositiveIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("found", models.JSONField(default=dict)),
                ("errors_path", models.CharField(blank=True, default="", max_length=500)),
                ("held_by", models.CharField(blank=True, default="", max_length=120)),
                ("held_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True, default="")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "draft",
                                    "waiting",
                                    "running",
                                    "done",
                                    "failed",
                                    "undoing",
                                    "undo_failed",
                                    "undone",
                                ],
                            )
                        ),
                        name="import_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["inquiries", "outcomes"])), name="import_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Brought",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("decision", models.BigIntegerField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="prospects.prospect"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brought",
                        to="intake.import",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "brought",
                "constraints": [models.UniqueConstraint(fields=("batch", "row"), name="brought_once")],
            },
        ),
        migrations.CreateModel(
            name="Held",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("door", models.CharField(max_length=16)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "web"),
                            ("phone", "phone"),
                            ("email", "email"),
                            ("direct_mail", "direct mail"),
                            ("trade_show", "trade show"),
                            ("referral", "referral"),
                            ("partner", "partner"),
                            ("paid_ad", "paid ad"),
                            ("list", "list"),
                        ],
                        max_length=16,
                    ),
                ),
                ("campaign", models.CharField(blank=True, default="", max_length=160)),
                ("source", models.CharField(blank=True, default="", max_length=120)),
                ("external_id", models.CharField(blank=True, default="", max_length=120)),
                ("fields", models.JSONField(default=dict)),
                ("payload", models.JSONField(default=dict)),
                ("reasons", models.JSONField(default=list)),
                ("batch", models.BigIntegerField(null=True)),
                ("row", models.PositiveIntegerField(null=True)),
                ("version", models.PositiveIntegerField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settlement", models.CharField(blank=True, default="", max_length=12)),
                (
                    "inquiry",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="prospects.inquiry"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "held",
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)), fields=["kind", "-id"], name="held_waiting"
                    ),
                    models.Index(
                        condition=models.Q(("batch__isnull", False)),
                        fields=["batch", "id"],
                        name="held_batch",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["quarantined", "rejected"])), name="held_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settlement", "")),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settlement__in", ["released", "dismissed", "withdrawn"]),
                            ),
                            _connector="OR",
                        ),
                        name="held_settled_with_a_word",
                    ),
                ],
            },
        ),
    ]
