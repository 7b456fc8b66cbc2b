"""The demo company: a year in the life of one believable firm, up to this minute."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from winnow.people.actions import record
from winnow.prospects.models import Event, Notification, Prospect
from winnow.simulate.firm import firm
from winnow.simulate.life import Progress
from winnow.simulate.run import Summary, simulate

INQUIRIES, MONTHS = 2700, 12
ACTS_EVERY = timedelta(hours=8)  # between two ticks: somebody waits for the demo
BUILT = "demo_built"
A_YEAR, A_QUARTER, A_DAY = timedelta(days=365), timedelta(days=91), timedelta(days=1)


class NotEmpty(Exception):
    """There are prospects already; the message says what to do."""


def is_built() -> bool:
    """Whether the demo is complete here: a build that was killed has left nothing of itself."""
    return Event.objects.filter(kind=BUILT).exists()


def build(seed: int, now: datetime, progress: Progress, inquiries: int = INQUIRIES) -> Summary:
    """Fill a database that has no prospects, all in one transaction; raises `NotEmpty` otherwise."""
    with transaction.atomic():
        if Prospect.objects.exists():
            raise NotEmpty("There are prospects here already. The demo needs a database of its own.")
        done = simulate(
            firm(),
            MONTHS,
            inquiries,
            seed,
            now - A_YEAR,
            progress,
            tracks=False,
            acts_every=ACTS_EVERY,
            beside=A_QUARTER,
        )
        read_what_is_old(now)
        record(BUILT, by=None, now=now, seed=seed, inquiries=inquiries)
        return done


def read_what_is_old(now: datetime) -> None:
    """Everybody has read what they were told until yesterday."""
    Notification.objects.filter(read_at=None, at__lt=now - A_DAY).update(read_at=F("at"))
