"""Stays in nurture, what was sent in them, the links in it, who followed them; and what people said they bought."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from winnow.nurture.words import Bought, Left, Shown
from winnow.prospects.models import Person, Prospect
from winnow.prospects.models.choices import choices


class Stay(models.Model):
    """From the day a prospect goes to nurture until it leaves; the prospect's own next action stays what it is.

    `due_at` is when the worker must send `next_step`, or look again whether it can. `track` and `next_step` are keys of
    the procedure, "" if there is none.
    """

    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="stays")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="+")
    entered_at = models.DateTimeField()
    reason = models.CharField(max_length=40, blank=True, default="")
    track = models.CharField(max_length=40, blank=True, default="")
    because = models.CharField(max_length=200, blank=True, default="")
    next_step = models.CharField(max_length=40, blank=True, default="")
    due_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    left = models.CharField(max_length=12, choices=choices(Left), blank=True, default="")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(left_at__isnull=True, left="")
                | (Q(left_at__isnull=False, due_at__isnull=True) & ~Q(left="")),
                name="stay_ended_or_not",
            ),
            UniqueConstraint(
                fields=["prospect"], condition=Q(left_at__isnull=True), name="one_stay_of_a_prospect"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="stay_due"),
            models.Index(
                fields=["track", "next_step"], condition=Q(left_at__isnull=True), name="stay_of_track"
            ),
            models.Index(fields=["left_at", "left"], condition=Q(left_at__isnull=False), name="stay_left"),
        ]

    def __str__(self) -> str:
        return f"stay {self.pk} of prospect {self.prospect_id}"


class Taken(models.Model):
    """A step of a track that was taken for a stay: its mail, or why there is none. Never twice."""

    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, db_index=False, related_name="taken")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="+")
    step = models.CharField(max_length=40)
    at = models.DateTimeField()
    mail = models.BigIntegerField(null=True)  # its number in the correspondence
    why_not = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["stay", "person", "step"], name="step_once_in_a_stay"),
            CheckConstraint(
                condition=(Q(mail__isnull=True) & ~Q(why_not="")) | Q(mail__isnull=False, why_not=""),
                name="step_mailed_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.stay_id}"


class Link(models.Model):
    """A link in one mail: `token` cannot be guessed and leads to `url` and nowhere else; "" is our own page."""

    token = models.CharField(max_length=64, unique=True)
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="links")
    step = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    url = models.CharField(max_length=2000, blank=True, default="")
    marked = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.key


class Click(models.Model):
    """Somebody, or something, followed a link. Judged a moment later, when it is seen what else was followed."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="clicks")
    at = models.DateTimeField()
    judge_at = models.DateTimeField(null=True)
    machine = models.CharField(max_length=60, blank=True, default="")  # why it is no person's

    class Meta:
        indexes = [
            models.Index(fields=["judge_at"], condition=Q(judge_at__isnull=False), name="click_judged")
        ]

    def __str__(self) -> str:
        return f"click on {self.link_id}"


class Sign(models.Model):
    """A sign of interest, with the points that it counted when it was given."""

    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="signs")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=choices(Shown))
    points = models.PositiveSmallIntegerField()
    link = models.ForeignKey(Link, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=[one.value for one in Shown]), name="sign_kind_known")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.points}"


class Question(models.Model):
    """The question "did you buy?", put once for each age of an inquiry; and what they answered, which is a claim."""

    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="asked")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="+")
    inquired_at = models.DateTimeField()  # the last inquiry before it
    age = models.PositiveIntegerField()  # days after it
    at = models.DateTimeField()
    token = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    mail = models.BigIntegerField(null=True)
    stratum = models.CharField(max_length=40)  # of the prospect when it was asked: state and age
    call_at = models.DateTimeField(null=True)  # while it is to be asked by a call
    drawn_at = models.DateTimeField(null=True)  # by lot, for a call
    caller = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, choices=choices(Bought), blank=True, default="")
    whom = models.CharField(max_length=300, blank=True, default="")
    why = models.TextField(blank=True, default="")
    by_call = models.BooleanField(default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    changes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["prospect", "inquired_at", "age"], name="asked_once_at_an_age"),
            CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="") & Q(call_at__isnull=True)),
                name="asked_answered_or_not",
            ),
            CheckConstraint(
                condition=Q(answer__in=["", *(one.value for one in Bought)]), name="asked_answer_known"
            ),
        ]
        indexes = [
            models.Index(fields=["call_at"], condition=Q(call_at__isnull=False), name="asked_call"),
            models.Index(fields=["at"], name="asked_at"),
        ]

    def __str__(self) -> str:
        return f"question to prospect {self.prospect_id}"


class Look(models.Model):
    """A day's round through everybody: who stays in nurture without a row, who is to be asked. One a day."""

    kind = models.CharField(max_length=12)
    day = models.DateField()

    class Meta:
        constraints = [UniqueConstraint(fields=["kind", "day"], name="looked_once_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
