"""The part of the procedure on opportunities: stages by what the buyer has done, limits, the purge, the mirror."""

from typing import Annotated

from pydantic import Field

from winnow.procedure.shapes import Days, Frozen, Key, Whole
from winnow.prospects.words import Grade

Money = Annotated[float, Field(ge=0, le=999_999_999_999)]
Portion = Annotated[float, Field(ge=0, le=1)]


class DealStage(Frozen):
    """How far a buyer has come: what they have done, and what shows it. Only an order wins."""

    key: Key
    text: str  # what the buyer has done
    evidence: str  # what is written down to move here
    odds: Portion  # of an order from here, where none are learned
    most: Annotated[int, Field(strict=True, ge=0, le=10_000)] = 0  # at once for a seller; 0: no limit


class Product(Frozen):
    """What can be bought, at its list price in the company's currency."""

    key: Key
    text: str
    price: Money = 0


class Part(Frozen):
    """The part that somebody plays in a decision, or a question that is asked; a short name and its text."""

    key: Key
    text: str


class MirrorQuestion(Frozen):
    """What is asked before an opportunity is lost."""

    key: Key
    text: str
    unasked: bool = False  # its answers are shown beside the library of questions: what that lacks


class Purge(Frozen):
    """What may stay in the pipeline: what is big, or what is moving; and how the rest leaves it."""

    on: bool = False
    top_share: Portion = 0.2  # of a seller's or team's open opportunities, by amount
    floor: Money = 0  # in the company's currency; 0: none
    within_days: Days = 45
    progress_days: Days = 14
    timeline_grade: Grade = Grade.STATED  # the least evidence for a known timeline
    young_days: Days = 14
    warn_days: Days = 14
    keep_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 30
    keeps: Whole = 2
    undo_days: Days = 30
    revisit_days: Days = 90


STAGES = (
    DealStage(
        key="wants", text="Told us the outcome they want", odds=0.15,
        evidence="What they want to be different afterwards, in their words",
    ),
    DealStage(
        key="decider", text="Brought in who decides", odds=0.3,
        evidence="Who decides, when we spoke, and what they said",
    ),
    DealStage(key="asked", text="Asked for our offer", odds=0.45, evidence="Their request: when, for what, by whom"),
    DealStage(
        key="agreed", text="Agreed to outcome, price and terms", odds=0.75,
        evidence="What they agreed to, and where that is written",
    ),
)  # fmt: skip
PARTS = (
    Part(key="decides", text="Decides"),
    Part(key="pays", text="Pays"),
    Part(key="uses", text="Uses it"),
    Part(key="advises", text="Advises"),
    Part(key="against", text="Is against it"),
)


class Deals(Frozen):
    """Opportunities: their stages, what is sold, how many at once, what is asked before one is lost, the purge."""

    stages: Annotated[tuple[DealStage, ...], Field(min_length=1)] = STAGES
    parts: tuple[Part, ...] = PARTS
    products: tuple[Product, ...] = ()
    most_open: Whole = 0  # opportunities of a seller at once; 0: no limit
    mirror: tuple[MirrorQuestion, ...] = ()
    purge: Purge = Purge()

    def stage(self, key: str) -> DealStage:
        """The stage of that name; the first for one that the procedure knows no more."""
        return next((one for one in self.stages if one.key == key), self.stages[0])

    def place(self, key: str) -> int:
        """How far along a stage is, from 0."""
        return self.stages.index(self.stage(key))

    def product(self, key: str) -> Product | None:
        return next((one for one in self.products if one.key == key), None)
