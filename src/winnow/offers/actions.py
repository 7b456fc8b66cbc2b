"""The only writers of offers; each is called inside the transaction that tells of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F
from django.db.models.functions import Coalesce

from winnow.offers.content import Content, digest, plain
from winnow.offers.models import Answer, Offer, Sheet


@dataclass(frozen=True, slots=True)
class New:
    """An offer with its first page."""

    key: str
    prospect: int
    template: str
    at: datetime
    by: int
    nonce: str
    content: Content
    margin: Decimal | None = None
    again_of: int | None = None
    smaller_of: int | None = None


def make(items: Sequence[New], tokens: Sequence[str]) -> list[Offer]:
    """Offers with the hashes of their tokens, and their first pages."""
    rows = Offer.objects.bulk_create(
        Offer(
            key=one.key, prospect_id=one.prospect, template=one.template, made_at=one.at, by_id=one.by,
            nonce=one.nonce, token=token, margin=one.margin, again_of_id=one.again_of,
            smaller_of_id=one.smaller_of,
        )
        for one, token in zip(items, tokens, strict=True)
    )  # fmt: skip
    Sheet.objects.bulk_create(
        sheet(row, 1, one.content, one.at, one.by) for row, one in zip(rows, items, strict=True)
    )
    return rows


def sheet(offer: Offer, number: int, content: Content, at: datetime, by: int) -> Sheet:
    """A page, not written yet."""
    return Sheet(
        offer=offer, number=number, at=at, by_id=by, content=plain(content), hash=digest(content),
        valid_until=content.valid_until, total=content.total, currency=content.currency,
    )  # fmt: skip


def change(offer: Offer, content: Content, at: datetime, by: int, margin: Decimal | None) -> Sheet:
    """Another page holds from now on."""
    offer.sheet += 1
    offer.margin = margin
    offer.save(update_fields=["sheet", "margin"])
    row = sheet(offer, offer.sheet, content, at, by)
    row.save(force_insert=True)
    return row


def sent(offer: int, at: datetime) -> bool:
    """Whether it is the first time that it went out."""
    return bool(Offer.objects.filter(pk=offer, sent_at=None).update(sent_at=at))


def opened(offer: int, at: datetime) -> bool:
    """Somebody looked; whether it was the first time."""
    first = Offer.objects.filter(pk=offer, opened_at=None).exists()
    Offer.objects.filter(pk=offer).update(opened=F("opened") + 1, opened_at=Coalesce(F("opened_at"), at))
    return first


def revoke(offer: int, at: datetime) -> bool:
    """Whether it was open until now."""
    return bool(Offer.objects.filter(pk=offer, revoked_at=None).update(revoked_at=at))


def answer(row: Answer) -> Answer:
    """Keep what was answered; the database refuses a second acceptance."""
    row.save(force_insert=True)
    Offer.objects.filter(pk=row.offer_id, answered_at=None).update(answered_at=row.at)
    return row
