"""Start with less: a small first order is an offer of its own beside the larger one, and both are measured."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from winnow.offers import actions as offers
from winnow.offers import queries
from winnow.offers.content import Content, Line, part_of, read
from winnow.offers.models import Offer
from winnow.procedure.schema import Procedure

HALF = 0.5  # of the price, if no template says how much less to start with is
TEXT = "A first step"


def draft_of(procedure: Procedure, larger: Offer) -> Content:
    """What the form of a smaller one starts with: the first thing of the larger one, once; else a part of its price."""
    page = read(queries.page_of(larger).content)
    known = procedure.offers.template(larger.template)
    text = known.less if known and known.less and "{" not in known.less else TEXT
    return replace(page, title=text, lines=_less(page, text, known.less_share if known else HALF), less="",
                   less_price=Decimal(0))  # fmt: skip


def _less(page: Content, text: str, share: float) -> tuple[Line, ...]:
    if not page.lines:
        return ()
    first = page.lines[0]
    if len(page.lines) > 1 or first.quantity > 1:
        return (replace(first, quantity=1),)
    price = part_of(page.total, share)
    return (Line(text, 1, price),) if price else ()


def end_with(larger: Offer, now: datetime) -> list[Offer]:
    """All was ordered: the smaller ones that still stand are taken back."""
    return [one for one in queries.smaller(larger.pk) if offers.revoke(one.pk, now)]
