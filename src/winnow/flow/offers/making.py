"""A seller makes an offer, changes it, sends it, takes it back; each with its Event."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from winnow.deals.models import Line as DealLine
from winnow.deals.models import Opportunity
from winnow.flow.mailing.filling import values_of
from winnow.flow.mailing.writing import Letter, write
from winnow.flow.offers import links
from winnow.flow.scene import Refused, Scene
from winnow.offers import actions as offers
from winnow.offers import queries
from winnow.offers.actions import New
from winnow.offers.content import Content, Line, differs, digest, first_words, lacks, of_less, part_of, read
from winnow.offers.models import Offer
from winnow.people.models import User
from winnow.procedure.merging import FIELDS, OFFER_FIELDS, Unfilled, fill
from winnow.procedure.schema import OfferTemplate, Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Order, Person, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Outcome


@dataclass(frozen=True, slots=True)
class Make:
    """What a seller offers; `key` is of the form, so that a double click makes one. `nonce` is random."""

    key: str
    prospect: int
    at: datetime
    by: int
    nonce: str
    content: Content
    template: str = ""
    margin: Decimal | None = None
    again_of: int | None = None
    smaller_of: int | None = None


def today(procedure: Procedure, now: datetime) -> Any:
    """The day at the company."""
    return now.astimezone(ZoneInfo(procedure.hours["default"].timezone)).date()


def draft(
    procedure: Procedure, row: Prospect, by: User, now: datetime, template: str = "", again: int = 0
) -> Content:
    """What the form starts with: the template, filled in, with what the opportunity (or an earlier order) knows."""
    rules = procedure.offers
    known = rules.template(template) or next(iter(rules.templates), None)
    text = (
        _filled(procedure, known, row.person, by)
        if known
        else {"title": "", "outcome": "", "terms": "", "less": ""}
    )
    order = Order.objects.filter(pk=again, prospect=row, withdrawn_at=None).first() if again else None
    deal = Opportunity.objects.filter(pk=row.pk).first()
    lines = _again(order) if order else _lines(deal)
    total = sum((line.total for line in lines), Decimal(0))
    wanted = next((one.text for one in procedure.outcomes if deal and one.key == deal.wanted), "")
    currency = order.currency if order else deal.currency if deal else procedure.company.currency
    less = part_of(total, known.less_share) if known and known.less and not order else Decimal(0)
    return Content(
        text["title"], (deal.wanted_words if deal else "") or wanted or text["outcome"], lines, text["terms"].strip(),
        currency, today(procedure, now) + timedelta(days=rules.valid_days), str(row.person), by.name,
        procedure.company.name, text["less"] if less else "", less,
    )  # fmt: skip


def _filled(procedure: Procedure, template: OfferTemplate, person: Person, by: User) -> dict[str, str]:
    values = values_of(procedure, person, by)
    try:
        return {name: fill(getattr(template, name), values) for name in ("title", "outcome", "terms", "less")}
    except Unfilled as error:
        raise Refused(str(error)) from error


def _lines(deal: Opportunity | None) -> tuple[Line, ...]:
    if deal is None:
        return ()
    rows = [
        Line(one.text, one.quantity, one.price, one.product)
        for one in DealLine.objects.filter(opportunity=deal)
    ]
    if rows or not deal.amount:
        return tuple(rows)
    return (Line("As agreed", 1, deal.amount),)


def _again(order: Order) -> tuple[Line, ...]:
    """What was ordered then: as it was offered, if it was; else in one line."""
    accepted = queries.accepted_page(order.pk)
    if accepted and accepted[1]:
        content = read(accepted[0].content)
        return (Line(content.less, 1, content.less_price),)
    if accepted:
        return read(accepted[0].content).lines
    number = f", order {order.po_number}" if order.po_number else ""
    return (Line(f"As on {order.at:%-d %b %Y}{number}"[:200], 1, order.amount),)


def make(one: Make, *, now: datetime) -> Offer:
    """The offer with its first page; made twice, it is one. Raises Refused for what cannot be offered."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect], now=now)
        before = Offer.objects.filter(key=one.key).first()
        if before:
            return before
        _check(scene, one.prospect, one.content, one.margin)
        larger = _larger(one.smaller_of, one.prospect, one.content) if one.smaller_of else None
        new = New(
            one.key,
            one.prospect,
            one.template,
            one.at,
            one.by,
            one.nonce,
            one.content,
            one.margin,
            one.again_of,
            one.smaller_of,
        )
        row = offers.make([new], [links.hashed(links.token_of(one.key, one.nonce))])[0]
        said = f"to start with less than offer {larger.pk}" if larger else ""
        _told(scene, row, one.at, one.by, f"Made an offer{said and f' {said}'}: {_said(one.content)}.",
              {"what": "made", **({"larger": larger.pk} if larger else {})})  # fmt: skip
        if larger and larger.sent_at:
            offers.sent(row.pk, now)
        return row


def make_both(one: Make, *, now: datetime) -> Offer:
    """The offer and, if its form asked to start with less, that as an offer of its own beside it."""
    small = of_less(one.content)
    whole = replace(one.content, less="", less_price=Decimal(0))
    with transaction.atomic(savepoint=False):
        made = make(replace(one, content=whole), now=now)
        if small:
            beside = replace(one, key=f"{one.key}:less", content=small, margin=None,
                             again_of=None, smaller_of=made.pk)  # fmt: skip
            make(beside, now=now)
        return made


