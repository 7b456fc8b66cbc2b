"""The part of the procedure that qualifies: questions with their answers, outcomes we deliver, what a verdict needs."""

from typing import Annotated, Literal

from pydantic import Field

from winnow.procedure.shapes import Days, Frozen, Key, Minutes, Points, Whole
from winnow.prospects.words import Grade


class Choice(Frozen):
    """One possible answer to a question and what it is worth."""

    key: Key
    text: str
    points: Points = 0
    gate: Literal["pass", "nurture", "disqualify"] = "pass"


class Reason(Frozen):
    """Why not now. `unreachable`: nobody was reached, so it holds only after the least attempts and days."""

    key: Key
    text: str
    unreachable: bool = False

    @property
    def nobody_reached(self) -> bool:
        """Procedures written before there was the mark say it by the key."""
        return self.unreachable or self.key == "unreachable"


class Question(Frozen):
    """One question the desk asks. `about` names the side of need it settles."""

    key: Key
    about: Literal["need", "money", "authority", "time", "fit", "outcome"]
    text: str
    why: str = ""
    required: bool = False  # no verdict "qualified" without an answer
    choices: tuple[Choice, ...]


class DeliveredOutcome(Frozen):
    """An outcome the firm delivers, with the words prospects use for it."""

    key: Key
    text: str
    synonyms: tuple[str, ...] = ()
    proof: str = ""


class Qualification(Frozen):
    """The desk's questions, their gates and what a verdict needs."""

    questions: tuple[Question, ...] = ()
    qualified_at: Whole = 50  # points of answers that make a lead
    grade_weight: dict[Grade, Annotated[float, Field(ge=0, le=2)]] = {
        Grade.STATED: 0.7,
        Grade.CORROBORATED: 1.0,
        Grade.PURCHASE_ORDER: 1.2,
    }
    disqualify_reasons: tuple[Choice, ...] = ()
    nurture_reasons: tuple[Reason, ...] = ()
    reject_reasons: tuple[Choice, ...] = ()  # why a seller may refuse a handover
    revisit_days: Days = 90
    handover_within: Minutes = 240  # working minutes for the seller to accept or reject
    verdict_within: Minutes = 960  # working minutes from the inquiry to the verdict
    other_outcome_reason: str = "other_outcome"  # of `disqualify_reasons`: they want what we do not deliver
    bought_within_days: Days = 365  # who has not bought so long after an answer counts as not having bought
