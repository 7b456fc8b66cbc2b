"""The writers of practice: cards, grades, pairs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from winnow.practice.models import Attempt, Card, Pairing, Schedule
from winnow.practice.schedule import graded

TOGETHER = timedelta(hours=1)
LONGEST = 600  # s that one answer counts for


@dataclass(frozen=True, slots=True)
class Draft:
    """What a card is made from."""

    kind: str
    source: str
    prompt: str


def draft(one: Draft, *, by: int, now: datetime) -> Card:
    """A card to be edited; the one that is there already, for a source known."""
    made = {"kind": one.kind, "prompt": one.prompt, "made_at": now, "made_by_id": by}
    if not one.source:
        return Card.objects.create(**made)
    return Card.objects.get_or_create(source=one.source, defaults=made)[0]


def edit(card: int, prompt: str, good: str, buyer: str, state: str, *, by: int) -> None:
    """As a person has written and freed it of names."""
    Card.objects.filter(pk=card).update(prompt=prompt, good=good, buyer=buyer, state=state, edited_by=by)


@dataclass(frozen=True, slots=True)
class Grade:
    """How well one went, by the one who answered: 1 again, 2 hard, 3 good, 4 easy."""

    user: int
    card: int
    grade: int
    way: str
    seconds: int = 0


def grade(one: Grade, *, now: datetime) -> None:
    """Keep the grade and set the day on which the card comes again. Raises ValueError for another grade."""
    with transaction.atomic():
        known = Schedule.objects.select_for_update().filter(user=one.user, card=one.card).first()
        memory, due = graded(known.memory if known else None, one.card, one.grade, now)
        Schedule.objects.update_or_create(
            user_id=one.user, card_id=one.card, defaults={"memory": memory, "due_at": due}
        )
        Attempt.objects.create(
            user_id=one.user, card_id=one.card, at=now, grade=one.grade, way=one.way,
            seconds=min(max(one.seconds, 0), LONGEST),
        )  # fmt: skip


def pair(card: int, code: str, *, buyer: int, now: datetime) -> Pairing:
    """Open a card for two; the code is what the other types."""
    Pairing.objects.filter(ends_at__lte=now).delete()
    return Pairing.objects.create(
        code=code, card_id=card, buyer_id=buyer, started_at=now, ends_at=now + TOGETHER
    )


def join(code: str, *, seller: int, now: datetime) -> bool:
    """Whether this person is the seller of the pair now: the first who comes, and not its buyer."""
    open_ones = Pairing.objects.filter(code=code, ends_at__gt=now).exclude(buyer=seller)
    return (
        bool(open_ones.filter(seller=None).update(seller=seller)) or open_ones.filter(seller=seller).exists()
    )
