"""The tables as they stand; a database that went through the steps of before has them already."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("nurture", "0001_initial"), ("nurture", "0002_replies")]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("prospects", "0001_whole"),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=64, unique=True)),
                ("step", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=40)),
                ("url", models.CharField(blank=True, default="", max_length=2000)),
                ("marked", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("day", models.DateField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "day"), name="looked_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("track", models.CharField(blank=True, default="", max_length=40)),
                ("because", models.CharField(blank=True, default="", max_length=200)),
                ("next_step", models.CharField(blank=True, default="", max_length=40)),
                ("due_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "left",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signal", "signal"),
                            ("marked", "marked"),
                            ("talk", "talk"),
                            ("reply", "reply"),
                            ("inquiry", "inquiry"),
                            ("answer", "answer"),
                            ("promise", "promise"),
                            ("revisit", "revisit"),
                            ("person", "person"),
                            ("bought", "bought"),
                            ("closed", "closed"),
                            ("merged", "merged"),
                            ("anew", "anew"),
                            ("undone", "undone"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prospects.person",
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="prospects.prospect",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="stay_due"
                    ),
                    models.Index(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=["track", "next_step"],
                        name="stay_of_track",
                    ),
                    models.Index(
                        condition=models.Q(("left_at__isnull", False)),
                        fields=["left_at", "left"],
                        name="stay_left",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left", ""), ("left_at__isnull", True)),
                            models.Q(
                                ("due_at__isnull", True),
                                ("left_at__isnull", False),
                                models.Q(("left", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="stay_ended_or_not",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("prospect",),
                        name="one_stay_of_a_prospect",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sign",
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
                        choices=[("click", "click"), ("form", "form"), ("reply", "reply")], max_length=12
                    ),
                ),
                ("points", models.PositiveSmallIntegerField()),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="nurture.link",
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signs", to="nurture.stay"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["click", "form", "reply"])), name="sign_kind_known"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="link",
            name="stay",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links", to="nurture.stay"
            ),
        ),
        migrations.CreateModel(
            name="Taken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("mail", models.BigIntegerField(null=True)),
                ("why_not", models.CharField(blank=True, default="", max_length=300)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prospects.person",
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken",
                        to="nurture.stay",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("stay", "person", "step"), name="step_once_in_a_stay"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mail__isnull", True), models.Q(("why_not", ""), _negated=True)),
                            models.Q(("mail__isnull", False), ("why_not", "")),
                            _connector="OR",
                        ),
                        name="step_mailed_or_why_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Click",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("judge_at", models.DateTimeField(null=True)),
                ("machine", models.CharField(blank=True, default="", max_length=60)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clicks", to="nurture.link"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("judge_at__isnull", False)),
                        fields=["judge_at"],
                        name="click_judged",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("inquired_at", models.DateTimeField()),
                ("age", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("token", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("mail", models.BigIntegerField(null=True)),
                ("stratum", models.CharField(max_length=40)),
                ("call_at", models.DateTimeField(null=True)),
                ("drawn_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("from_us", "from us"),
                            ("elsewhere", "elsewhere"),
                            ("deciding", "deciding"),
                            ("no_longer", "no longer"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("whom", models.CharField(blank=True, default="", max_length=300)),
                ("why", models.TextField(blank=True, default="")),
                ("by_call", models.BooleanField(default=False)),
                ("changes", models.PositiveSmallIntegerField(default=0)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "caller",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prospects.person",
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="prospects.prospect",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("call_at__isnull", False)), fields=["call_at"], name="asked_call"
                    ),
                    models.Index(fields=["at"], name="asked_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("prospect", "inquired_at", "age"), name="asked_once_at_an_age"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                                ("call_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="asked_answered_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer__in", ["", "from_us", "elsewhere", "deciding", "no_longer"])
                        ),
                        name="asked_answer_known",
                    ),
                ],
            },
        ),
    ]
