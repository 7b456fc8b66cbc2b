"""The tables as they stand; a database that went through the steps of before has them already."""

import django.db.models.deletion
import winnow.prospects.words
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("prospects", "0001_initial"),
        ("prospects", "0003_coverage_indexes"),
        ("prospects", "0004_holds"),
        ("prospects", "0005_always_watched"),
        ("prospects", "0006_partial_indexes"),
        ("prospects", "0007_exceptions"),
        ("prospects", "0008_plain_keys"),
        ("prospects", "0009_cadence_run"),
        ("prospects", "0010_erased_and_merged_persons"),
        ("prospects", "0011_holdouts"),
        ("prospects", "0012_further_opportunities"),
        ("prospects", "0013_industry"),
    ]

    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, unique=True)),
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
                ("code", models.CharField(blank=True, db_index=True, default="", max_length=40)),
                ("starts", models.DateField(blank=True, null=True)),
                ("ends", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Company",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=253, unique=True)),
                ("name", models.CharField(max_length=510)),
                ("domain", models.CharField(blank=True, default="", max_length=253)),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "companies",
            },
        ),
        migrations.CreateModel(
            name="ErasurePermit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("granted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("kind", models.CharField(max_length=16)),
                ("body", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True, default="")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="effect_due"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HoldOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("share", models.DecimalField(decimal_places=3, max_digits=4)),
                ("seed", models.CharField(max_length=64)),
                ("touched", models.PositiveIntegerField()),
                ("held", models.PositiveIntegerField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdouts",
                        to="prospects.campaign",
                    ),
                ),
                (
                    "drawn_by",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("share__lt", 1)), name="holdout_share_of_some"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held__gt", 0), ("touched__gt", 0)), name="holdout_has_both_parts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held__lte", models.F("touched"))),
                        name="holdout_holds_the_smaller_part",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Drawn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("is_held", models.BooleanField()),
                (
                    "holdout",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drawn",
                        to="prospects.holdout",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("holdout", "digest"), name="drawn_once")],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, default="", max_length=300)),
                ("email", models.CharField(blank=True, default="", max_length=254)),
                ("mail_kind", models.CharField(blank=True, default="", max_length=12)),
                ("phone", models.CharField(blank=True, default="", max_length=20)),
                ("title", models.CharField(blank=True, default="", max_length=300)),
                ("industry", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("city", models.CharField(blank=True, default="", max_length=160)),
                ("language", models.CharField(blank=True, default="", max_length=2)),
                ("timezone", models.CharField(blank=True, default="", max_length=64)),
                ("do_not_contact_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="persons",
                        to="prospects.company",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="prospects.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="person_merged_into",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identities",
                        to="prospects.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "identities",
            },
        ),
        migrations.CreateModel(
            name="Prospect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("inquiry", "inquiry"),
                            ("lead", "lead"),
                            ("opportunity", "opportunity"),
                            ("customer", "customer"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("working", "working"), ("nurture", "nurture"), ("closed", "closed")],
                        max_length=8,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bought", "bought"),
                            ("bought_elsewhere", "bought elsewhere"),
                            ("not_buying", "not buying"),
                            ("invalid", "invalid"),
                            ("do_not_contact", "do not contact"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("outcome_reason", models.CharField(blank=True, default="", max_length=40)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "next_action",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("call", "call"),
                            ("call_back", "call back"),
                            ("email", "email"),
                            ("message", "message"),
                            ("letter", "letter"),
                            ("social", "social"),
                            ("meeting", "meeting"),
                            ("qualify", "qualify"),
                            ("accept", "accept"),
                            ("close_deal", "close deal"),
                            ("care", "care"),
                            ("revisit", "revisit"),
                            ("review", "review"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("next_note", models.CharField(blank=True, default="", max_length=300)),
                ("due_at", models.DateTimeField(null=True)),
                ("available_at", models.DateTimeField(null=True)),
                (
                    "queue",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1_promised", "1 promised"),
                            ("2_new", "2 new"),
                            ("3_retry", "3 retry"),
                            ("4_backlog", "4 backlog"),
                            ("5_later", "5 later"),
                            ("6_by_itself", "6 by itself"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("check_at", models.DateTimeField(null=True)),
                ("escalation", models.PositiveSmallIntegerField(default=0)),
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
                ("inquiries", models.PositiveIntegerField(default=1)),
                ("first_inquiry_at", models.DateTimeField()),
                ("last_inquiry_at", models.DateTimeField()),
                ("clock_started_at", models.DateTimeField(null=True)),
                ("respond_by", models.DateTimeField(null=True)),
                ("responded_at", models.DateTimeField(null=True)),
                ("first_touch_at", models.DateTimeField(null=True)),
                ("last_touch_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("run", models.PositiveIntegerField(db_default=0, default=0)),
                ("steps", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("cadence", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("conversations", models.PositiveIntegerField(default=0)),
                ("order_count", models.PositiveIntegerField(default=0)),
                ("score", models.SmallIntegerField(default=0)),
                ("band", models.CharField(blank=True, default="", max_length=40)),
                ("claimed_until", models.DateTimeField(null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="prospects.campaign"
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prospects",
                        to="prospects.company",
                    ),
                ),
                (
                    "further_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="further",
                        to="prospects.prospect",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="prospects.prospect",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prospects",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prospects",
                        to="prospects.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "state", "queue", "due_at"], name="prospect_desk"),
                    models.Index(
                        condition=models.Q(
                            ("state", winnow.prospects.words.State["WORKING"]),
                            models.Q(
                                ("escalation__gt", 0),
                                ("next_action", winnow.prospects.words.NextAction["ACCEPT"]),
                                _connector="OR",
                            ),
                        ),
                        fields=["owner", "escalation", "next_action", "due_at"],
                        name="prospect_exception",
                    ),
                    models.Index(
                        fields=["owner", "first_inquiry_at", "first_touch_at", "outcome", "merged_into"],
                        name="prospect_followed_up",
                    ),
                    models.Index(
                        fields=[
                            "owner",
                            "clock_started_at",
                            "responded_at",
                            "respond_by",
                            "closed_at",
                            "merged_into",
                        ],
                        name="prospect_response",
                    ),
                    models.Index(
                        condition=models.Q(("check_at__isnull", False)),
                        fields=["check_at"],
                        name="prospect_check",
                    ),
                    models.Index(
                        condition=models.Q(("claimed_by__isnull", False)),
                        fields=["claimed_by", "claimed_until"],
                        name="prospect_claim",
                    ),
                    models.Index(fields=["state", "-id"], name="prospect_list"),
                    models.Index(
                        condition=models.Q(("further_of__isnull", False)),
                        fields=["further_of"],
                        name="prospect_further",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["working", "nurture"]),
                                ("owner__isnull", False),
                                models.Q(("next_action", ""), _negated=True),
                                ("available_at__isnull", False),
                                ("due_at__isnull", False),
                                ("closed_at__isnull", True),
                                ("outcome", ""),
                            ),
                            models.Q(
                                ("state", winnow.prospects.words.State["CLOSED"]),
                                models.Q(("outcome", ""), _negated=True),
                                ("closed_at__isnull", False),
                                ("available_at__isnull", True),
                                ("check_at__isnull", True),
                                ("due_at__isnull", True),
                                ("next_action", ""),
                            ),
                            _connector="OR",
                        ),
                        name="never_dropped",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["inquiry", "lead", "opportunity", "customer"])),
                        name="stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ["", "bought", "bought_elsewhere", "not_buying", "invalid", "do_not_contact"],
                            )
                        ),
                        name="outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("available_at__lte", models.F("due_at"))),
                        name="available_before_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", winnow.prospects.words.State["CLOSED"]),
                            ("check_at__isnull", False),
                            ("escalation", 3),
                            _connector="OR",
                        ),
                        name="always_watched",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", winnow.prospects.words.Outcome["BOUGHT"]), _negated=True),
                            ("order_count__gte", 1),
                            _connector="OR",
                        ),
                        name="bought_needs_an_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["working", "nurture"]), ("further_of__isnull", True)
                        ),
                        fields=("person",),
                        name="one_open_prospect_of_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("further_of__isnull", True),
                            models.Q(
                                ("merged_into__isnull", True),
                                (
                                    "stage__in",
                                    [
                                        winnow.prospects.words.Stage["OPPORTUNITY"],
                                        winnow.prospects.words.Stage["CUSTOMER"],
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="further_is_an_opportunity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("further_of__isnull", True),
                            models.Q(("further_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="further_of_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("margin", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("currency", models.CharField(max_length=3)),
                ("po_number", models.CharField(blank=True, default="", max_length=80)),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
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
                        related_name="orders",
                        to="prospects.prospect",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="order_amount_not_negative"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("po_number", ""), _negated=True), ("withdrawn_at", None)
                        ),
                        fields=("prospect", "po_number"),
                        name="order_once_per_po_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=32)),
                ("text", models.TextField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "effect",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="prospects.effect"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="prospects.prospect",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-id"], name="notification_user")],
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
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
                ("door", models.CharField(max_length=16)),
                ("source", models.CharField(blank=True, default="", max_length=120)),
                ("external_id", models.CharField(blank=True, default="", max_length=120)),
                ("message", models.TextField(blank=True, default="")),
                ("desired_outcome", models.TextField(blank=True, default="")),
                ("value_hint", models.CharField(blank=True, default="", max_length=120)),
                ("consent_basis", models.CharField(blank=True, default="", max_length=120)),
                ("utm", models.JSONField(default=dict)),
                ("payload", models.JSONField(default=dict)),
                ("batch", models.BigIntegerField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="prospects.campaign",
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries_made",
                        to="prospects.prospect",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "inquiries",
                "indexes": [
                    models.Index(fields=["campaign", "at"], name="inquiry_campaign"),
                    models.Index(
                        condition=models.Q(("batch__isnull", False)),
                        fields=["batch", "id"],
                        name="inquiry_batch",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("external_id", ""), _negated=True), ("withdrawn_at", None)
                        ),
                        fields=("source", "external_id"),
                        name="inquiry_once_per_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=32)),
                ("by", models.CharField(max_length=16)),
                ("reason", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(null=True)),
                ("stage", models.CharField(blank=True, default="", max_length=12)),
                ("state", models.CharField(blank=True, default="", max_length=8)),
                ("outcome", models.CharField(blank=True, default="", max_length=16)),
                ("data", models.JSONField(default=dict)),
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
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prospect",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="prospects.prospect",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["prospect", "id"], name="event_timeline")],
            },
        ),
        migrations.AddField(
            model_name="effect",
            name="prospect",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                to="prospects.prospect",
            ),
        ),
        migrations.CreateModel(
            name="Touch",
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
                            ("call", "call"),
                            ("email", "email"),
                            ("meeting", "meeting"),
                            ("message", "message"),
                            ("letter", "letter"),
                            ("social", "social"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("out", "out"), ("in", "in")],
                        default=winnow.prospects.words.Direction["OUT"],
                        max_length=3,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("marketer", "marketer"),
                            ("qualifier", "qualifier"),
                            ("seller", "seller"),
                            ("manager", "manager"),
                            ("admin", "admin"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("minutes", models.PositiveIntegerField(default=0)),
                ("disposition", models.CharField(blank=True, default="", max_length=40)),
                ("attempt", models.BooleanField(default=True)),
                ("reached", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True, default="")),
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
                    "prospect",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touches",
                        to="prospects.prospect",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "touches",
                "indexes": [
                    models.Index(fields=["prospect", "at"], name="touch_timeline"),
                    models.Index(fields=["by", "at"], name="touch_by"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 0)), name="touch_minutes_not_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("currency", models.CharField(max_length=3)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="prospects.campaign",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="cost_not_negative")
                ],
            },
        ),
    ]
