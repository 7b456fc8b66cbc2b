"""What the intake tells the sender: who has it now, what is next and by when, and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from pydantic_core import to_json

from winnow.api.problems import Problem
from winnow.intake.arrival import Receipt

PATH = "/api/v1/inquiries"
REFUSED = 422
STATUS = {"accepted": 201, "repeated": 201, "already": 200, "quarantined": 202, "rejected": REFUSED}
NOT_UNDERSTOOD = (
    "The inquiry was kept for review but not accepted. Correct it and send it again, or release it in Winnow."
)


class Owner(BaseModel):
    id: int
    name: str


class InquiryOut(BaseModel):
    """What became of one inquiry; all of it is committed and flushed when this is sent."""

    status: Literal["accepted", "repeated", "already", "quarantined", "rejected"]
    inquiry: int | None
    prospect: int | None
    owner: Owner | None
    next_action: str | None
    due_at: datetime | None
    held: Annotated[int | None, Field(description="Where a quarantined or rejected one is kept")]
    reasons: list[str]


def single(receipts: Sequence[Receipt]) -> tuple[int, str]:
    """Status and body for an inquiry that was sent alone."""
    one = receipts[0]
    if one.status == "rejected":
        errors = [{"detail": reason} for reason in one.reasons]
        return REFUSED, Problem(REFUSED, NOT_UNDERSTOOD, errors=errors, held=one.held).text(PATH)
    return STATUS[one.status], to_json(told(one)).decode()


def several(receipts: Sequence[Receipt]) -> tuple[int, str]:
    """Status and body for a list: each has its own status inside."""
    return 201, to_json([told(one) for one in receipts]).decode()


def told(one: Receipt) -> dict[str, Any]:
    return {
        "status": one.status,
        "inquiry": one.inquiry or None,
        "prospect": one.prospect or None,
        "owner": {"id": one.owner, "name": one.owner_name} if one.owner else None,
        "next_action": one.next_action or None,
        "due_at": one.due_at,
        "held": one.held or None,
        "reasons": one.reasons,
    }
