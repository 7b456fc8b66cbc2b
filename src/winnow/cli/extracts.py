"""What can be exported, as tables that stream: a name, its columns, and where each comes from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from winnow.people.models import User
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Campaign, Cost, Event, Inquiry, Order, Prospect, Touch

CHUNK = 2000  # rows fetched at once
Cells = tuple[Any, ...]


@dataclass(frozen=True)
class Extract:
    """One table: its columns (shown name → field), the rows asked for, and how they are passed on."""

    columns: Mapping[str, Any]
    rows: Callable[[], QuerySet[Any]]
    passed_on: Callable[[Iterable[Cells]], Iterable[Cells]] = iter

    def count(self) -> int:
        return self.rows().count()

    def stream(self) -> Iterator[Cells]:
        """The rows without the header; a constant number of them is in memory."""
        fields = {f"column_{place}": field for place, field in enumerate(self.columns.values())}
        query = self.rows().annotate(**{name: _expression(field) for name, field in fields.items()})
        yield from self.passed_on(query.values_list(*fields).iterator(chunk_size=CHUNK))


def _expression(field: Any) -> Any:
    from django.db.models import F

    return F(field) if isinstance(field, str) else field


def _now_part_of(path: str) -> Coalesce:
    """The prospect that a row belongs to today: the one merged into, or that of which it is a further opportunity."""
    return Coalesce(
        f"{path}__merged_into__merged_into", f"{path}__merged_into", f"{path}__further_of__merged_into",
        f"{path}__further_of", path,
    )  # fmt: skip


def _alike(*names: str) -> dict[str, str]:
    return {name: name for name in names}


OF_PERSON = {
    "name": "person__name",
    "email": "person__email",
    "phone": "person__phone",
    "title": "person__title",
    "industry": "person__industry",
}
OF_PERSON |= {"country": "person__country", "city": "person__city", "company": "company__name"}

EXPORTS: dict[str, Extract] = {
    "prospects": Extract(
        _alike("id")
        | OF_PERSON
        | _alike("stage", "state", "outcome", "outcome_reason", "closed_at")
        | {"owner": "owner__email"}
        | _alike("next_action", "next_note", "due_at", "channel")
        | {"campaign": "campaign__name"}
        | _alike("inquiries", "first_inquiry_at", "last_inquiry_at", "respond_by", "responded_at")
        | _alike("attempts", "conversations", "order_count", "score", "band")
        | {"merged_into": "merged_into_id", "further_of": "further_of_id"},
        lambda: Prospect.objects.order_by("id"),
    ),
    "inquiries": Extract(
        {"id": "id", "prospect": "prospect_id"}
        | _alike("at", "recorded_at", "channel", "door")
        | {"campaign": "campaign__name"}
        | _alike("source", "external_id", "message", "desired_outcome", "value_hint", "consent_basis", "utm")
        | _alike("payload", "withdrawn_at"),
        lambda: Inquiry.objects.order_by("id"),
    ),
    "events": Extract(
        {"id": "id", "prospect": "prospect_id"}
        | _alike("at", "kind", "by")
        | {"actor": "actor__email"}
        | _alike("reason", "version", "stage", "state", "outcome")
        | {"owner": "owner__email"}
        | _alike("data"),
        lambda: Event.objects.order_by("id"),
    ),
    "orders": Extract(
        {"id": "id", "prospect": "prospect_id"}
        | _alike("at", "amount", "margin", "currency", "po_number", "recorded_at")
        | {"recorded_by": "recorded_by__email"}
        | _alike("withdrawn_at"),
        lambda: Order.objects.order_by("id"),
    ),
    "campaigns": Extract(
        _alike("id", "name", "channel", "code", "starts", "ends", "created_at"),
        lambda: Campaign.objects.order_by("id"),
    ),
}


def changes_of_stage(events: Iterable[Cells]) -> Iterator[Cells]:
    """Of each prospect's Events in their order, those that left another stage, state or outcome."""
    before: Cells = ()
    for row in events:
        prospect, _, *place = row[:5]
        if (now := (prospect, *place)) != before:
            yield row
        before = now


# The tables that `measure` reads, and that an audit accepts from other systems.
CANONICAL: dict[str, Extract] = {
    "inquiries": Extract(
        {"inquiry_id": "id", "prospect_id": _now_part_of("prospect"), "at": "at", "channel": "channel"}
        | _alike("campaign_id", "source", "value_hint"),
        lambda: Inquiry.objects.filter(withdrawn_at=None).order_by("id"),
    ),
    "touches": Extract(
        {"prospect_id": _now_part_of("prospect"), "at": "at", "kind": "kind", "direction": "direction"}
        | {"by": "by_id"}
        | _alike("role", "minutes", "disposition"),
        lambda: Touch.objects.order_by("id"),
    ),
    "stages": Extract(
        {"prospect_id": Coalesce("prospect__further_of", "prospect")}
        | _alike("at", "stage", "state", "outcome")
        | {"by": "actor_id", "reason": "reason"},
        lambda: Event.objects.filter(
            ~Q(stage=""), Q(prospect__further_of=None) | Q(kind=Kind.ORDERED), prospect__isnull=False
        ).order_by("prospect_id", "id"),
        changes_of_stage,
    ),
    "orders": Extract(
        {"prospect_id": _now_part_of("prospect")} | _alike("at", "amount", "margin", "currency"),
        lambda: Order.objects.filter(withdrawn_at=None).order_by("id"),
    ),
    "campaigns": Extract(
        {"campaign_id": "id", "name": "name", "channel": "channel"}, lambda: Campaign.objects.order_by("id")
    ),
    "costs": Extract(
        {"campaign_id": "campaign_id"} | _alike("at", "amount", "currency"),
        lambda: Cost.objects.order_by("id"),
    ),
    "people": Extract(
        {"person_id": "id", "role": "role", "team": "team__name", "hourly_cost": "hourly_cost"},
        lambda: User.objects.order_by("id"),
    ),
}
