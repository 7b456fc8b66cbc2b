"""What the simulation remembers of each prospect, and the setting in which everybody works."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random
from zoneinfo import ZoneInfo

from winnow.nurture.words import Bought
from winnow.procedure.schema import Procedure
from winnow.prospects.words import Channel
from winnow.qualify.answers import Given
from winnow.simulate.firm import Firm
from winnow.simulate.inquirers import Inquirer
from winnow.simulate.promises import Promises
from winnow.simulate.season import ZONES
from winnow.simulate.truth import Truth, draw

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Case:
    """One prospect: who it is in truth, and what was said so far."""

    inquirer: Inquirer
    truth: Truth
    since: datetime  # the inquiry from which they count
    answers: dict[str, Given] = field(default_factory=dict)
    answered_at: datetime | None = None  # the first attempt to reach them
    number_is_dead: bool = False
    heard_at: datetime | None = None  # we spoke, or they wrote
    wrote: bool = False  # and nobody has answered yet
    talks: int = 0  # of the deal now in hand
    stage: int = 0  # how far its buyer has come
    says_by: date | None = None  # when they said they would decide
    has_ordered: bool = False  # what they wanted when they last asked

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(ZONES[self.inquirer.fields["country"]])

    @property
    def decides_at(self) -> datetime:
        return self.since + self.truth.decides_in

    def became(self, at: datetime) -> tuple[Bought, str]:
        """What became of their wish by an instant: from whom they bought, where it was somebody else."""
        if self.has_ordered:
            return Bought.FROM_US, ""
        if at <= self.decides_at:
            return Bought.DECIDING, ""
        return (Bought.ELSEWHERE, self.truth.competitor) if self.truth.buys else (Bought.NO_LONGER, "")

    def renew(self, rng: Random, firm: Firm, at: datetime) -> None:
        """A customer, or somebody who had decided, wants something once more."""
        self.truth = draw(rng, firm, self.inquirer.segment, Channel.REFERRAL)
        self.since, self.answered_at = at, None
        self.talks, self.says_by, self.has_ordered = 0, None, False


@dataclass
class Tally:
    """What happened, counted as it happens."""

    promised: int = 0
    kept: int = 0
    broken: int = 0


@dataclass
class Setting:
    """Where everybody works: the firm, its procedure now in force, chance, and what is known of prospects."""

    firm: Firm
    rng: Random
    procedure: Procedure
    cases: dict[int, Case] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    promises: Promises = field(default_factory=Promises)
    until: datetime = NEVER  # of the slice: time itself acts then, on what was said by then
    wrapping_up: bool = False  # the last hours: calls are promised for later, handovers wait

    def heard_at(self, prospect: int) -> datetime | None:
        """When they were heard of last."""
        case = self.cases.get(prospect)
        return case.heard_at if case else None
