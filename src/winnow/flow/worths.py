"""What claims are worth: learned now and then from all that was said and what was bought, and handed on as values."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from winnow.flow.scene import Refused
from winnow.measure.shares import Share
from winnow.procedure.queries import in_force
from winnow.qualify import actions as qualify
from winnow.qualify.queries import claims
from winnow.qualify.taught import Taught

EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ClaimWorth:
    """Of `n` who made a claim and can be judged, so many bought: a share with its 95 % interval.

    `young` made it too, but too short a time ago to be judged. Without a grade it is all grades.
    """

    question: str
    choice: str
    grade: str
    n: int
    bought: int
    low: float
    high: float
    young: int


def claim_worths(taught: Taught | None = None) -> list[ClaimWorth]:
    """Every claim that can be judged, as learned last; for the score and the forecast."""
    found = []
    for one in (taught or claims.taught()).worths:
        interval = Share(one.bought, one.judged).interval
        if one.choice and interval:
            found.append(
                ClaimWorth(one.question, one.choice, one.grade, one.judged, one.bought, *interval, one.young)
            )
    return found


def marked_great(prospect: int, question: str, *, by: int, now: datetime) -> None:
    """A prospect found it a great question; said once more, it is taken back. Raises Refused for an unknown one."""
    if question not in {one.key for one in in_force(now)[1].qualification.questions}:
        raise Refused(f"The procedure does not ask “{question[:40]}”.")
    if question in claims.liked(prospect):
        qualify.take_back_reaction(prospect, question)
    else:
        qualify.react([(prospect, question, by)], at=now)


def learn_if_due(now: datetime) -> bool:
    """Count anew what is older than an hour; whether that was so."""
    last = claims.learned_at()
    if last is not None and now - last < EVERY:
        return False
    learn(now)
    return True


def learn(now: datetime) -> None:
    version, procedure = in_force(now)
    with transaction.atomic():
        qualify.learn(now=now, version=version, days=procedure.qualification.bought_within_days)
