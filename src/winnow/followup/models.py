"""Rows of the follow-up room: skips with their reasons, what the worker could not do, cadences of many changed."""

from django.conf import settings
from django.db import models

from winnow.followup.blocks.models import Block as Block
from winnow.followup.blocks.models import Week as Week
from winnow.prospects.models import Prospect


class Skip(models.Model):
    """Somebody passed a prospect over in the queue, and said why."""

    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["user", "at"], name="skip_user")]

    def __str__(self) -> str:
        return f"{self.user_id} skipped {self.prospect_id}"


class Failure(models.Model):
    """A due row that could not be handled: pushed forward, surfaced, never blocking the rest."""

    prospect = models.ForeignKey(Prospect, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    what = models.CharField(max_length=60)
    error = models.TextField()
    retried_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.what}: {self.error[:60]}"


class Replanning(models.Model):
    """The worker's round through the attempts to come after a procedure was published, and how far it is."""

    version = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    reached = models.BigIntegerField(default=0)  # the last prospect that was looked at
    looked = models.PositiveIntegerField(default=0)
    moved = models.JSONField(default=list)  # the numbers of those whose attempt was moved
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"after version {self.version}"


class CadenceChange(models.Model):
    """Many prospects were put on another cadence at once; "" is the procedure's own choice."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cadence = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=300)
    prospects = models.JSONField(default=list)  # their numbers
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{len(self.prospects)} to {self.cadence or 'the procedure'}"
