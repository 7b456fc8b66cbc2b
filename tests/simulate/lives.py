"""A short life of the firm."""

from datetime import UTC, datetime, timedelta

from winnow.simulate.firm import firm
from winnow.simulate.run import Summary, simulate

START = datetime(2025, 9, 1, 5, 0, tzinfo=UTC)
MONTHS, INQUIRIES = 3, 140
END = START + timedelta(days=365 / 12 * MONTHS)


def live(seed: int = 7) -> Summary:
    return simulate(firm(), MONTHS, INQUIRIES, seed, START, beside=timedelta(days=91))