def _larger(number: int, prospect: int, content: Content) -> Offer:
    """The offer of which this is a part. Raises Refused if it is none."""
    row = Offer.objects.filter(pk=number, prospect=prospect).first()
    if row is None or row.smaller_of_id:
        raise Refused("There is no larger offer of theirs like that.")
    if row.revoked_at is not None or queries.acceptance(row.pk):
        raise Refused("The larger offer is over. Make an offer that stands by itself.")
    page = queries.page_of(row)
    if content.currency != page.currency or content.total >= page.total:
        raise Refused("To start with less costs less than the larger offer, in the same currency.")
    return row


def _check(scene: Scene, prospect: int, content: Content, margin: Decimal | None) -> None:
    if scene.row(prospect).outcome == Outcome.DO_NOT_CONTACT:
        raise Refused("They asked not to be contacted: they get no offer.")
    if said := lacks(content):
        raise Refused(" ".join(said))
    day = today(scene.procedure, scene.now)
    if not day <= content.valid_until <= day + timedelta(days=365):
        raise Refused("It holds until a day that lies ahead, within a year.")
    if margin is not None and margin > content.total:
        raise Refused("The margin cannot be more than the price.")


def _said(content: Content) -> str:
    return f"{content.title}, {content.total:,.2f} {content.currency} ({first_words(content.lines)})"[:300]


def _told(scene: Scene, row: Offer, at: datetime, by: int, said: str, data: Mapping[str, Any]) -> None:
    change = Change(
        row.prospect_id, Kind.OFFERED, at, said, actor=scene.actor(by), data={"offer": row.pk, **data}
    )
    scene.apply([change], scene.actor(by))


@dataclass(frozen=True, slots=True)
class Changed:
    """Another page for an offer that is still open; `hash` is of the page that was changed."""

    offer: int
    at: datetime
    by: int
    content: Content
    hash: str
    margin: Decimal | None = None


def change(one: Changed, *, now: datetime) -> Offer:
    """The buyer finds the new page under the same link. Raises Refused if it was answered, or changed by somebody."""
    with transaction.atomic(savepoint=False):
        row, scene = _open(one.offer, now)
        page = queries.page_of(row)
        if page.hash != one.hash:
            raise Refused("Somebody else has changed this offer. Look at it again.")
        _check(scene, row.prospect_id, one.content, one.margin)
        if digest(one.content) == page.hash:
            return row
        offers.change(row, one.content, one.at, one.by, one.margin)
        different = ", ".join(differs(read(page.content), one.content))
        _told(scene, row, one.at, one.by, f"Changed the offer: {different}.", {"what": "changed"})
        return row


def revoke(offer: int, *, by: int, reason: str, now: datetime) -> Offer:
    """The link says from now on that the offer was taken back."""
    with transaction.atomic(savepoint=False):
        row, scene = _open(offer, now)
        if not reason.strip():
            raise Refused("Say why it is taken back.")
        offers.revoke(row.pk, now)
        _told(scene, row, now, by, f"Took the offer back: {reason.strip()}"[:300], {"what": "revoked"})
        return row


def _open(offer: int, now: datetime) -> tuple[Offer, Scene]:
    """Prospects are locked before offers, by everybody."""
    prospect = Offer.objects.values_list("prospect_id", flat=True).get(pk=offer)
    scene = Scene.of([prospect], now=now)
    row = queries.locked(offer)
    if row.revoked_at is not None:
        raise Refused("This offer was taken back. Make another one.")
    if queries.acceptance(row.pk):
        raise Refused("This offer was accepted. Make another one.")
    return row, scene


def letter(procedure: Procedure, row: Offer, person: Person, by: User) -> tuple[str, str]:
    """Subject and text of the mail with the link; Refused, naming what is not known."""
    page, rules = queries.page_of(row), procedure.offers
    day = f"{page.valid_until:%-d %B %Y}"
    values = values_of(procedure, person, by) | {
        "title": page.content["title"], "link": links.mark_of(row), "valid_until": day,
    }  # fmt: skip
    try:
        fields = FIELDS | OFFER_FIELDS
        return fill(rules.subject, values, fields).strip(), fill(rules.mail, values, fields).strip()
    except Unfilled as error:
        raise Refused(str(error)) from error


def send(offer: int, subject: str, text: str, *, by: int, now: datetime) -> int:
    """By mail, as a link; the number of the mail. Raises Refused if it may not be sent."""
    with transaction.atomic(savepoint=False):
        row, _ = _open(offer, now)
        if links.mark_of(row) not in text:
            raise Refused(f"The mail must hold the link: leave “{links.mark_of(row)}” in it.")
        if not links.link_of(row):
            raise Refused(
                "Winnow does not know its own address. Set WINNOW_URL, or copy the link and send it yourself."
            )
        number = write(
            Letter(f"offer:{row.pk}:{row.sheet}:{row.nonce}", row.prospect_id, by, subject, text, now),
            now=now,
        )
        _went(row, by, "mail", now)
        return number


def handed_out(offer: int, *, by: int, now: datetime) -> None:
    """Its seller copied the link to send it in another way."""
    with transaction.atomic(savepoint=False):
        row, _ = _open(offer, now)
        _went(row, by, "link", now)


def _went(row: Offer, by: int, how: str, now: datetime) -> None:
    for smaller in queries.smaller(row.pk):
        offers.sent(smaller.pk, now)  # its link stands on the larger one's page
    if offers.sent(row.pk, now):
        scene = Scene.of([row.prospect_id], now=now)
        said = "Sent the offer by mail." if how == "mail" else "Gave out the link to the offer."
        _told(scene, row, now, by, said, {"what": "sent", "how": how})
