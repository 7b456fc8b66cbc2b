"""One inquiry on its way through the house: each step of `flow.receive` fills in its part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from winnow.intake.inquiry import Cleaned, Raw

Status = Literal["accepted", "repeated", "already", "quarantined", "rejected"]


@dataclass(slots=True)
class Arrival:
    """`position` is its place in the batch; ids appear as they are reserved or found."""

    position: int
    raw: Raw
    at: datetime
    cleaned: Cleaned | None = None
    status: Status = "accepted"
    held_reasons: list[Mapping[str, Any]] = field(default_factory=list)
    flags: tuple[str, ...] = ()
    lead: int = -1  # place in the batch of the first arrival of the same person; itself if it is the first
    person: int = 0
    prospect: int = 0
    inquiry: int = 0
    company: int | None = None
    company_key: str = ""
    campaign: int | None = None
    new_keys: tuple[str, ...] = ()
    matched_by: str = ""
    also: tuple[int, ...] = ()
    score: int = 0
    band: str = ""
    score_reasons: tuple[tuple[str, int], ...] = ()
    held: int = 0

    @property
    def clean(self) -> Cleaned:
        if self.cleaned is None:
            raise ValueError("this arrival was not understood")
        return self.cleaned

    @property
    def is_first_of_person(self) -> bool:
        return self.lead == self.position


class Receipt(NamedTuple):
    """What a door can answer: all of it is committed when it is handed out."""

    status: Status
    inquiry: int = 0
    prospect: int = 0
    owner: int = 0
    owner_name: str = ""
    next_action: str = ""
    due_at: datetime | None = None
    held: int = 0
    reasons: tuple[str, ...] = ()


def reasons_of(sentences: Iterable[str]) -> list[Mapping[str, Any]]:
    """Why something was not understood, as it is kept with what is held."""
    return [{"rule": "not understood", "detail": sentence, "weight": 0} for sentence in sentences]
