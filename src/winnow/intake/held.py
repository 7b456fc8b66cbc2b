"""A held inquiry as it would come in again, and what would become of it under the procedure in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from winnow.intake.inquiry import Door, Raw
from winnow.prospects.words import Channel

PUBLIC_DOORS = frozenset({"form", "web_to_lead"})  # whoever writes there does not make campaigns


class Kept(Protocol):
    """What is kept of an inquiry that did not go through."""

    received_at: datetime
    door: Any
    channel: Any
    campaign: Any
    source: Any
    external_id: Any
    fields: Any
    payload: Any


@dataclass(frozen=True, slots=True)
class Trial:
    """Whether a held inquiry would pass now; if not, why."""

    held: int
    passes: bool
    reasons: tuple[str, ...] = ()


def as_raw(held: Kept, corrected: Mapping[str, str] | None = None) -> Raw:
    """The same inquiry again, with its payload, its door and the instant at which the hand was raised.

    `corrected` fields stand in for those that came; the payload stays what it was.
    """
    said = {"channel": held.channel, "campaign": held.campaign, "external_id": held.external_id}
    fields = {**held.fields, **(corrected or {})}
    said |= {name: fields.pop(name) for name in said if name in (corrected or {})}
    door: Door = held.door
    return Raw(
        fields={name: value for name, value in fields.items() if value},
        payload=held.payload,
        channel=Channel(said["channel"]),
        door=door,
        campaign=said["campaign"],
        source=held.source,
        external_id=said["external_id"],
        received_at=held.received_at,
    )


def sentences(reasons: Sequence[Any]) -> tuple[str, ...]:
    """Why it is held, in words; older rows have sentences, newer ones rules with details."""
    return tuple(str(one["detail"]) if isinstance(one, Mapping) else str(one) for one in reasons)
