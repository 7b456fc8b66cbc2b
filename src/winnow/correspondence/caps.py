"""How much one person is sent. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

WEEK, MONTH = timedelta(days=7), timedelta(days=30)


def allowed_at(taken: Sequence[datetime], at: datetime, a_week: int, a_month: int) -> datetime | None:
    """The first instant from `at` at which one more keeps both caps; None if a cap of none forbids it for ever.

    `taken` are the instants of the mails that count, sent and still to be sent.
    """
    if not a_week or not a_month:
        return None
    for most, span in ((a_week, WEEK), (a_month, MONTH)):
        at = _after(sorted(taken), at, most, span)
    return at if _keeps(taken, at, a_week, a_month) else allowed_at(taken, at, a_week, a_month)


def _after(taken: Sequence[datetime], at: datetime, most: int, span: timedelta) -> datetime:
    """Nothing within the span before `at`, nor already planned within the span after it, may be too many."""
    while len(near := [one for one in taken if at - span < one < at + span]) >= most:
        at = near[len(near) - most] + span
    return at


def _keeps(taken: Sequence[datetime], at: datetime, a_week: int, a_month: int) -> bool:
    return all(
        sum(at - span < one < at + span for one in taken) < most
        for most, span in ((a_week, WEEK), (a_month, MONTH))
    )
