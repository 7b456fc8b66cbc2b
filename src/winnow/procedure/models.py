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
