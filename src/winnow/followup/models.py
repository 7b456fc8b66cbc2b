"""Rows of the follow-up room: skips with their reasons, and what the worker could not do."""

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
