"""Cards, when each person sees each again, what they graded themselves, and pairs who practise together."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

USER = settings.AUTH_USER_MODEL


class Card(models.Model):
    """An objection or a hard question, what a good answer holds, and the part that a buyer plays with it.

    `source` names the answer or question it was made from, once. Only ready cards are practised.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        READY = "ready"
        RETIRED = "retired"

    class Kind(models.TextChoices):
        OBJECTION = "objection"
        QUESTION = "question"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    source = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    prompt = models.TextField()
    good = models.TextField(blank=True, default="")
    buyer = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    edited_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["source"], condition=~Q(source=""), name="card_once_per_source"),
            CheckConstraint(
                condition=~Q(state="ready") | Q(edited_by__isnull=False) & ~Q(good=""),
                name="card_ready_when_edited",
            ),
        ]

    def __str__(self) -> str:
        return self.prompt[:80]


class Schedule(models.Model):
    """What one person's memory of one card is like (the FSRS library's own words), and when they see it again."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="schedules")
    memory = models.JSONField()
    due_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["user", "card"], name="one_schedule_of_a_card")]
        indexes = [models.Index(fields=["user", "due_at"], name="practice_due")]

    def __str__(self) -> str:
        return f"card {self.card_id} of {self.user_id}"


class Attempt(models.Model):
    """One answer, graded by the one who gave it (1 again, 2 hard, 3 good, 4 easy); what they said is not kept."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    grade = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=8)  # aloud, written, partner
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(grade__gte=1, grade__lte=4), name="attempt_grade_known"),
            CheckConstraint(condition=Q(way__in=["aloud", "written", "partner"]), name="attempt_way_known"),
        ]
        indexes = [models.Index(fields=["user", "at"], name="practice_attempts")]

    def __str__(self) -> str:
        return f"{self.grade} at {self.at}"


class Pairing(models.Model):
    """Two people at one card for a while: one plays the buyer, the other joins by the code."""

    code = models.CharField(max_length=8, unique=True)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    buyer = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    seller = models.ForeignKey(USER, null=True, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code
