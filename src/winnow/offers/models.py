"""Offers, the pages that they were, and what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from winnow.offers.words import Answered
from winnow.prospects.models import Order, Prospect
from winnow.prospects.models.choices import choices

USER = settings.AUTH_USER_MODEL


class Offer(models.Model):
    """One for a prospect, under one link of which only the hash is kept.

    `key` is of the form that made it, so that a double click makes one. `sheet` is the number of the page that holds.
    `smaller_of` is the larger offer of which this is the small first order.
    """

    key = models.CharField(max_length=120, unique=True)
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="offers")
    template = models.CharField(max_length=40, blank=True, default="")
    made_at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    again_of = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="+")
    smaller_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="smaller")
    sheet = models.PositiveSmallIntegerField(default=1)
    token = models.CharField(max_length=64, unique=True)  # its SHA-256
    nonce = models.CharField(max_length=32)
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)  # a hint
    opened = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    margin = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        indexes = [models.Index(fields=["prospect", "-id"], name="offer_of_prospect")]
        constraints = [
            CheckConstraint(
                condition=Q(margin__isnull=True) | Q(margin__gte=0), name="offer_margin_not_negative"
            ),
            CheckConstraint(
                condition=Q(smaller_of__isnull=True) | ~Q(smaller_of=F("id")),
                name="offer_smaller_than_another",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"


class Sheet(models.Model):
    """The page as it stood; never changed. A changed offer has another one."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    valid_until = models.DateField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["offer", "number"], name="sheet_once"),
            CheckConstraint(condition=Q(total__gte=0), name="sheet_total_not_negative"),
        ]

    def __str__(self) -> str:
        return f"page {self.number} of offer {self.offer_id}"


class Answer(models.Model):
    """What a buyer answered, to which page, when and from where; an offer is accepted once, with one order."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="answers")
    sheet = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=choices(Answered))
    at = models.DateTimeField()
    name = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(blank=True, default="")
    po_number = models.CharField(max_length=80, blank=True, default="")
    less = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField(null=True)  # until we may call
    address = models.CharField(max_length=64, blank=True, default="")
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="accepted_offer")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["offer"], condition=Q(kind="accepted"), name="offer_accepted_once"),
            CheckConstraint(
                condition=Q(kind="accepted", order__isnull=False)
                | (~Q(kind="accepted") & Q(order__isnull=True)),
                name="accepted_with_an_order",
            ),
            CheckConstraint(condition=Q(kind__in=[one.value for one in Answered]), name="answer_kind_known"),
        ]
        indexes = [models.Index(fields=["kind", "-at"], name="answer_kind")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"
