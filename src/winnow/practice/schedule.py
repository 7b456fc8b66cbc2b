"""When a card comes again, by the FSRS library; the same answers at the same instants give the same days. Pure."""

from datetime import UTC, datetime
from typing import Any

from fsrs import Card, Rating, Scheduler

SCHEDULER = Scheduler(enable_fuzzing=False)
Memory = dict[str, Any]


def graded(memory: Memory | None, number: int, grade: int, at: datetime) -> tuple[Memory, datetime]:
    """The memory of card `number` after a grade (1 to 4), and when it is due. Raises ValueError for another grade."""
    at = at.astimezone(UTC)
    card = Card.from_dict(memory) if memory else Card(card_id=number, due=at)  # type: ignore[arg-type]
    card, _ = SCHEDULER.review_card(card, Rating(grade), at)
    return dict(card.to_dict()), card.due
