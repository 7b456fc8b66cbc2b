"""What a prospect was before an import, told by its Events, and what has happened to it since."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField

from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Inquiry, Prospect

INQUIRING = frozenset(
    (Kind.OPENED, Kind.REPEATED, Kind.RECYCLED, Kind.REOPENED, Kind.INQUIRED_AGAIN)
)  # what another inquiry does: no work of ours
INSTANTS = frozenset(one.attname for one in Prospect._meta.concrete_fields if isinstance(one, DateTimeField))
COUNTERS = frozenset(("inquiries", "first_inquiry_at", "last_inquiry_at", "order_count"))


@dataclass
class History:
    """One prospect's living inquiries and Events, parted into the import's and the others'."""

    withdrawn: list[Inquiry] = field(default_factory=list)
    remaining: list[Inquiry] = field(default_factory=list)
    mine: list[Event] = field(default_factory=list)
    work: list[Event] = field(default_factory=list)  # by people, and by other imports' outcomes

    @property
    def events(self) -> list[int]:
        return [one.pk for one in self.mine]

    @property
    def worked(self) -> bool:
        return bool(self.work)

    @property
    def worked_since(self) -> bool:
        """Whether anything was done after the import's first Event."""
        return bool(self.mine) and any(one.pk > self.mine[0].pk for one in self.work)

    def before(self) -> dict[str, Any]:
        """The columns that the import changed, as they were."""
        return before(self.mine)

    def counted(self) -> dict[str, Any]:
        """The columns that count inquiries, without those withdrawn."""
        instants = [one.at for one in self.remaining]
        first = min(self.remaining, key=lambda one: (one.at, one.pk))
        counted: dict[str, Any] = {
            "inquiries": len(self.remaining), "first_inquiry_at": min(instants), "last_inquiry_at": max(instants),
        }  # fmt: skip
        if any(one.kind == Kind.OPENED for one in self.mine):
            counted |= {"channel": first.channel, "campaign_id": first.campaign_id}
        return counted


def before(events: Collection[Event]) -> dict[str, Any]:
    """What the columns held before the first of these Events, counters aside."""
    values: dict[str, Any] = {}
    for event in sorted(events, key=lambda one: -one.pk):
        values |= event.data.get("before", {})
    return {name: _read(name, value) for name, value in values.items() if name not in COUNTERS}


def _read(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name in INSTANTS and value else value


def histories(prospects: Collection[int], batch: int) -> dict[int, History]:
    """The history of each prospect as seen from one import of inquiries."""
    known = {number: History() for number in prospects}
    living = Inquiry.objects.filter(prospect_id__in=prospects, withdrawn_at=None).defer(
        "payload", "utm", "message"
    )
    own: set[int] = set()
    for one in living:
        history = known[one.prospect_id]
        (history.withdrawn if one.batch == batch else history.remaining).append(one)
        own |= {one.pk} if one.batch == batch else set()
    undone: set[int] = set()
    events = list(Event.objects.filter(prospect_id__in=prospects).order_by("id"))
    for event in events:
        undone.update(event.data.get("undoes", ()))
    for event in events:
        history = known[event.prospect_id or 0]
        if event.pk in undone or event.kind == Kind.WITHDRAWN:
            continue
        if own.intersection(event.data.get("inquiries", ())):
            history.mine.append(event)
        elif is_work(event):
            history.work.append(event)
    return known


def is_work(event: Event) -> bool:
    """Whether somebody did something; the worker's clockwork and further inquiries are no work."""
    return event.by != "worker" and event.kind not in INQUIRING
