"""The prospect: one person being pursued until bought or dead, and the constraints that nothing drops."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from winnow.prospects.models.campaigns import Campaign
from winnow.prospects.models.choices import choices
from winnow.prospects.models.persons import Company, Person
from winnow.prospects.words import OPEN_STATES, Channel, NextAction, Outcome, Queue, Stage, State

OPEN = Q(state__in=[state.value for state in OPEN_STATES])
PURSUED = (
    Q(owner__isnull=False)
    & ~Q(next_action="")
    & Q(due_at__isnull=False, available_at__isnull=False)
    & Q(outcome="", closed_at__isnull=True)
)
FINISHED = (
    ~Q(outcome="")
    & Q(closed_at__isnull=False)
    & Q(next_action="", due_at__isnull=True, available_at__isnull=True, check_at__isnull=True)
)


class Prospect(models.Model):
    """Only `prospects.transitions` writes stage, state, outcome, owner, next action and their instants."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="prospects")
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="prospects")
    stage = models.CharField(max_length=12, choices=choices(Stage))
    state = models.CharField(max_length=8, choices=choices(State))
    outcome = models.CharField(max_length=16, choices=choices(Outcome), blank=True, default="")
    outcome_reason = models.CharField(max_length=40, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="prospects",
    )
    next_action = models.CharField(max_length=12, choices=choices(NextAction), blank=True, default="")
    next_note = models.CharField(max_length=300, blank=True, default="")
    due_at = models.DateTimeField(null=True)
    available_at = models.DateTimeField(null=True)  # before this instant the desk does not offer it
    queue = models.CharField(max_length=12, choices=choices(Queue), blank=True, default="")
    check_at = models.DateTimeField(null=True)  # when the worker must look at it
    escalation = models.PositiveSmallIntegerField(
        default=0
    )  # 0 none, 1 warned, 2 reassigned, 3 manager's list

    channel = models.CharField(max_length=16, choices=choices(Channel))  # of the first inquiry
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT)  # of the first inquiry
    inquiries = models.PositiveIntegerField(default=1)
    first_inquiry_at = models.DateTimeField()
    last_inquiry_at = models.DateTimeField()
    clock_started_at = models.DateTimeField(null=True)  # of the newest clock
    respond_by = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)  # first human touch after the clock started
    first_touch_at = models.DateTimeField(null=True)
    last_touch_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)  # since the newest inquiry or conversation
    run = models.PositiveIntegerField(
        default=0, db_default=0
    )  # of a cadence: another one whenever attempts begin anew
    steps = models.PositiveSmallIntegerField(
        default=0, db_default=0
    )  # of the cadence that this run has behind it
    cadence = models.CharField(
        max_length=40, blank=True, default="", db_default=""
    )  # what a person chose; "": as the procedure says
    conversations = models.PositiveIntegerField(default=0)
    order_count = models.PositiveIntegerField(default=0)
    score = models.SmallIntegerField(default=0)
    band = models.CharField(max_length=40, blank=True, default="")

    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, db_index=False)
    further_of = models.ForeignKey(  # a further opportunity of the same person; inquiries never come here
        "self", null=True, on_delete=models.PROTECT, db_index=False, related_name="further"
    )

    class Meta:
        constraints = [
            CheckConstraint(
                condition=(OPEN & PURSUED) | (Q(state=State.CLOSED) & FINISHED), name="never_dropped"
            ),
            CheckConstraint(condition=Q(stage__in=[stage.value for stage in Stage]), name="stage_known"),
            CheckConstraint(
                condition=Q(outcome__in=["", *(outcome.value for outcome in Outcome)]), name="outcome_known"
            ),
            CheckConstraint(condition=Q(available_at__lte=F("due_at")), name="available_before_due"),
            CheckConstraint(
                condition=Q(state=State.CLOSED) | Q(check_at__isnull=False) | Q(escalation=3),
                name="always_watched",
            ),
            CheckConstraint(
                condition=~Q(outcome=Outcome.BOUGHT) | Q(order_count__gte=1), name="bought_needs_an_order"
            ),
            UniqueConstraint(
                fields=["person"],
                condition=OPEN & Q(further_of__isnull=True),
                name="one_open_prospect_of_a_person",
            ),
            CheckConstraint(
                condition=Q(further_of__isnull=True)
                | Q(stage__in=[Stage.OPPORTUNITY, Stage.CUSTOMER], merged_into__isnull=True),
                name="further_is_an_opportunity",
            ),
            CheckConstraint(
                condition=Q(further_of__isnull=True) | ~Q(further_of=F("id")), name="further_of_another"
            ),
        ]
        indexes = [
            # The desk is read in this order; coverage counts what is due as ranges of it, and the exceptions beside it.
            models.Index(fields=["owner", "state", "queue", "due_at"], name="prospect_desk"),
            models.Index(
                fields=["owner", "escalation", "next_action", "due_at"],
                condition=Q(state=State.WORKING) & (Q(escalation__gt=0) | Q(next_action=NextAction.ACCEPT)),
                name="prospect_exception",
            ),
            models.Index(
                fields=["owner", "first_inquiry_at", "first_touch_at", "outcome", "merged_into"],
                name="prospect_followed_up",
            ),
            models.Index(  # history that was imported has no clock
                fields=[
                    "owner",
                    "clock_started_at",
                    "responded_at",
                    "respond_by",
                    "closed_at",
                    "merged_into",
                ],
                condition=Q(clock_started_at__isnull=False),
                name="prospect_response",
            ),
            models.Index(fields=["check_at"], condition=Q(check_at__isnull=False), name="prospect_check"),
            models.Index(
                fields=["claimed_by", "claimed_until"],
                condition=Q(claimed_by__isnull=False),
                name="prospect_claim",
            ),
            models.Index(fields=["state", "-id"], name="prospect_list"),
            models.Index(
                fields=["further_of"], condition=Q(further_of__isnull=False), name="prospect_further"
            ),
        ]

    def __str__(self) -> str:
        return f"prospect {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
