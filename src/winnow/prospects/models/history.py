"""What happened: events with their reasons, touches with their minutes, orders with their money."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from winnow.prospects.models.choices import choices
from winnow.prospects.words import Direction, Role, TouchKind


class Event(models.Model):
    """One decision about one prospect, append-only: who, when, why, under which procedure, and what it left.

    `stage`, `state`, `outcome`, `owner` are the values after it; `data` holds reasons and what was before.
    """

    prospect = models.ForeignKey("prospects.Prospect", null=True, on_delete=models.PROTECT, db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=32)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    by = models.CharField(max_length=16)  # user, worker, door, import, simulator
    reason = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(null=True)  # of the procedure
    stage = models.CharField(max_length=12, blank=True, default="")
    state = models.CharField(max_length=8, blank=True, default="")
    outcome = models.CharField(max_length=16, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["prospect", "id"], name="event_timeline")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class Touch(models.Model):
    """One attempt or conversation."""

    prospect = models.ForeignKey(
        "prospects.Prospect", on_delete=models.PROTECT, db_index=False, related_name="touches"
    )
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=choices(TouchKind))
    direction = models.CharField(max_length=3, choices=choices(Direction), default=Direction.OUT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    role = models.CharField(max_length=16, choices=choices(Role), blank=True, default="")  # of `by`, then
    minutes = models.PositiveIntegerField(default=0)
    disposition = models.CharField(max_length=40, blank=True, default="")
    attempt = models.BooleanField(default=True)  # an attempt to reach the person
    reached = models.BooleanField(default=False)  # a conversation with the person
    note = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "touches"
        indexes = [
            models.Index(fields=["prospect", "at"], name="touch_timeline"),
            models.Index(fields=["by", "at"], name="touch_by"),
        ]
        constraints = [CheckConstraint(condition=Q(minutes__gte=0), name="touch_minutes_not_negative")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class Order(models.Model):
    """A purchase order: the only truth."""

    prospect = models.ForeignKey("prospects.Prospect", on_delete=models.PROTECT, related_name="orders")
    at = models.DateTimeField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    margin = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)
    po_number = models.CharField(max_length=80, blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(amount__gte=0), name="order_amount_not_negative"),
            UniqueConstraint(
                fields=["prospect", "po_number"],
                condition=~Q(po_number="") & Q(withdrawn_at=None),
                name="order_once_per_po_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
