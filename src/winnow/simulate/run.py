"""Runs of any length: a firm, so many months and inquiries, a seed; and what came of it."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from winnow.prospects.models import Event, Inquiry, Order, Prospect
from winnow.prospects.words import OPEN_STATES, State
from winnow.simulate.cases import Tally
from winnow.simulate.firm import Firm
from winnow.simulate.life import Life, Progress

MONTH = 365 / 12  # days


@dataclass
class Summary:
    """What came of it. `dropped` counts open prospects without owner or dated next action: always 0."""

    inquiries: int
    prospects: int
    dropped: int
    states: dict[str, int]
    outcomes: dict[str, int]
    events: dict[str, int]
    orders: int
    promises: Tally
    seconds: float
    life: Life


def simulate(
    firm: Firm, months: float, inquiries: int, seed: int, start: datetime,
    progress: Progress = lambda _share, _words: None, **habits: Any,
) -> Summary:  # fmt: skip
    """`months` of the firm's life with about that many inquiries, in a database with no prospects."""
    began = time.process_time()
    life = Life(firm, start, start + timedelta(days=months * MONTH), inquiries, seed, **habits)
    promises = life.live(progress)
    return _summary(life, promises, time.process_time() - began)


def _summary(life: Life, promises: Tally, seconds: float) -> Summary:
    rows = Prospect.objects.order_by()
    still_open = Q(state__in=OPEN_STATES)
    lost = Q(owner=None) | Q(next_action="") | Q(due_at=None)
    return Summary(
        inquiries=Inquiry.objects.count(),
        prospects=rows.count(),
        dropped=rows.filter(still_open & lost).count(),
        states=_counts(rows.values_list("state").annotate(Count("id"))),
        outcomes=_counts(rows.filter(state=State.CLOSED).values_list("outcome").annotate(Count("id"))),
        events=_counts(Event.objects.values_list("kind").annotate(Count("id"))),
        orders=Order.objects.count(),
        promises=promises,
        seconds=seconds,
        life=life,
    )


def _counts(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(rows))
