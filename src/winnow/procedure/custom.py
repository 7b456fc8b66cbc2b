"""The part of the procedure on customers: when we come back to them, what we ask, and what is too little to judge."""

from typing import Annotated, Literal

from pydantic import Field

from winnow.procedure.shapes import Days, Frozen, Minutes, Whole


class Customers(Frozen):
    """How those who have ordered are looked after."""

    first_step_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 14
    step_days: Annotated[int, Field(strict=True, ge=1, le=730)] = 90
    later_step: Literal["check_in", "reorder"] = "check_in"
    do_within: Minutes = 480  # working minutes, once it is on the desk
    ask_days: Annotated[int, Field(strict=True, ge=1, le=730)] = 90
    active_days: Days = 730
    review_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 14
    fewest: Annotated[Whole, Field(ge=5, le=10_000)] = 20
