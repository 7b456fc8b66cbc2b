"""A short life of the firm, and what tells two lives apart."""

import hashlib
from datetime import UTC, datetime, timedelta

from winnow.prospects.models import Event
from winnow.simulate.firm import firm
from winnow.simulate.run import Summary, simulate

START = datetime(2025, 9, 1, 5, 0, tzinfo=UTC)
MONTHS, INQUIRIES = 3, 140
END = START + timedelta(days=365 / 12 * MONTHS)


def live(seed: int = 7) -> Summary:
    return simulate(firm(), MONTHS, INQUIRIES, seed, START)


def digest() -> str:
    """Everything that happened, without the ids that a database gives."""
    rows = Event.objects.order_by("id").values_list(
        "at", "kind", "actor__email", "by", "reason", "version", "stage", "state", "outcome", "owner__email",
        "prospect__person__email", "prospect__person__phone",
    )  # fmt: skip
    lines = [repr([*(at.isoformat(),), *rest]) for at, *rest in rows.iterator()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
