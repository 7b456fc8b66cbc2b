"""What the API tells of prospects, inquiries and events, and what each list can be narrowed by."""

from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from winnow.prospects.words import Channel, Outcome, Stage, State

MOST, USUAL = 200, 50
Row = TypeVar("Row")


def _meant(at: datetime) -> datetime:
    if not 1970 <= at.year <= 9998:
        raise ValueError("the year must be between 1970 and 9998")
    return at


Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
Word = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")]
Instant = Annotated[AwareDatetime, AfterValidator(_meant)]


class Page(Schema, Generic[Row]):
    """Newest first. `next` is the `after` of the following page; null on the last."""

    items: list[Row]
    next: int | None


class Asked(Schema):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid")

    after: Number | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = USUAL


class ProspectsAsked(Asked):
    stage: Stage | None = None
    state: State | None = None
    outcome: Outcome | None = None
    channel: Channel | None = None
    owner: Number | None = None
    campaign: Number | None = None
    inquired_since: Instant | None = None
    due_before: Instant | None = None


class InquiriesAsked(Asked):
    prospect: Number | None = None
    channel: Channel | None = None
    campaign: Number | None = None
    source: Word | None = None
    external_id: Word | None = None
    since: Instant | None = None


class EventsAsked(Asked):
    prospect: Number | None = None
    kind: Word | None = None
    since: Instant | None = None


class PersonOut(Schema):
    name: str
    email: str
    phone: str
    title: str
    industry: str
    country: str
    language: str
    company: str | None


class ProspectOut(Schema):
    """Where a prospect stands, who has it and what is next."""

    id: int
    person: PersonOut
    stage: Stage
    state: State
    outcome: str
    owner: int | None
    next_action: str
    due_at: datetime | None
    channel: Channel
    campaign: int | None
    inquiries: int
    first_inquiry_at: datetime
    last_inquiry_at: datetime
    responded_at: datetime | None
    closed_at: datetime | None
    attempts: int
    score: int
    band: str

    @classmethod
    def told(cls, row: Any) -> dict[str, Any]:
        person = row.person
        known = {
            name: getattr(person, name)
            for name in ("name", "email", "phone", "title", "industry", "country", "language")
        }
        own = {
            name: getattr(row, name)
            for name in cls.model_fields
            if name not in ("person", "owner", "campaign")
        }
        company = row.company.name if row.company else None
        return {
            **own,
            "person": {**known, "company": company},
            "owner": row.owner_id,
            "campaign": row.campaign_id,
        }


class InquiryRow(Schema):
    """One raising of a hand, with what came, as it came."""

    id: int
    prospect: int
    at: datetime
    recorded_at: datetime
    channel: Channel
    door: str
    campaign: int | None
    source: str
    external_id: str
    message: str
    desired_outcome: str
    utm: dict[str, Any]
    payload: Any


class EventRow(Schema):
    """One decision, with its reasons and what it left."""

    id: int
    prospect: int | None
    at: datetime
    kind: str
    actor: int | None
    by: str
    reason: str
    version: int | None
    stage: str
    state: str
    outcome: str
    owner: int | None
    data: Any


class ProblemOut(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[dict[str, str]] | None = None
