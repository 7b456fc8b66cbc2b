"""An offer asked for in few words: what is not said comes from the template and the opportunity."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from winnow.flow.offers.making import Make, draft, make
from winnow.flow.offers.smaller import draft_of
from winnow.flow.scene import Refused
from winnow.offers.content import Content, Line
from winnow.offers.models import Offer
from winnow.people.models import User
from winnow.procedure.dealing import Deals
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line: a product of the catalogue by its key, or a text with its price."""

    product: str = ""
    text: str = ""
    quantity: int = 1
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """`smaller_of` is the offer of which this is the small first order; `key` makes asking twice one."""

    prospect: Prospect
    by: User
    at: datetime
    key: str
    nonce: str
    template: str = ""
    title: str = ""
    outcome: str = ""
    terms: str = ""
    currency: str = ""
    valid_until: date | None = None
    lines: Sequence[Wanted] = ()
    margin: Decimal | None = None
    smaller_of: Offer | None = None


def offer(one: Brief, *, now: datetime) -> Offer:
    """The offer that is asked for. Raises Refused for what is missing or cannot be."""
    procedure = in_force(now)[1]
    known = [template.key for template in procedure.offers.templates]
    if one.template and one.template not in known:
        raise Refused(f"The procedure has no such template. It has: {', '.join(known) or 'none'}.")
    usual = (
        draft_of(procedure, one.smaller_of)
        if one.smaller_of
        else draft(procedure, one.prospect, one.by, now, one.template)
    )
    page = _said(usual, one)
    if one.lines:
        page = replace(page, lines=tuple(_line(procedure.deals, line) for line in one.lines))
    larger = one.smaller_of.pk if one.smaller_of else None
    made = Make(
        one.key, one.prospect.pk, one.at, one.by.pk, one.nonce, page, one.template, one.margin, None, larger
    )
    return make(made, now=now)


def _said(usual: Content, one: Brief) -> Content:
    """Without a second button: what is smaller is an offer of its own."""
    told = {
        name: getattr(one, name)
        for name in ("title", "outcome", "terms", "currency", "valid_until")
        if getattr(one, name)
    }
    return replace(usual, **told, less="", less_price=Decimal(0))


def _line(deals: Deals, one: Wanted) -> Line:
    product = deals.product(one.product) if one.product else None
    if one.product and product is None:
        raise Refused(f"The catalogue has no product “{one.product[:40]}”.")
    price = one.price if one.price is not None else Decimal(str(product.price)) if product else None
    if price is None:
        raise Refused("A line that is no product of the catalogue needs a price.")
    text = one.text.strip() or (product.text if product else "")
    return Line(text[:200], one.quantity, price.quantize(CENT), product.key if product else "")
