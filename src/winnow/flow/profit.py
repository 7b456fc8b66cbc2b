"""What routing by profit must know: what a prospect is worth, and what sellers have made of those they accepted."""

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count, Q

from winnow.prospects.models import Prospect
from winnow.prospects.words import Outcome
from winnow.qualify.models import Handover, Odds
from winnow.route.assign.factors import Record, factors
from winnow.route.assign.known import Known

SINCE, UNTIL = timedelta(days=730), timedelta(days=90)  # before now: what is younger may yet be bought
CELL = ("taker_id", "taker__team__name", "prospect__band")


def worth_of(row: Prospect) -> tuple[float, float]:
    """Expected profit and hours by the learned odds; by the written score, without hours, where none are learned."""
    learned = Odds.objects.filter(prospect=row.id).values_list("probability", "margin", "hours").first()
    if learned is None:
        return row.score / 100, 0.0
    probability, margin, hours = learned
    return probability * (margin or 1.0), hours or 0.0


def known(now: datetime, seed: int) -> Known:
    """What each seller got of accepted leads, beside what all got of leads of the same band."""
    accepted = Handover.objects.filter(accepted_at__gte=now - SINCE, accepted_at__lt=now - UNTIL)
    bought = Count("id", filter=Q(prospect__outcome=Outcome.BOUGHT))
    cells = accepted.values(*CELL)
    rows = list(cells.annotate(number=Count("id"), won=bought).values_list(*CELL, "number", "won"))
    leads: Counter[str] = Counter()
    orders: Counter[str] = Counter()
    for _, _, band, number, won in rows:
        leads[band] += number
        orders[band] += won
    records = [
        Record(person, team or "", "", number * orders[band] / leads[band], won)
        for person, team, band, number, won in rows
    ]
    return Known(factors(records), seed=seed)
