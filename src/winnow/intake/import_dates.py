"""The dates of a file: read from its first rows whether the day or the month stands first."""

from collections.abc import Iterable
from dataclasses import dataclass

from winnow.intake.presets_dates import AmbiguousDate, guess_dayfirst, parse_instant


@dataclass(frozen=True, slots=True)
class Order:
    """`dayfirst` as the dates show it; `question` is asked if they leave it open and it matters."""

    dayfirst: bool | None
    question: str = ""


def order_of(samples: Iterable[str]) -> Order:
    """Whether the day comes first in these dates of one column."""
    texts = [text for text in samples if text]
    guessed = guess_dayfirst(texts)
    unclear = next((text for text in texts if guessed is None and _is_ambiguous(text)), "")
    return Order(guessed, f"Is {unclear!r} written with the day or the month first?" if unclear else "")


def _is_ambiguous(text: str) -> bool:
    try:
        parse_instant(text, "UTC")
    except AmbiguousDate:
        return True
    except ValueError:
        return False
    return False
