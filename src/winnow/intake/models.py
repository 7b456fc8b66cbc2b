"""The doors' own rows: hosted forms, imports, what is held back, and the answers given to idempotent callers."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from winnow.prospects.models import Campaign, Inquiry
from winnow.prospects.models.choices import choices
from winnow.prospects.words import Channel


class Form(models.Model):
    """A public form: its address, what it asks, and the campaign it speaks for."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    intro = models.TextField(blank=True, default="")
    thanks = models.TextField(blank=True, default="")
    channel = models.CharField(max_length=16, choices=choices(Channel), default=Channel.WEB)
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT)
    consent_text = models.TextField(blank=True, default="")
    web_to_lead_id = models.CharField(max_length=40, blank=True, default="")  # its `oid`
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Import(models.Model):
    """One file brought in: how it is read, how far it is, who is at it now, and what came of it.

    Each row of the file is counted once: accepted, repeated, quarantined or rejected. `already` says how many of
    the repeated were not recorded again: received before, or of a known person where these are to be skipped.
    """

    STATUSES = ["draft", "waiting", "running", "done", "failed", "undoing", "undo_failed", "undone"]

    kind = models.CharField(max_length=12, default="inquiries")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=500)  # inside WINNOW_HOME, under a generated name
    options = models.JSONField(default=dict)  # mapping, channel, campaign, encoding, delimiter, …
    status = models.CharField(max_length=12, default="draft")
    rows = models.PositiveIntegerField(default=0)  # known when all are read
    rows_done = models.PositiveIntegerField(default=0)  # advanced in the transaction of each chunk
    accepted = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    found = models.JSONField(default=dict)  # the result of a dry run, of an undo
    errors_path = models.CharField(max_length=500, blank=True, default="")
    held_by = models.CharField(max_length=120, blank=True, default="")  # the process that runs it
    held_until = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(
                    status__in=[
                        "draft",
                        "waiting",
                        "running",
                        "done",
                        "failed",
                        "undoing",
                        "undo_failed",
                        "undone",
                    ]
                ),
                name="import_status_known",
            ),
            CheckConstraint(condition=Q(kind__in=["inquiries", "outcomes"]), name="import_kind_known"),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}: {self.file_name}"


class Brought(models.Model):
    """What one row of a file of outcomes did to a prospect, so that it happens once and can be undone."""

    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="brought")
    row = models.PositiveIntegerField()  # of the file
    prospect = models.ForeignKey("prospects.Prospect", on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey("prospects.Order", null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.BigIntegerField(null=True)  # the verdict's number
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "brought"
        constraints = [UniqueConstraint(fields=["batch", "row"], name="brought_once")]

    def __str__(self) -> str:
        return f"row {self.row} of import {self.batch_id}"


class Mapping(models.Model):
    """A mapping of columns that somebody confirmed, remembered for files with the same header."""

    header_hash = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(default=dict)  # field -> column
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.header_hash[:12]


class Held(models.Model):
    """An inquiry that did not go through: quarantined (looks like spam) or rejected (not understood).

    Nothing is lost: it is reviewed, corrected and replayed, or left; it starts no clock.
    """

    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    door = models.CharField(max_length=16)
    channel = models.CharField(max_length=16, choices=choices(Channel))
    campaign = models.CharField(max_length=160, blank=True, default="")
    source = models.CharField(max_length=120, blank=True, default="")
    external_id = models.CharField(max_length=120, blank=True, default="")
    fields = models.JSONField(default=dict)
    payload = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)  # [{rule, detail, weight}] or sentences
    batch = models.BigIntegerField(null=True)
    row = models.PositiveIntegerField(null=True)  # of the file
    version = models.PositiveIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False
    )
    settlement = models.CharField(max_length=12, blank=True, default="")  # released, dismissed, withdrawn
    inquiry = models.OneToOneField(Inquiry, null=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name_plural = "held"
        constraints = [
            CheckConstraint(condition=Q(kind__in=["quarantined", "rejected"]), name="held_kind_known"),
            CheckConstraint(
                condition=Q(settled_at=None, settlement="")
                | Q(settled_at__isnull=False, settlement__in=["released", "dismissed", "withdrawn"]),
                name="held_settled_with_a_word",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "-id"], condition=Q(settled_at=None), name="held_waiting"),
            models.Index(fields=["batch", "id"], condition=Q(batch__isnull=False), name="held_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Answered(models.Model):
    """The answer once given under an idempotency key, to be given again; `scope` is the caller's token or form."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of method, path and body
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "answered"
        constraints = [UniqueConstraint(fields=["scope", "key"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.scope}:{self.key}"
