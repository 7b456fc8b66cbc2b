"""What is known of an opportunity beside its prospect, whose owner, next action and end it shares."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from winnow.prospects.models import Prospect
from winnow.prospects.models.choices import choices
from winnow.prospects.words import Grade, Outcome

USER = settings.AUTH_USER_MODEL


class Opportunity(models.Model):
    """One for each prospect that reached the stage. Open while its prospect works on it; won when that has ordered.

    `stage`, `wanted` and the parts of people are keys of the procedure. `amount` is what is likely, within `low` and
    `high`. `decides_by` is a claim, graded like any other.
    """

    prospect = models.OneToOneField(
        Prospect, primary_key=True, on_delete=models.PROTECT, related_name="opportunity"
    )
    about = models.CharField(
        max_length=120, blank=True, default="", db_default=""
    )  # if it is not their first
    opened_at = models.DateTimeField()
    stage = models.CharField(max_length=40)
    stage_at = models.DateTimeField()
    progress_at = models.DateTimeField()  # the buyer's newest step: a stage, a conversation, an answer
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    low = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    margin = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    decides_by = models.DateField(null=True)
    decides_grade = models.CharField(max_length=16, choices=choices(Grade), blank=True, default="")
    decides_evidence = models.TextField(blank=True, default="")
    wanted = models.CharField(max_length=40, blank=True, default="")
    wanted_words = models.TextField(blank=True, default="")
    competitors = models.CharField(max_length=300, blank=True, default="")
    doubted_at = models.DateTimeField(null=True)  # the seller was warned
    review_at = models.DateTimeField(null=True)  # from then on it stands in the purge review
    doubt = models.JSONField(default=list)  # why, in sentences
    kept_until = models.DateTimeField(null=True)
    kept_because = models.CharField(max_length=300, blank=True, default="")
    keeps = models.PositiveSmallIntegerField(default=0)
    sent_back_at = models.DateTimeField(null=True)  # a manager's, once

    class Meta:
        verbose_name_plural = "opportunities"
        constraints = [
            CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="deal_amount_not_negative"
            ),
            CheckConstraint(condition=Q(low__isnull=True) | Q(low__gte=0), name="deal_low_not_negative"),
            CheckConstraint(
                condition=Q(margin__isnull=True) | Q(margin__gte=0), name="deal_margin_not_negative"
            ),
            CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__isnull=False, high__isnull=False, amount__isnull=False)
                & Q(low__lte=F("amount"), high__gte=F("amount")),
                name="deal_amount_within_its_range",
            ),
            CheckConstraint(
                condition=Q(doubted_at__isnull=True, review_at__isnull=True)
                | Q(doubted_at__isnull=False, review_at__isnull=False),
                name="deal_doubted_and_reviewed",
            ),
        ]
        indexes = [
            models.Index(fields=["review_at"], condition=Q(review_at__isnull=False), name="deal_review"),
        ]

    def __str__(self) -> str:
        return f"opportunity {self.pk}"


class Line(models.Model):
    """So many of a product, at a price each; neither product nor price changes when the catalogue does."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="lines")
    product = models.CharField(max_length=40)
    text = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(price__gte=0), name="line_price_not_negative"),
            CheckConstraint(condition=Q(quantity__gte=1), name="line_of_something"),
            UniqueConstraint(fields=["opportunity", "product"], name="one_line_of_a_product"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.text}"


class Participant(models.Model):
    """Somebody who takes part in the decision, and in which part."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(max_length=200)
    part = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["opportunity", "name", "part"], name="one_part_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """A move from one stage to another, and what shows that the buyer made it."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.TextField()
    grade = models.CharField(max_length=16, choices=choices(Grade))

    def __str__(self) -> str:
        return f"{self.stage} at {self.at}"


class Mirrored(models.Model):
    """One answer to the mirror, given when an opportunity was lost."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="mirrored")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, choices=choices(Outcome))
    reason = models.CharField(max_length=40, blank=True, default="")
    competitor = models.CharField(max_length=120, blank=True, default="")
    question = models.CharField(max_length=40)
    answer = models.TextField()
    coded = models.CharField(
        max_length=40, blank=True, default="", db_default=""
    )  # the outcome of ours it is about

    class Meta:
        verbose_name_plural = "mirrored"
        indexes = [models.Index(fields=["question", "-at"], name="mirrored_question")]

    def __str__(self) -> str:
        return self.answer


class Look(models.Model):
    """One daily look at the pipeline: how many were big, moving, or neither."""

    at = models.DateTimeField(unique=True)
    open = models.PositiveIntegerField()
    stays = models.PositiveIntegerField()
    warned = models.PositiveIntegerField()
    relieved = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"look at {self.at}"


class Purge(models.Model):
    """A manager's purge, with what was told before it: what it frees and what it may cost."""

    at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    count = models.PositiveIntegerField()
    told = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"purge of {self.count}"


class Purged(models.Model):
    """One opportunity that a purge gave to nurture, and why; `event` is the one that can be taken back."""

    purge = models.ForeignKey(Purge, on_delete=models.PROTECT, related_name="purged")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="purged")
    event = models.BigIntegerField(unique=True)
    why = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "purged"
        constraints = [UniqueConstraint(fields=["purge", "opportunity"], name="once_in_a_purge")]

    def __str__(self) -> str:
        return f"{self.opportunity_id} purged"
