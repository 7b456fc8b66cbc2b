"""Effects that leave the transaction (notifications now, mail and webhooks later), and what people are told."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Effect(models.Model):
    """Something owed to the world, written with the decision that owes it; sent by the worker, at least once."""

    key = models.CharField(max_length=120, unique=True)  # the same step never owes twice
    kind = models.CharField(max_length=16)  # notify
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False)
    prospect = models.ForeignKey("prospects.Prospect", null=True, on_delete=models.CASCADE, db_index=False)
    body = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # None: done
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="effect_due")]

    def __str__(self) -> str:
        return self.key


class Notification(models.Model):
    """One line that a person is told in the application."""

    effect = models.OneToOneField(Effect, on_delete=models.CASCADE)  # exactly one for each effect
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False)
    prospect = models.ForeignKey("prospects.Prospect", null=True, on_delete=models.CASCADE, db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=32)
    text = models.TextField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="notification_user")]

    def __str__(self) -> str:
        return self.text
