"""The tables as they stand; a database that went through the steps of before has them already."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("correspondence", "0001_initial"), ("correspondence", "0002_notices")]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("prospects", "0001_whole"),
    ]

    operations = [
        migrations.CreateModel(
            name="LogAddress",
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
                        related_name="log_addresses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("direction", models.CharField(choices=[("out", "out"), ("in", "in")], max_length=3)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter", "letter"),
                            ("notice", "notice"),
                            ("copy", "copy"),
                            ("reply", "reply"),
                            ("inquiry", "inquiry"),
                            ("automatic", "automatic"),
                            ("bounce", "bounce"),
                            ("complaint", "complaint"),
                            ("unknown", "unknown"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[("personal", "personal"), ("marketing", "marketing")],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sending", "sending"),
                            ("sent", "sent"),
                            ("bounced", "bounced"),
                            ("failed", "failed"),
                            ("stopped", "stopped"),
                            ("filed", "filed"),
                            ("held", "held"),
                            ("dismissed", "dismissed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("from_name", models.CharField(blank=True, default="", max_length=300)),
                ("from_address", models.CharField(blank=True, default="", max_length=320)),
                ("to_name", models.CharField(blank=True, default="", max_length=300)),
                ("to_address", models.CharField(blank=True, default="", max_length=320)),
                ("domain", models.CharField(blank=True, default="", max_length=253)),
                ("subject", models.CharField(blank=True, default="", max_length=998)),
                ("text", models.TextField(blank=True, default="")),
                ("message_id", models.CharField(max_length=400, unique=True)),
                ("in_reply_to", models.CharField(blank=True, default="", max_length=400)),
                ("references", models.TextField(blank=True, default="")),
                ("template", models.CharField(blank=True, default="", max_length=60)),
                ("basis", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("held_by", models.CharField(blank=True, default="", max_length=120)),
                ("sent_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True, default="")),
                ("why", models.JSONField(default=list)),
                ("logs", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="prospects.person",
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="prospects.prospect",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="mail_due"
                    ),
                    models.Index(fields=["person", "purpose", "sent_at"], name="mail_of_person"),
                    models.Index(fields=["domain", "sent_at"], name="mail_of_domain"),
                    models.Index(fields=["status", "-id"], name="mail_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "waiting",
                                    "sending",
                                    "sent",
                                    "bounced",
                                    "failed",
                                    "stopped",
                                    "filed",
                                    "held",
                                    "dismissed",
                                ],
                            )
                        ),
                        name="mail_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at__isnull", False), ("status__in", ["waiting", "sending"])),
                            models.Q(
                                models.Q(("status__in", ["waiting", "sending"]), _negated=True),
                                ("due_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="mail_due_while_owed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(blank=True, default="", max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="correspondence.mail",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Server",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=4, unique=True)),
                ("host", models.CharField(max_length=253)),
                ("port", models.PositiveIntegerField()),
                ("security", models.CharField(max_length=8)),
                ("username", models.CharField(blank=True, default="", max_length=320)),
                ("password", models.TextField(blank=True, default="")),
                ("folder", models.CharField(blank=True, default="INBOX", max_length=200)),
                ("changed_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("worked_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True, default="")),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("rest_until", models.DateTimeField(null=True)),
                ("validity", models.BigIntegerField(null=True)),
                ("last_uid", models.BigIntegerField(default=0)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["smtp", "imap"])), name="server_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("security__in", ["tls", "starttls", "none"])),
                        name="server_security_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("address", models.CharField(blank=True, default="", max_length=320)),
                (
                    "scope",
                    models.CharField(
                        choices=[("marketing", "marketing"), ("everything", "everything")], max_length=12
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("unsubscribed", "unsubscribed"),
                            ("complained", "complained"),
                            ("bounced", "bounced"),
                            ("asked", "asked"),
                            ("by_hand", "by hand"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
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
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("digest", "cause"),
                        name="suppressed_once",
                    )
                ],
            },
        ),
    ]
