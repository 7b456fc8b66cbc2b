"""Why we may write to somebody, whom we are to forget, whom we have forgotten, and what retention let go."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from winnow.privacy.words import Ground, Kept, Ledger, Purpose, Source
from winnow.prospects.models import Inquiry, Person
from winnow.prospects.models.choices import choices

USER = settings.AUTH_USER_MODEL


class Basis(models.Model):
    """Why we may contact a person for a purpose, from an instant on, and until when if they withdrew it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="bases")
    purpose = models.CharField(max_length=12, choices=choices(Purpose))
    ground = models.CharField(max_length=20, choices=choices(Ground))
    words = models.CharField(max_length=300)  # what they agreed to, or why else
    source = models.CharField(max_length=8, choices=choices(Source))
    inquiry = models.ForeignKey(
        Inquiry, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        USER, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name_plural = "bases"
        constraints = [
            CheckConstraint(condition=Q(purpose__in=[one.value for one in Purpose]), name="basis_purpose_known"),
            CheckConstraint(condition=Q(ground__in=[one.value for one in Ground]), name="basis_ground_known"),
            CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_why=""), name="basis_withdrawn_at_an_instant"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["person", "purpose", "-id"], name="basis_of_person")]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.words}"


class Erasure(models.Model):
    """A person is to be forgotten when `due_at` has come, unless it is taken back before."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasures")
    asked_at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    reason = models.CharField(max_length=300)
    due_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        USER, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    gone = models.JSONField(default=dict)  # how many rows of each table
    error = models.TextField(blank=True, default="")  # why it could not be done yet

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["person"], condition=Q(due_at__isnull=False), name="one_erasure_of_a_person"
            ),
            CheckConstraint(
                condition=Q(due_at__isnull=False, cancelled_at__isnull=True, done_at__isnull=True)
                | Q(due_at__isnull=True, cancelled_at__isnull=False, done_at__isnull=True)
                | Q(due_at__isnull=True, cancelled_at__isnull=True, done_at__isnull=False),
                name="erasure_waits_or_ended_once",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="erasure_due")]

    def __str__(self) -> str:
        return f"erasure of person {self.person_id}"


class Line(models.Model):
    """A line of the ledger: somebody was erased, or objected. It names nobody without this installation's secret.

    An erasure also has the number and the first instant of the person's row, by which an older backup is set right.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=choices(Ledger))
    digest = models.CharField(max_length=64)  # keyed, of an identity key
    number = models.BigIntegerField(null=True)
    since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["digest", "kind", "at"], name="told_once"),
            CheckConstraint(condition=Q(kind__in=[one.value for one in Ledger]), name="line_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:12]}"


class Sweep(models.Model):
    """What retention let go in one round, by kind."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=choices(Kept))
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "-at"], name="sweep_of_kind")]

    def __str__(self) -> str:
        return f"{self.count} {self.kind}"
