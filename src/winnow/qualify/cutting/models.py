"""Cuts as they were in force, and what was decided under them about each prospect."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from winnow.prospects.models import Prospect


class Cut(models.Model):
    """One cut, from the day it was published to the day it ended; at most one is in force.

    Cuts that only follow a newer model keep the promise of the first of their `line`, and its evidence.
    """

    class Kind(models.TextChoices):
        SHARE = "share"
        LOSE_AT_MOST = "lose_at_most"
        CAPACITY = "capacity"

    class State(models.TextChoices):
        IN_FORCE = "in_force"
        REPLACED = "replaced"
        WITHDRAWN = "withdrawn"

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    value = models.FloatField()  # as asked: the share, or the most that may be lost
    confidence = models.FloatField()
    share = models.FloatField()  # of each batch; with `capacity` the most of it
    lose = models.FloatField()  # promised: at most so much of the sales is lost
    expected = models.FloatField()  # what it cost on past prospects
    bound = models.FloatField()  # what that is at most, with the confidence
    orders = models.PositiveIntegerField()  # on which it was decided
    honest = models.FloatField()  # the chance of those below to be worked all the same
    seed = models.BigIntegerField()
    by_profit = models.BooleanField()  # ranked by profit an hour; else by probability
    model = models.ForeignKey(
        "qualify.LearnedModel", on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    line = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="cuts_of_line")
    before = models.ForeignKey("self", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.IN_FORCE)
    said = models.TextField()
    reason = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    ended_reason = models.TextField(blank=True, default="")
    alarm = models.TextField(blank=True, default="")  # what broke its promise
    watched_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["state"], condition=Q(state="in_force"), name="one_cut_in_force"),
            CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="cut_share_between_0_and_1"),
            CheckConstraint(
                condition=Q(confidence__gt=0, confidence__lt=1), name="cut_confidence_between_0_and_1"
            ),
            CheckConstraint(condition=Q(lose__gte=0, lose__lte=1), name="cut_loses_a_share"),
            CheckConstraint(condition=Q(honest__gt=0, honest__lte=1), name="cut_has_an_honest_sample"),
            CheckConstraint(
                condition=Q(state="in_force", ended_at__isnull=True)
                | (Q(ended_at__isnull=False) & ~Q(state="in_force")),
                name="cut_ended_or_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"cut {self.pk} at {self.share:.0%}"


class Placement(models.Model):
    """Where a prospect stood in its batch and what followed; each is placed once.

    `below`: thrown away, or `sampled`: worked all the same, so that the loss can be measured. What keeps somebody
    above who would be below is in `spared`.
    """

    prospect = models.OneToOneField(
        Prospect, primary_key=True, on_delete=models.PROTECT, related_name="placement"
    )
    cut = models.ForeignKey(Cut, on_delete=models.PROTECT, related_name="placements", db_index=False)
    model = models.ForeignKey(
        "qualify.LearnedModel", on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    at = models.DateTimeField()
    batch = models.PositiveIntegerField()  # of its cut
    worth = models.FloatField()  # by which it was ranked
    probability = models.FloatField()
    margin = models.FloatField(null=True)
    hours = models.FloatField(null=True)
    rank = models.FloatField(
        null=True
    )  # in its batch, 1 the best; none while there are too few to compare with
    below = models.BooleanField()
    sampled = models.BooleanField(default=False)
    spared = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(below=True) | Q(sampled=False), name="only_those_below_are_sampled"),
            CheckConstraint(condition=Q(below=False) | Q(spared=""), name="who_is_spared_is_not_below"),
        ]
        indexes = [
            models.Index(fields=["cut", "below", "sampled"], name="placement_of_cut"),
            models.Index(fields=["-at", "prospect"], name="placement_newest"),
        ]

    def __str__(self) -> str:
        return f"prospect {self.prospect_id} at rank {self.rank}"
