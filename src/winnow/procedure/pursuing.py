"""The part of the procedure on pursuit: cadences, whom each is for, their steps, and how long a snooze may be."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from winnow.procedure.shapes import Days, Frozen, Key
from winnow.prospects.words import Channel, Stage, TouchKind

DEFAULT = "default"
CHANNELS = frozenset(channel.value for channel in Channel)


class Step(Frozen):
    """One attempt of a cadence, `after_days` working days after the one before, at a part of the day."""

    kind: TouchKind = TouchKind.CALL
    after_days: Days = 1
    part_of_day: Literal["any", "morning", "midday", "afternoon"] = "any"
    template: Key | Literal[""] = ""  # a mail of [mail] that is offered, or sent
    automatic: bool = False  # Winnow sends it by itself


class Cadence(Frozen):
    """How often and for how long an unreachable prospect is tried before nurture takes over, and which prospects."""

    text: str = ""
    channels: tuple[Channel, ...] = ()
    stages: tuple[Stage, ...] = ()
    bands: tuple[str, ...] = ()
    steps: tuple[Step, ...]
    least_attempts: Annotated[int, Field(strict=True, ge=1, le=50)] = 6
    least_days: Days = 14
    spread_days: Annotated[int, Field(strict=True, ge=0, le=5)] = 2

    @property
    def by_people(self) -> int:
        """How many of its steps are attempts of a person."""
        return sum(not step.automatic for step in self.steps)


class Snooze(Frozen):
    """How a person may put a next action off."""

    longest_days: Annotated[int, Field(strict=True, ge=1, le=60)] = 14
    in_a_row: Annotated[int, Field(strict=True, ge=0, le=20)] = 3


def channels_of(name: str, cadence: Cadence) -> tuple[str, ...]:
    """The channels that a cadence is for; one that is named like a channel is for that channel."""
    return cadence.channels or ((name,) if name in CHANNELS else ())


def chosen(cadences: Mapping[str, Cadence], channel: str, stage: str, band: str, by_hand: str = "") -> str:
    """The name of the cadence of such a prospect: what a person chose, else the one that says most about it.

    Of those that say as much, the first of the file. Without channel, stage and band it is chosen by people only.
    """
    if by_hand in cadences:
        return by_hand
    best, most = DEFAULT, 0
    for name, cadence in cadences.items():
        asked = ((channels_of(name, cadence), channel), (cadence.stages, stage), (cadence.bands, band))
        said = sum(bool(words) for words, _ in asked)
        if said > most and all(not words or word in words for words, word in asked):
            best, most = name, said
    return best
