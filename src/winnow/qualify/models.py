"""What the desk learned and decided: answers with their evidence, verdicts, handovers."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from winnow.prospects.models import Prospect
from winnow.prospects.models.choices import choices
from winnow.prospects.words import Grade, Verdict


class Answer(models.Model):
    """The newest answer to one question: a claim, and the evidence for it."""

    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    choice = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField(blank=True, default="")
    grade = models.CharField(max_length=16, choices=choices(Grade), default=Grade.STATED)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False)

    class Meta:
        constraints = [UniqueConstraint(fields=["prospect", "question"], name="one_answer_to_a_question")]

    def __str__(self) -> str:
        return f"{self.question}: {self.choice or self.text}"


class Decision(models.Model):
    """A verdict, with what it rested on."""

    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False)
    verdict = models.CharField(max_length=12, choices=choices(Verdict))
    reason = models.CharField(max_length=40, blank=True, default="")
    note = models.TextField(blank=True, default="")
    points = models.IntegerField(default=0)
    answers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.verdict} of prospect {self.prospect_id}"


class Handover(models.Model):
    """From the desk to a seller, who says yes, or no with a reason, before `respond_by`."""

    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="handovers")
    at = models.DateTimeField()
    respond_by = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    rejected_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["prospect"],
                condition=Q(accepted_at=None, rejected_at=None),
                name="one_waiting_handover",
            ),
            CheckConstraint(
                condition=Q(rejected_at=None) | (Q(accepted_at=None) & ~Q(reason="")),
                name="handover_rejected_with_a_reason",
            ),
            CheckConstraint(condition=Q(respond_by__gte=F("at")), name="handover_clock_after_start"),
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"
