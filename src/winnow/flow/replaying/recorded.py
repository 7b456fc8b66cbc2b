"""What history says, as a replay needs it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from winnow.followup.ways import Ways
from winnow.intake.inquiry import Cleaned, Raw
from winnow.prospects.words import Stage


@dataclass(slots=True)
class Asked:
    """One inquiry as it came in: what screening, routing and the clock decide by."""

    inquiry: int  # 0: it was held back and never became one
    at: datetime  # taken in
    raw: Raw
    cleaned: Cleaned | None  # None: not understood
    version: int
    held: bool
    channel: str = ""
    prospect: int = 0
    owner: int = 0  # to whom it went
    company: int = 0
    zone: str = ""
    ways: Ways = field(default_factory=Ways)
    score: int = 0
    band: str = ""
    stage: str = Stage.INQUIRY
    clocked: bool = False  # it started a clock
    due: datetime | None = None  # by when it was to be tried; known of the newest clock of each prospect
    leaves: datetime | None = None  # when it left the desk


@dataclass(frozen=True, slots=True)
class Tried:
    """One touch of ours."""

    at: datetime
    by: int
    role: str
    minutes: int
    attempt: bool
    reached: bool


@dataclass(frozen=True, slots=True)
class Won:
    at: datetime
    amount: float
    margin: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """Something became known of an opportunity, or it came or went."""

    prospect: int
    at: datetime
    what: str  # opened, ended, money, timeline, stage, kept, talked
    owner: int
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a prospect stood in its batch when a cut looked at it."""

    prospect: int
    channel: str
    repeat: bool  # had inquired before
    rank: float | None  # 1 the best; none while there were too few to compare with
    below: bool
    sampled: bool
    spared: str


@dataclass(slots=True)
class History:
    """Everything of the period; lists by time."""

    since: datetime
    until: datetime
    asked: list[Asked] = field(default_factory=list)
    touches: dict[int, list[Tried]] = field(default_factory=dict)
    orders: dict[int, list[Won]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    teams: dict[int, str] = field(default_factory=dict)  # of people
    team_numbers: dict[int, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)
    currency: str = ""
    texts: bool = True  # whether it says enough to screen and route again


@dataclass(frozen=True, slots=True)
class Decided:
    """What one procedure makes of one inquiry."""

    held: bool
    why: str
    due: datetime | None
    available: datetime | None
    owner: int


def ordered(history: History, prospects: Sequence[int]) -> float:
    """What these have ordered."""
    return sum(one.amount for prospect in prospects for one in history.orders.get(prospect, ()))
