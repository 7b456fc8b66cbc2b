"""What the desk learned and decided: answers with their evidence, all claims ever made, verdicts, handovers."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from winnow.prospects.models import Prospect
from winnow.prospects.models.choices import choices
from winnow.prospects.words import Grade, Verdict
from winnow.qualify.cutting.models import Cut as Cut
from winnow.qualify.cutting.models import Placement as Placement


class Answer(models.Model):
    """The newest answer to one question: a claim, and the evidence for it."""

    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    choice = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField(blank=True, default="")
    grade = models.CharField(max_length=16, choices=choices(Grade), default=Grade.STATED)
    evidence = models.CharField(
        max_length=300, blank=True, default=""
    )  # which document, who else, which visit
    outcome = models.CharField(max_length=40, blank=True, default="")  # of ours, confirmed by a person
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False)

    class Meta:
        constraints = [UniqueConstraint(fields=["prospect", "question"], name="one_answer_to_a_question")]
        indexes = [
            models.Index(fields=["outcome", "prospect"], condition=Q(outcome__gt=""), name="answer_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.choice or self.text}"


class Claim(models.Model):
    """Each thing that was ever said to a question, and how well it was proved then; append-only."""

    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="claims", db_index=False)
    question = models.CharField(max_length=40)
    choice = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField(blank=True, default="")
    grade = models.CharField(max_length=16, choices=choices(Grade), default=Grade.STATED)
    evidence = models.CharField(max_length=300, blank=True, default="")
    outcome = models.CharField(max_length=40, blank=True, default="")
    seconds = models.PositiveSmallIntegerField(null=True)  # from the question to the answer, where known
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False)

    class Meta:
        indexes = [models.Index(fields=["prospect", "question", "id"], name="claim_history")]

    def __str__(self) -> str:
        return f"{self.question}: {self.choice or self.text}"


class Reaction(models.Model):
    """A prospect said that this was a great question, or showed it."""

    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="reactions", db_index=False)
    question = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False)

    class Meta:
        constraints = [UniqueConstraint(fields=["prospect", "question"], name="one_reaction_to_a_question")]

    def __str__(self) -> str:
        return f"great question: {self.question}"


class Learned(models.Model):
    """What all claims had taught until an instant: counted now and then, so that no page has to count."""

    at = models.DateTimeField()
    version = models.PositiveIntegerField()  # of the procedure
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "learned"

    def __str__(self) -> str:
        return f"learned until {self.at}"


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


class LearnedModel(models.Model):
    """One estimator as it was learned, as plain data: at most one is the champion, whose odds are shown."""

    class State(models.TextChoices):
        CHAMPION = "champion"
        CHALLENGER = "challenger"
        RETIRED = "retired"

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    seed = models.BigIntegerField()
    snapshot = models.CharField(max_length=64)  # SHA-256 of everything it learned from
    method = models.CharField(max_length=200)
    data = models.JSONField()  # Scorer.to_dict()
    validation = models.JSONField(default=dict)  # its rivals and the figures it was chosen by
    unseen = models.JSONField(default=dict)  # out-of-time predictions, by prospect: what a cut is proved on
    why = models.JSONField(default=list)  # sentences
    orders = models.PositiveIntegerField()
    prospects = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.CHALLENGER)
    frozen = models.BooleanField(default=False)  # no challenger replaces it until a person allows it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False)
    reason = models.CharField(max_length=300, blank=True, default="")  # of its state, in words
    version = models.PositiveIntegerField(null=True)  # of the procedure
    swept_to = models.BigIntegerField(null=True, default=0)  # prospects rescored so far; empty: all of them
    watched_to = models.BigIntegerField(default=0)  # the newest event whose prospect was scored again

    class Meta:
        constraints = [
            UniqueConstraint(fields=["state"], condition=Q(state="champion"), name="one_champion"),
        ]

    def __str__(self) -> str:
        return f"model {self.number}"


class ModelChange(models.Model):
    """What was done about the models, by whom and why; a training that began, or had too little, is kept once."""

    at = models.DateTimeField()
    kind = models.CharField(
        max_length=12
    )  # began, waited, learned, promoted, kept, frozen, unfrozen, rolled_back
    model = models.ForeignKey(LearnedModel, null=True, on_delete=models.PROTECT, related_name="changes")
    before = models.ForeignKey(
        LearnedModel, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    by = models.CharField(max_length=16)  # user, worker, door
    reason = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind}: model {self.model_id or '–'}"


class Odds(models.Model):
    """The newest learned odds of a prospect, with the steps from the usual to its own."""

    prospect = models.OneToOneField(Prospect, primary_key=True, on_delete=models.PROTECT, related_name="odds")
    model = models.ForeignKey(LearnedModel, on_delete=models.PROTECT, related_name="odds")
    at = models.DateTimeField()
    probability = models.FloatField()  # of an order within the horizon
    margin = models.FloatField(null=True)  # of that order, if it comes
    hours = models.FloatField(null=True)  # of sellers' work
    steps = models.JSONField(default=list)  # [[name, said, times], …], the base first

    class Meta:
        verbose_name_plural = "odds"
        constraints = [
            CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1), name="probability_between_0_and_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.probability:.1%} for prospect {self.prospect_id}"
