"""What our right to write rests on, from what was written down and withdrawn. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from winnow.privacy.words import Ground

SIGNS = (
    ("interest", Ground.LEGITIMATE_INTEREST),
    ("contract", Ground.CONTRACT),
    ("legal", Ground.LEGAL_OBLIGATION),
)


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing that was written down about a purpose."""

    at: datetime
    words: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds: the words it rests on, or that all of it was withdrawn."""

    words: str = ""
    withdrawn: bool = False


def standing(noted: Sequence[Noted], otherwise: str) -> Standing:
    """The newest that holds; `otherwise`, what the procedure says of everybody, only where nothing was withdrawn."""
    holds = [one for one in noted if not one.withdrawn]
    if holds:
        return Standing(max(holds, key=lambda one: one.at).words)
    return Standing(withdrawn=True) if noted else Standing(otherwise)


def ground_of(words: str) -> Ground:
    """Which ground of the law words speak of; consent, where they name no other."""
    said = words.lower()
    return next((ground for sign, ground in SIGNS if sign in said), Ground.CONSENT)
