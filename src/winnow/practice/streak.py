"""Days practised in a row, and which cards are weak. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

FRIDAY = 4
A_DAY = timedelta(days=1)
LOOKED_AT = 3  # newest grades of a card
WEAK = 2.0  # mean grade up to which it is weak
ENOUGH = 300  # s a day


def streak(days: Iterable[date], today: date) -> int:
    """Working days in a row, up to today or the one before; a weekend neither counts against nor is needed."""
    done, count, day = set(days), 0, today
    if day not in done:
        day -= A_DAY
    while day in done or day.weekday() > FRIDAY:
        count += day in done
        day -= A_DAY
    return count


def weak(grades: Iterable[tuple[int, int]]) -> list[int]:
    """From (card, grade), oldest first: cards whose newest grades are low on average, the lowest first."""
    newest: dict[int, list[int]] = defaultdict(list)
    for card, grade in grades:
        newest[card].append(grade)
    means = {card: sum(some[-LOOKED_AT:]) / len(some[-LOOKED_AT:]) for card, some in newest.items()}
    return sorted(
        (card for card, mean in means.items() if mean <= WEAK), key=lambda card: (means[card], card)
    )


def named(text: str, names: Iterable[str]) -> list[str]:
    """The names (of people, companies, addresses) that a text still holds, of three letters and more."""
    said = text.casefold()
    return sorted({one for one in names if len(one) > 2 and one.casefold() in said})
