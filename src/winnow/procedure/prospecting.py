"""The part of the procedure on time that is kept free for prospecting."""

from typing import Annotated

from pydantic import Field

from winnow.procedure.shapes import Frozen


class Prospecting(Frozen):
    """How much time a week is for prospecting, in what pieces, and what counts as kept."""

    hours_a_week: Annotated[float, Field(ge=0, le=40)] = 6
    block_hours: Annotated[float, Field(ge=0.5, le=8)] = 2
    kept_share: Annotated[float, Field(gt=0, le=1)] = 0.5
    reduces_capacity: bool = False
