"""The body of POST /api/v1/inquiries: JSON, one object or a list, into raw inquiries."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, ConfigDict, Field, NaiveDatetime, TypeAdapter, ValidationError
from pydantic_core import from_json
from typing_extensions import TypedDict  # pydantic asks for this one below Python 3.12

from winnow.api.problems import Problem
from winnow.intake.inquiry import Raw
from winnow.prospects.words import Channel

MOST = 1_000
ERRORS_SHOWN = 20
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
NAMED_LENGTH = 160  # of a campaign's name
APART = frozenset(("channel", "campaign", "source", "external_id", "received_at"))

Text = Annotated[str | None, Field(coerce_numbers_to_str=True)]


class InquiryIn(TypedDict, total=False):
    """One raising of a hand, with at least one of email, phone, name, external_id; unknown fields are kept."""

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]

    email: Text
    phone: Annotated[Text, Field(description="Best with its country code, as in +49 30 1234567")]
    name: Text
    first_name: Text
    last_name: Text
    company: Text
    title: Text
    industry: Annotated[Text, Field(description="In their own words; up to 80 characters")]
    country: Annotated[Text, Field(description="ISO 3166 code or name")]
    city: Text
    website: Text
    language: Annotated[Text, Field(description="ISO 639-1 code")]
    message: Text
    desired_outcome: Annotated[
        Text, Field(description="What is to be different afterwards, in their own words")
    ]
    value_hint: Text
    consent_basis: Text
    channel: Channel | None
    campaign: Annotated[Text, Field(description="Name or code; a new one is made if it is not known")]
    source: Annotated[Text, Field(description="Where it came from, e.g. the sending system")]
    external_id: Annotated[
        Text, Field(description="The sender's own id, unique per source; up to 120 characters")
    ]
    received_at: Annotated[
        AwareDatetime | NaiveDatetime | None,
        Field(description="When the hand was raised (ISO 8601; without a zone: UTC); default now"),
    ]
    utm_source: Text
    utm_medium: Text
    utm_campaign: Text
    utm_term: Text
    utm_content: Text
    gclid: Text
    fbclid: Text
    referrer: Text
    landing_page: Text


ONE: TypeAdapter[InquiryIn] = TypeAdapter(InquiryIn)
SEVERAL: TypeAdapter[list[InquiryIn]] = TypeAdapter(
    Annotated[list[InquiryIn], Field(min_length=1, max_length=MOST)]
)


def read(body: bytes) -> tuple[list[Raw], bool]:
    """The raw inquiries, and whether a list was sent. Raises Problem: 400 for no JSON, 422 for what is no inquiry."""
    payload = json_of(body)
    is_list = isinstance(payload, list)
    try:
        found = SEVERAL.validate_python(payload) if is_list else [ONE.validate_python(payload)]
    except ValidationError as error:
        raise Problem(422, _said(payload), errors=_errors(error)) from None
    payloads = payload if is_list else [payload]
    return [_raw(fields, whole) for fields, whole in zip(found, payloads, strict=True)], is_list


def _said(payload: Any) -> str:
    if isinstance(payload, dict | list):
        return "Nothing was stored: some fields cannot be used as they are. Correct them and send it again."
    return "Send one inquiry as a JSON object, or several as a list of objects."


def _errors(error: ValidationError) -> list[dict[str, str]]:
    """At most ERRORS_SHOWN, each with a JSON pointer to its place."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    said: dict[str, str] = {}
    for one in found:
        said.setdefault(_pointer(one["loc"]), one["msg"])
    return [{"pointer": place, "detail": what} for place, what in list(said.items())[:ERRORS_SHOWN]]


def _pointer(place: tuple[int | str, ...]) -> str:
    """Names of alternatives that pydantic tried are no part of the sender's document."""
    steps = [str(step) for step in place if isinstance(step, int) or step in InquiryIn.__annotations__]
    return "".join(f"/{step}" for step in steps)


def _raw(fields: InquiryIn, whole: Mapping[str, Any]) -> Raw:
    said: Any = fields
    return Raw(
        fields={
            key: value for key, value in said.items() if key not in APART and value and isinstance(value, str)
        },
        payload=whole,
        channel=said.get("channel") or Channel.WEB,
        campaign=" ".join((said.get("campaign") or "").split())[:NAMED_LENGTH].rstrip(),
        source=said.get("source") or "",
        external_id=said.get("external_id") or "",
        received_at=_instant(said.get("received_at")),
    )


def _instant(said: datetime | None) -> datetime | None:
    if said is None:
        return None
    at = said if said.tzinfo else said.replace(tzinfo=UTC)
    if not EARLIEST.year <= at.year < 9999:
        wrong = {"pointer": "/received_at", "detail": "the year is before 1970 or after 9998"}
        raise Problem(422, "Nothing was stored: received_at is no instant that can be meant.", errors=[wrong])
    return at.astimezone(UTC)


# Text that no database stores: halves of surrogate pairs; NUL becomes the symbol for it, as PostgreSQL refuses it.
_HARMFUL = re.compile("[\ud800-\udfff]")
_SUSPECT = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")


def json_of(body: bytes) -> Any:
    """The document, without what no database stores. Raises Problem (400) for what is no JSON."""
    try:
        return (
            _harmless(json.loads(body, parse_constant=_no_number))
            if _SUSPECT.search(body)
            else from_json(body, allow_inf_nan=False)
        )
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"The body is no JSON in UTF-8: {error}.") from None


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number in JSON")


def _harmless(value: Any) -> Any:
    if isinstance(value, str):
        return _HARMFUL.sub("\ufffd", value).replace("\0", "\u2400")
    if isinstance(value, dict):
        return {_harmless(key): _harmless(one) for key, one in value.items()}
    return [_harmless(one) for one in value] if isinstance(value, list) else value
