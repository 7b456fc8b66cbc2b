"""Inquiries: immutable raisings of a hand. Triggers in the database refuse any change of the payload."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from winnow.prospects.models.campaigns import Campaign
from winnow.prospects.models.choices import choices
from winnow.prospects.words import Channel


class Inquiry(models.Model):
    """What came in, as it came in, and whose it was found to be."""

    prospect = models.ForeignKey(
        "prospects.Prospect", on_delete=models.PROTECT, related_name="inquiries_made"
    )
    at = models.DateTimeField()  # when the hand was raised
    recorded_at = models.DateTimeField()  # when Winnow took it in
    channel = models.CharField(max_length=16, choices=choices(Channel))
    door = models.CharField(max_length=16)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, db_index=False)
    source = models.CharField(max_length=120, blank=True, default="")
    external_id = models.CharField(max_length=120, blank=True, default="")
    message = models.TextField(blank=True, default="")
    desired_outcome = models.TextField(blank=True, default="")
    value_hint = models.CharField(max_length=120, blank=True, default="")
    consent_basis = models.CharField(max_length=120, blank=True, default="")
    utm = models.JSONField(default=dict)  # first and last touch, raw
    payload = models.JSONField(default=dict)
    batch = models.BigIntegerField(null=True)  # the import it came with
    withdrawn_at = models.DateTimeField(null=True)  # its import was undone

    class Meta:
        verbose_name_plural = "inquiries"
        constraints = [
            UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id="") & Q(withdrawn_at=None),
                name="inquiry_once_per_source",
            )
        ]
        indexes = [
            models.Index(fields=["campaign", "at"], name="inquiry_campaign"),
            models.Index(fields=["batch", "id"], condition=Q(batch__isnull=False), name="inquiry_batch"),
        ]

    def __str__(self) -> str:
        return f"inquiry {self.pk}"


class ErasurePermit(models.Model):
    """A row here, in the same transaction only, lets a person's right to erasure blank what is personal."""

    granted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"permit {self.pk}"
