"""Blocks for prospecting, and the weeks for which they have been proposed."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint


class Block(models.Model):
    """A stretch of a person's time for prospecting. What is dropped stays, so that it is not proposed again."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        PLANNED = "planned"
        DROPPED = "dropped"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices)
    own = models.BooleanField(default=False)  # added by the person, not proposed
    begun_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "followup"
        constraints = [
            CheckConstraint(condition=Q(ends__gt=F("starts")), name="block_ends_after_start"),
            CheckConstraint(
                condition=Q(state__in=["proposed", "planned", "dropped"]), name="block_state_known"
            ),
            CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(begun_at__isnull=False), name="block_stopped_begun"
            ),
            UniqueConstraint(
                fields=["user", "starts"], condition=Q(state__in=["proposed", "planned"]), name="block_once"
            ),
        ]
        indexes = [models.Index(fields=["user", "ends"], name="block_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.starts}–{self.ends}"


class Week(models.Model):
    """A week for which a person's blocks have been proposed; its Monday."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    monday = models.DateField()

    class Meta:
        app_label = "followup"
        constraints = [UniqueConstraint(fields=["monday", "user"], name="week_proposed_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.monday}"
