"""The published versions of the written procedure: added to, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Version(models.Model):
    """One procedure text as it was put in force, by whom, when and why."""

    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(db_index=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="procedure_version_counts_from_one"),
            models.CheckConstraint(condition=~Q(reason=""), name="procedure_version_says_why"),
        ]

    def __str__(self) -> str:
        return f"Procedure version {self.number}"


class Replay(models.Model):
    """History replayed under a text that is not in force, by the worker: how far it is, and what would change."""

    STATUSES = ("waiting", "running", "done", "failed")

    text = models.TextField()
    months = models.PositiveSmallIntegerField()
    cut = models.FloatField(
        null=True
    )  # the share of each batch that is set aside, if another than in history
    status = models.CharField(max_length=8, default="waiting")
    share = models.FloatField(default=0)  # done of the whole
    held_until = models.DateTimeField(null=True)  # by the worker that is at it
    found = models.JSONField(default=dict)
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    finished_at = models.DateTimeField(null=True)
    published = models.ForeignKey(
        Version, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "running", "done", "failed"]),
                name="procedure_replay_status_known",
            ),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="procedure_replay_share"),
            models.CheckConstraint(
                condition=Q(cut__isnull=True) | Q(cut__gt=0, cut__lt=1),
                name="procedure_replay_cut_between_0_and_1",
            ),
            models.CheckConstraint(condition=Q(months__gte=1), name="procedure_replay_of_a_month_at_least"),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(status__in=["waiting", "running"]), name="procedure_replay_due"
            )
        ]

    def __str__(self) -> str:
        return f"Replay {self.pk}"
