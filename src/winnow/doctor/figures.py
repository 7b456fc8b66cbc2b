"""How much there is of everything: counts that scripts compare with their own."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from winnow.doctor.refusals import CLOSED, OF_ONE_PROSPECT, OPEN
from winnow.followup.models import Failure
from winnow.intake.models import Held
from winnow.prospects.models import Effect, Event, Inquiry, Order, Prospect
from winnow.prospects.words import Stage, State
from winnow.qualify.models import Handover

LATE = timedelta(minutes=5)  # what a worker at work has looked at long before


def of_prospects(now: datetime) -> dict[str, int]:
    """Every count over the table of prospects in one pass, the refusals among them."""
    counted = {
        "prospects": Q(),
        "open": OPEN,
        "working": Q(state=State.WORKING.value),
        "nurture": Q(state=State.NURTURE.value),
        "closed": CLOSED,
        "customers": Q(stage=Stage.CUSTOMER.value),
        "overdue": OPEN & Q(due_at__lt=now),
        "unattended": Q(check_at__lt=now - LATE),
        "of_inactive_owners": OPEN & Q(owner__is_active=False),
        **{refusal.name: condition for refusal, condition in OF_ONE_PROSPECT.items()},
    }
    return Prospect.objects.aggregate(
        **{
            name: Count("id", filter=condition) if condition else Count("id")
            for name, condition in counted.items()
        }
    )


def of_the_rest(now: datetime) -> dict[str, int]:
    waiting = Held.objects.filter(settled_at=None)
    return {
        "inquiries": Inquiry.objects.filter(withdrawn_at=None).count(),
        "withdrawn": Inquiry.objects.filter(withdrawn_at__isnull=False).count(),
        "quarantined": waiting.filter(kind="quarantined").count(),
        "rejected": waiting.filter(kind="rejected").count(),
        "orders": Order.objects.filter(withdrawn_at=None).count(),
        "events": Event.objects.count(),
        "unaccepted_overdue": Handover.objects.filter(
            accepted_at=None, rejected_at=None, respond_by__lt=now
        ).count(),
        "failures": Failure.objects.filter(settled_at=None).count(),
        "effects_waiting": Effect.objects.filter(due_at__isnull=False).count(),
        "effects_late": Effect.objects.filter(due_at__lt=now - LATE).count(),
    }
