"""Reads: prospects, inquiries, events; newest first, by cursor, and only what the token's person may see."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest
from ninja import Query, Router

from winnow.api.bearer import caller, living_token
from winnow.api.problems import Problem
from winnow.api.tables import (
    Asked,
    EventRow,
    EventsAsked,
    InquiriesAsked,
    InquiryRow,
    Page,
    ProspectOut,
    ProspectsAsked,
)
from winnow.people.models import User
from winnow.prospects.access import EVERYTHING, of_visible, visible
from winnow.prospects.models import Event, Inquiry, Prospect

router = Router(tags=["reads"])

INQUIRY = {name: name for name in InquiryRow.model_fields} | {
    "prospect": "prospect_id",
    "campaign": "campaign_id",
}
EVENT = {name: name for name in EventRow.model_fields} | {
    "prospect": "prospect_id",
    "actor": "actor_id",
    "owner": "owner_id",
}


def reader(request: HttpRequest) -> User | None:
    """For whom is read; None: for a machine that may see all. The token must live now, not when it was last seen."""
    seen = caller(request.META.get("HTTP_AUTHORIZATION", ""), "read")
    return living_token(seen.digest).user


@router.get("/prospects", response=Page[ProspectOut], url_name="api_prospects", summary="List prospects")
def list_prospects(request: HttpRequest, asked: Query[ProspectsAsked]) -> dict[str, Any]:
    """Those that the token's person may see, newest first."""
    only(request, ProspectsAsked)
    lookups = {"inquired_since": "last_inquiry_at__gte", "due_before": "due_at__lt"}
    rows = _seen(reader(request)).select_related("person", "company")
    return page(rows, asked, lookups, ProspectOut.told)


@router.get("/prospects/{number}", response=ProspectOut, url_name="api_prospect", summary="One prospect")
def one_prospect(request: HttpRequest, number: int) -> dict[str, Any]:
    """404 if there is none that the token's person may see."""
    if not 0 < number < 2**63:
        raise Http404
    rows = _seen(reader(request)).select_related("person", "company")
    row = rows.filter(pk=number).first()
    if row is None:
        raise Http404
    return ProspectOut.told(row)


def list_inquiries(request: HttpRequest, asked: InquiriesAsked) -> dict[str, Any]:
    user = reader(request)
    rows = Inquiry.objects.filter(withdrawn_at=None)
    if user and user.role not in EVERYTHING:
        rows = rows.filter(of_visible(user))
    return page(rows.values(**_columns(INQUIRY)), asked, {"since": "at__gte"}, _unprefixed)


@router.get("/events", response=Page[EventRow], url_name="api_events", summary="List events")
def list_events(request: HttpRequest, asked: Query[EventsAsked]) -> dict[str, Any]:
    """Decisions and their reasons; those that concern no prospect only for machines and admins."""
    only(request, EventsAsked)
    user = reader(request)
    rows = Event.objects.all()
    if user and user.role != "admin":
        rows = rows.filter(of_visible(user))
    return page(rows.values(**_columns(EVENT)), asked, {"since": "at__gte"}, _unprefixed)


def only(request: HttpRequest, asked: type[Asked]) -> None:
    """Raises Problem (400) for a parameter that the list does not have."""
    if unknown := sorted(set(request.GET) - set(asked.model_fields)):
        wrong = [
            {"pointer": f"?{name[:40]}", "detail": "not a parameter of this list"} for name in unknown[:20]
        ]
        raise Problem(400, f"Parameters of this list are {', '.join(asked.model_fields)}.", errors=wrong)


def page(
    rows: "QuerySet[Any, Any]", asked: Asked, lookups: dict[str, str], told: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """One page of rows below the cursor."""
    narrowed = asked.model_dump(exclude_none=True, exclude={"after", "limit"})
    rows = rows.filter(Q(**{lookups.get(name, name): value for name, value in narrowed.items()}))
    if asked.after:
        rows = rows.filter(pk__lt=asked.after)
    found = list(rows.order_by("-pk")[: asked.limit + 1])
    shown = [told(row) for row in found[: asked.limit]]
    return {"items": shown, "next": shown[-1]["id"] if len(found) > asked.limit else None}


def _seen(user: User | None) -> "QuerySet[Prospect]":
    return visible(user) if user else Prospect.objects.all()


def _columns(names: dict[str, str]) -> dict[str, Any]:
    """Under names of their own: some are names of relations too."""
    return {f"told_{name}": F(path) for name, path in names.items()}


def _unprefixed(row: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix("told_"): value for name, value in row.items()}
