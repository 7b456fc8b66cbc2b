"""Who buys from us: the customer with its owner and next step, its prospects, and what they told us."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from winnow.customers.words import Reached, Step
from winnow.prospects.models import Company, Order, Prospect
from winnow.prospects.models.choices import choices

USER = settings.AUTH_USER_MODEL


class Customer(models.Model):
    """A company, or a person without one, that has ordered.

    While it stands it has an owner and one dated next step; `due_at` is when the worker puts it on the owner's desk.
    """

    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    owner = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="customers")
    next_step = models.CharField(max_length=12, choices=choices(Step), blank=True, default="")
    next_note = models.CharField(max_length=300, blank=True, default="")
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(ended_at__isnull=True, owner__isnull=False, due_at__isnull=False)
                & ~Q(next_step="")
                | Q(ended_at__isnull=False, due_at__isnull=True, next_step=""),
                name="customer_never_dropped",
            ),
            CheckConstraint(
                condition=Q(next_step__in=["", *(step.value for step in Step)]), name="customer_step_known"
            ),
            UniqueConstraint(
                fields=["company"], condition=Q(company__isnull=False), name="customer_once_per_company"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="customer_due")]

    def __str__(self) -> str:
        return f"customer {self.pk}"


class Member(models.Model):
    """A prospect that has ordered, and whose customer it is."""

    prospect = models.OneToOneField(
        Prospect, primary_key=True, on_delete=models.PROTECT, related_name="member"
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="members")

    def __str__(self) -> str:
        return f"prospect {self.pk} of customer {self.customer_id}"


class Told(models.Model):
    """Why they buy and what they reached, in their words; `because` and `outcome` are keys of our catalogue that a
    person chose for the one and the other.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="told")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="told")
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    said_by = models.CharField(max_length=200)
    why = models.TextField(blank=True, default="")
    because = models.CharField(
        max_length=40, blank=True, default="", db_default=""
    )  # what that means, as an outcome
    words = models.TextField(blank=True, default="")  # what is different for them now
    outcome = models.CharField(max_length=40, blank=True, default="")
    reached = models.CharField(max_length=12, choices=choices(Reached))

    class Meta:
        verbose_name_plural = "told"
        constraints = [
            CheckConstraint(condition=~Q(why="") | ~Q(words=""), name="told_something"),
            CheckConstraint(
                condition=Q(reached__in=[one.value for one in Reached]), name="told_reached_known"
            ),
        ]
        indexes = [models.Index(fields=["customer", "at"], name="told_of_customer")]

    def __str__(self) -> str:
        return f"told by {self.said_by}"
