"""What was claimed, and what all claims together have taught."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from winnow.prospects.models import Order
from winnow.qualify.models import Answer, Claim, Learned, Reaction
from winnow.qualify.taught import SHAPE, Fared, Taught, Worth, median_of, taught_by

Words = tuple[str, str, str]  # question, choice, grade

LONGEST = 600  # seconds; what takes longer was an interruption
READABLE = Learned.objects.filter(figures__shape=SHAPE)  # what another version counted is counted anew
UNMERGED = Q(prospect__merged_into=None)  # the other prospect has the same answers


def liked(prospect: int) -> set[str]:
    """The questions that this prospect found great."""
    return set(Reaction.objects.filter(prospect=prospect).values_list("question", flat=True))


def seconds_since(prospect: int, by: int, now: datetime, started: datetime | None) -> int | None:
    """Since this person's last answer of the prospect, or since they were reached; None if that was long ago."""
    last = Claim.objects.filter(prospect=prospect, by=by).order_by("-id").values_list("at", flat=True).first()
    since = max((at for at in (last, started) if at and at <= now), default=None)
    seconds = round((now - since).total_seconds()) if since else 0
    return seconds if 0 < seconds <= LONGEST else None


def taught() -> Taught:
    """What was learned last; one statement."""
    newest = READABLE.order_by("-id").values_list("at", "figures").first()
    return taught_by(*newest) if newest else Taught()


def learned_at() -> datetime | None:
    return READABLE.order_by("-id").values_list("at", flat=True).first()


def taught_until(now: datetime, days: int) -> Taught:
    """Count everything anew; five statements. Who bought later than `days` after an answer counts as an other."""
    return Taught(
        at=now,
        days=days,
        worths=tuple(_worths(now, days)),
        seconds=_seconds(now),
        liked=dict(_counted(Reaction.objects.filter(UNMERGED, at__lte=now), "question")),
        outcomes=fared(),
    )


def _worths(now: datetime, days: int) -> list[Worth]:
    """By question, by answer, and by answer and grade: who said so before buying anything, and bought soon after.

    One pass over the claims, prospect by prospect: a million of them need seconds and no memory to speak of.
    """
    first = _first_orders(now)
    soon, sums = timedelta(days=days), defaultdict[Words, list[int]](lambda: [0, 0, 0])
    rows = Claim.objects.filter(UNMERGED, choice__gt="", at__lte=now).order_by("prospect_id")
    columns = ("prospect_id", "question", "choice", "grade", "at")
    for prospect, claims in groupby(rows.values_list(*columns).iterator(chunk_size=5000), itemgetter(0)):
        bought = first.get(prospect)
        for words, (is_judged, is_bought) in _said_by(claims, bought, now - soon, soon).items():
            counts = sums[words]
            counts[0] += 1
            counts[1] += is_judged
            counts[2] += is_bought
    return [Worth(*words, *counts) for words, counts in sorted(sums.items())]


def _said_by(
    claims: Iterable[tuple[int, str, str, str, datetime]],
    bought: datetime | None,
    until: datetime,
    soon: timedelta,
) -> dict[Words, tuple[bool, bool]]:
    """What one prospect claimed: whether long enough ago to be judged, and whether they bought soon after."""
    found: dict[Words, tuple[bool, bool]] = {}
    for _, question, choice, grade, at in claims:
        if bought is not None and bought < at:
            continue  # what they say once they have bought proves nothing
        is_judged = at <= until
        is_bought = is_judged and bought is not None and bought <= at + soon
        for words in ((question, "", ""), (question, choice, ""), (question, choice, grade)):
            before = found.get(words, (False, False))
            found[words] = (before[0] or is_judged, before[1] or is_bought)
    return found


def _first_orders(now: datetime) -> dict[int, datetime]:
    rows = Order.objects.filter(withdrawn_at=None, at__lte=now).order_by().values_list("prospect_id")
    return dict(rows.annotate(first=Min("at")))


def _seconds(now: datetime) -> dict[str, tuple[int, float]]:
    timed: dict[str, list[tuple[int, int]]] = defaultdict(list)
    rows = Claim.objects.filter(UNMERGED, seconds__isnull=False, at__lte=now)
    for question, seconds, count in _counted(rows, "question", "seconds"):
        timed[question].append((seconds, count))
    return {question: median_of(counted) for question, counted in timed.items()}


def fared() -> dict[str, Fared]:
    """By outcome of ours: the prospects for whom a person confirmed it, and the customers among them."""
    rows = Answer.objects.filter(UNMERGED, outcome__gt="").order_by().values_list("outcome")
    counted = rows.annotate(
        asked=Count("prospect"), bought=Count("prospect", filter=Q(prospect__order_count__gt=0))
    )
    return {outcome: Fared(asked, bought) for outcome, asked, bought in counted}


def _counted(rows: QuerySet[Any], *by: str) -> list[tuple[Any, ...]]:
    return list(rows.order_by().values_list(*by).annotate(count=Count("id")))
