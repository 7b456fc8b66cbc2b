"""What was claimed, as of any instant; and what all claims together have taught."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from winnow.prospects.models import Order
from winnow.prospects.words import Grade
from winnow.qualify.answers import Given
from winnow.qualify.models import Answer, Claim, Learned, Reaction
from winnow.qualify.taught import Fared, Taught, Worth, median_of, taught_by

Words = tuple[str, str, str]  # question, choice, grade
Counts = tuple[int, int, int]  # said, judged, bought

LONGEST = 600  # seconds; what takes longer was an interruption
UNMERGED = Q(prospect__merged_into=None)  # the other prospect has the same answers


def claims_as_of(prospects: Collection[int], at: datetime) -> dict[int, dict[str, Given]]:
    """By prospect, the newest answer to each question as it was known at an instant; one statement."""
    found: dict[int, dict[str, Given]] = {number: {} for number in prospects}
    rows = Claim.objects.filter(prospect__in=prospects, at__lte=at).order_by("at", "id")
    for prospect, question, choice, grade in rows.values_list("prospect_id", "question", "choice", "grade"):
        found[prospect][question] = Given(choice, Grade(grade))
    return found


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
    newest = Learned.objects.order_by("-id").values_list("at", "figures").first()
    return taught_by(*newest) if newest else Taught()


def learned_at() -> datetime | None:
    return Learned.objects.order_by("-id").values_list("at", flat=True).first()


def taught_until(now: datetime, days: int) -> Taught:
    """Count everything anew; eight statements. Who bought later than `days` after an answer counts as an other."""
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

    Who never bought is most of them, and counted by the database; the claims of those who did are looked at one by one.
    """
    judged_until, sums = now - timedelta(days=days), dict[Words, Counts]()
    claims = Claim.objects.filter(UNMERGED, choice__gt="", at__lte=now).order_by()
    for by in (("question",), ("question", "choice"), ("question", "choice", "grade")):
        rows = claims.filter(prospect__order_count=0).values_list(*by)
        counted = rows.annotate(
            said=Count("prospect", distinct=True),
            judged=Count("prospect", distinct=True, filter=Q(at__lte=judged_until)),
        )
        for *words, said, judged in counted:
            sums[tuple([*words, "", ""][:3])] = (said, judged, 0)
    for words, more in _of_buyers(claims, now, timedelta(days=days)).items():
        before = sums.get(words, (0, 0, 0))
        sums[words] = (before[0] + more[0], before[1] + more[1], before[2] + more[2])
    return [Worth(*words, *counts) for words, counts in sorted(sums.items())]


def _of_buyers(claims: QuerySet[Claim], now: datetime, soon: timedelta) -> dict[Words, Counts]:
    """The same of prospects with orders; what they said after the first one proves nothing."""
    first: dict[int, datetime] = dict(
        Order.objects.filter(withdrawn_at=None, at__lte=now)
        .order_by()
        .values_list("prospect_id")
        .annotate(first=Min("at"))
    )
    seen: dict[Words, tuple[set[int], set[int], set[int]]] = defaultdict(lambda: (set(), set(), set()))
    rows = claims.filter(prospect__order_count__gt=0)
    for prospect, question, choice, grade, at in rows.values_list(
        "prospect_id", "question", "choice", "grade", "at"
    ).iterator(chunk_size=5000):
        bought = first.get(prospect)
        if bought is not None and bought < at:
            continue
        for words in ((question, "", ""), (question, choice, ""), (question, choice, grade)):
            said, judged, buyers = seen[words]
            said.add(prospect)
            if at <= now - soon:
                judged.add(prospect)
                if bought is not None and bought <= at + soon:
                    buyers.add(prospect)
    return {words: (len(said), len(judged), len(buyers)) for words, (said, judged, buyers) in seen.items()}


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
