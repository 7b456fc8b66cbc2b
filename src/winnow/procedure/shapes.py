"""The small shapes that every part of the procedure is made of."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Whole = Annotated[int, Field(strict=True)]  # no "30" in quotes, no `true` for 1
Minutes = Annotated[int, Field(strict=True, ge=0, le=525_600)]
Days = Annotated[int, Field(strict=True, ge=0, le=3_650)]
Points = Annotated[int, Field(strict=True, ge=-100, le=100)]
Hours = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
