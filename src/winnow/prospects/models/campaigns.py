"""Campaigns and what they cost, by date."""

from django.db import models
from django.db.models import CheckConstraint, Q

from winnow.prospects.models.choices import choices
from winnow.prospects.words import Channel


class Campaign(models.Model):
    """A promotion that brings inquiries through one channel."""

    name = models.CharField(max_length=160, unique=True)
    channel = models.CharField(max_length=16, choices=choices(Channel))
    code = models.CharField(
        max_length=40, blank=True, default="", db_index=True
    )  # printed on cards, in links
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Cost(models.Model):
    """Money spent on a campaign on a day."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="costs")
    at = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [CheckConstraint(condition=Q(amount__gte=0), name="cost_not_negative")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} on {self.at}"
