"""The parts of the procedure on what is learned: the odds of an order, and the cut that follows from them."""

from typing import Annotated

from pydantic import Field

from winnow.procedure.shapes import Days, Frozen
from winnow.prospects.words import Channel


class Learning(Frozen):
    """How the odds of an order are learned from the company's own outcomes, and how often."""

    every_days: Days = 7  # 0: nothing is learned
    horizon_days: Annotated[int, Field(strict=True, ge=30, le=1_825)] = 365
    decide_after_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 14
    scorecard_worth: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 30
    odds_at_0: Annotated[float, Field(gt=0, lt=1)] = 0.02
    odds_at_100: Annotated[float, Field(gt=0, lt=1)] = 0.4
    known_before: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = ()


class Cut(Frozen):
    """How a published cut works. Without one in force nobody is set aside."""

    honest_share: Annotated[float, Field(ge=0.01, le=0.5)] = 0.05
    confidence: Annotated[float, Field(ge=0.5, le=0.999)] = 0.95
    spare_repeats: bool = True
    spare_channels: tuple[Channel, ...] = ()
    hours_ahead: Annotated[float, Field(gt=0, le=1_000)] = 16.0
