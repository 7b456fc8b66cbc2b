"""Offers for other systems: read, made, taken back; in the name of the token's person."""

import json
import secrets
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from hashlib import sha256
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic asks for this one below Python 3.12

from winnow.api.bearer import caller, living_token
from winnow.api.body import json_of
from winnow.api.keys import key_of
from winnow.api.problems import SAFE, Problem
from winnow.api.reads import only, page, reader
from winnow.api.tables import Asked, Number, Page
from winnow.flow.offers import making
from winnow.flow.offers.brief import Brief, Wanted, offer
from winnow.flow.offers.told import told
from winnow.flow.scene import Refused
from winnow.offers import queries
from winnow.offers.models import Offer
from winnow.people.models import User
from winnow.prospects.access import may_act, visible
from winnow.prospects.lifecycle import NotAllowed
from winnow.prospects.models import Prospect

router = Router(tags=["offers"])
SCOPE = "offer"
BODY_CAP = 100_000  # bytes: an offer is one page
DIGEST = 16  # characters at the end of a nonce: what was sent, so that a key is not used for something else
Money = Annotated[Decimal, Field(ge=0, le=Decimal("999999999999.99"), decimal_places=2)]


class LineIn(TypedDict, total=False):
    """A product of the catalogue by its key, or a text with its price."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    product: Annotated[str, Field(max_length=40)]
    text: Annotated[str, Field(max_length=200)]
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    price: Annotated[Money, Field(description="Each; without it as in the catalogue")]


class OfferIn(TypedDict, total=False):
    """What is offered to whom; what is left out comes from the template and the opportunity."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    prospect: Number
    smaller_of: Annotated[Number, Field(description="The offer of which this is a small first order")]
    template: Annotated[str, Field(max_length=40)]
    title: Annotated[str, Field(max_length=200)]
    outcome: Annotated[str, Field(max_length=2_000)]
    terms: Annotated[str, Field(max_length=8_000)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    valid_until: date
    lines: Annotated[list[LineIn], Field(max_length=20)]
    margin: Annotated[Money, Field(description="Ours; the buyer does not see it")]


class LineRow(Schema):
    text: str
    quantity: int
    price: str
    product: str


class OfferRow(Schema):
    """An offer and its page that holds; `link` is what the buyer opens."""

    id: int
    prospect: int
    smaller_of: int | None
    stands: str
    template: str
    title: str
    outcome: str
    lines: list[LineRow]
    terms: str
    currency: str
    total: str
    valid_until: date | None
    page: int
    hash: str
    by: int
    made_at: datetime
    sent_at: datetime | None
    opened_at: datetime | None
    answered_at: datetime | None
    revoked_at: datetime | None
    order: int | None
    link: str


class OffersAsked(Asked):
    prospect: Number | None = None


OFFER = TypeAdapter(OfferIn)
WHY: dict[str, Any] = {
    "parameters": [
        {"name": "number", "in": "path", "required": True, "schema": {"type": "integer"}},
        {"name": "reason", "in": "query", "required": True, "schema": {"type": "string", "maxLength": 300}},
    ],
    "security": [{"token": []}],
}


def _body() -> dict[str, Any]:
    """The description of what is sent."""
    schema = OFFER.json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "security": [{"token": []}],
    }


@router.get("/offers", response=Page[OfferRow], url_name="api_offers", summary="List offers")
def list_offers(request: HttpRequest, asked: Query[OffersAsked]) -> dict[str, Any]:
    """To prospects that the token's person may see, newest first; without the links."""
    only(request, OffersAsked)
    now = timezone.now()
    return page(_seen(reader(request)), asked, {}, lambda row: told(row, now, link=False))


@router.get("/offers/{number}", response=OfferRow, url_name="api_offer", summary="One offer")
def one_offer(request: HttpRequest, number: int) -> dict[str, Any]:
    """404 if there is none that the token's person may see; without the link."""
    return told(_one(reader(request), number), timezone.now(), link=False)


