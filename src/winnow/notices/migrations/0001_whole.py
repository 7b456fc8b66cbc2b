"""The tables as they stand; a database that went through the steps of before has them already."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("notices", "0001_initial"), ("notices", "0002_calendar_addresses")]

    initial = True

    dependencies = [
        ("people", "0001_whole"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="told",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("muted", models.JSONField(default=list)),
                ("chatted", models.JSONField(default=list)),
                ("quiet_from", models.CharField(blank=True, default="", max_length=5)),
                ("quiet_until", models.CharField(blank=True, default="", max_length=5)),
                ("digest_at", models.CharField(blank=True, default="07:30", max_length=5)),
                ("digest_due_at", models.DateTimeField(null=True)),
                ("chat_due_at", models.DateTimeField(null=True)),
                ("chat_up_to", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("digest_due_at__isnull", False)),
                        fields=["digest_due_at"],
                        name="digest_due",
                    ),
                    models.Index(
                        condition=models.Q(("chat_due_at__isnull", False)),
                        fields=["chat_due_at"],
                        name="chat_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest_at", ""), ("digest_due_at__isnull", True)),
                            models.Q(
                                models.Q(("digest_at", ""), _negated=True), ("digest_due_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="digest_due_while_wanted",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=500)),
                ("form", models.CharField(max_length=4)),
                ("events", models.JSONField(default=list)),
                ("secret", models.TextField()),
                ("secret_before", models.TextField(blank=True, default="")),
                ("before_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
                ("stopped_why", models.CharField(blank=True, default="", max_length=200)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webhook",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("form__in", ["json", "chat"])), name="webhook_form_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("event", models.CharField(max_length=32)),
                ("body", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Sending"),
                            ("taken", "Taken"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                ("code", models.PositiveSmallIntegerField(null=True)),
                ("said", models.CharField(blank=True, default="", max_length=200)),
                (
                    "webhook",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notices.webhook",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="delivery_due"
                    ),
                    models.Index(fields=["webhook", "-id"], name="delivery_of_webhook"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at__isnull", False), ("status__in", ["waiting", "sending"])),
                            models.Q(("due_at__isnull", True), ("status__in", ["taken", "failed"])),
                            _connector="OR",
                        ),
                        name="delivery_due_while_owed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("user",),
                        name="one_feed_of_a_person",
                    )
                ],
            },
        ),
    ]