def written(act: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refusals of the flow become problems; whoever lost a race for a key finds what the other made."""

    def once(request: HttpRequest, **named: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return act(request, **named)
        except (Refused, NotAllowed) as refusal:
            raise Problem(422, str(refusal)) from None

    @wraps(act)
    def answered(request: HttpRequest, **named: Any) -> HttpResponse:
        try:
            return once(request, **named)
        except IntegrityError:
            return once(request, **named)

    return answered


@router.post("/offers", url_name="api_offers", summary="Make an offer", openapi_extra=_body())
def make_offer(request: HttpRequest) -> HttpResponse:
    """201 with its link; 200 if it was made before under this Idempotency-Key. It is not sent."""
    user = maker(request)
    said, text = _read(request)
    return _make(request, user=user, said=said, text=text)


@written
def _make(request: HttpRequest, *, user: User, said: dict[str, Any], text: bytes) -> HttpResponse:
    """Once more if it lost a race for its key: so what was sent, which is read once, is given."""
    now = timezone.now()
    if "prospect" not in said:
        raise Problem(422, "Say to which prospect.", errors=[{"pointer": "/prospect", "detail": "required"}])
    row = visible(user).select_related("person", "company").filter(pk=said["prospect"]).first()
    if row is None or row.merged_into_id:
        raise Problem(422, "There is no such prospect, or this token may not see it.")
    if not may_act(user, row, now):
        raise Problem(403, "Somebody else works with this prospect.")
    key, asked = _key(request, user), said.get("smaller_of")
    nonce = secrets.token_hex(8) + sha256(text).hexdigest()[:DIGEST]
    before = Offer.objects.filter(key=key).first()
    larger = Offer.objects.filter(pk=asked, prospect=row).first() if asked else None
    if asked and larger is None:
        raise Problem(422, "There is no larger offer of theirs like that.")
    made = before or offer(_brief(row, user, now, key, nonce, said, larger), now=now)
    if made.nonce[-DIGEST:] != nonce[-DIGEST:]:
        raise Problem(
            422, "This Idempotency-Key was used with something else. Take a new one for this offer."
        )
    return JsonResponse(_shown(told(made, now)), status=201 if made.nonce == nonce else 200, headers=SAFE)


@router.delete("/offers/{number}", url_name="api_offer", summary="Take an offer back", openapi_extra=WHY)
@written
def withdraw_offer(request: HttpRequest, number: int) -> HttpResponse:
    """Its link says so from now on; the offer and its answers stay."""
    user, now = maker(request), timezone.now()
    reason = request.GET.get("reason", "").replace("\0", "").strip()[:300]
    row = _one(user, number)
    if not may_act(user, row.prospect, now):
        raise Problem(403, "Somebody else works with this prospect.")
    making.revoke(number, by=user.pk, reason=reason, now=now)
    return JsonResponse(_shown(told(_one(user, number), now)), headers=SAFE)


def maker(request: HttpRequest) -> User:
    """In whose name. Raises Problem: 401, or 403 without the scope or a person."""
    seen = caller(request.META.get("HTTP_AUTHORIZATION", ""), SCOPE)
    user = living_token(seen.digest).user
    if user is None:
        raise Problem(403, "Offers are made by somebody: make a token of a person's own, with this scope.")
    return user


def _seen(user: User | None) -> Any:
    rows = queries.with_acceptance(Offer.objects.all()).select_related("prospect")
    return rows.filter(prospect__in=visible(user)) if user else rows


def _one(user: User | None, number: int) -> Offer:
    found: Offer | None = _seen(user).filter(pk=number).first() if 0 < number < 2**63 else None
    if found is None:
        raise Http404
    return found


def _read(request: HttpRequest) -> tuple[dict[str, Any], bytes]:
    if (request.content_type or "").lower() != "application/json":
        raise Problem(415, "Send JSON, with the header “Content-Type: application/json”.")
    text = request.read(BODY_CAP + 1)
    if len(text) > BODY_CAP:
        raise Problem(413, "An offer is one page: send less than 100 kB.")
    try:
        return dict(OFFER.validate_python(json_of(text))), text
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        wrong = [
            {"pointer": "".join(f"/{step}" for step in one["loc"])[:200], "detail": one["msg"]}
            for one in found[:20]
        ]
        raise Problem(422, "Nothing was made: some fields cannot be used.", errors=wrong) from None


def _key(request: HttpRequest, user: User) -> str:
    """By the Idempotency-Key, whatever is sent with it; without one it is none that anybody else has."""
    asked = request.headers.get("Idempotency-Key")
    if asked is None:
        return f"api:{secrets.token_hex(24)}"
    return f"api:{sha256(f'{user.pk}:{key_of(asked)}'.encode()).hexdigest()}"


def _brief(
    row: Prospect, user: User, now: datetime, key: str, nonce: str, said: dict[str, Any], larger: Offer | None
) -> Brief:
    words = {
        name: said.get(name, "").replace("\r\n", "\n")
        for name in ("template", "title", "outcome", "terms", "currency")
    }
    lines = tuple(Wanted(**line) for line in said.get("lines", ()))
    return Brief(
        row, user, now, key, nonce, **words,
        valid_until=said.get("valid_until"), lines=lines, margin=said.get("margin"), smaller_of=larger,
    )  # fmt: skip


def _shown(facts: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(OfferRow(**facts).model_dump_json())
    return shown
