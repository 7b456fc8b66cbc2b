"""Offers for tests, made through the real flow."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.world import NOW, Cast
from winnow.flow.offers.answering import Said
from winnow.flow.offers.making import Make, make
from winnow.offers import queries
from winnow.offers.content import Content, Line
from winnow.offers.models import Offer
from winnow.offers.words import Answered

PAGE = Content(
    "Half the paper", "Nobody searches for orders any more", (Line("Starter set", 2, Decimal(950), "starter"),),
    "You pay when it works.", "EUR", date(2026, 3, 20), "Ida Ott", "Anna", "Morgenrot", "One set first", Decimal(400),
)  # fmt: skip


def offered(cast: Cast, prospect: int, content: Content = PAGE, key: str = "one", **more: Any) -> Offer:
    """One of anna's."""
    return make(Make(key, prospect, NOW, cast.anna.pk, f"nonce-{key}", content, **more), now=NOW)


def says(offer: Offer, kind: Answered = Answered.ACCEPTED, **more: Any) -> Said:
    """What the page that holds would send."""
    known = {"hash": queries.page_of(offer).hash, "name": "Ida Ott", "address": "192.0.2.7"}
    return Said(offer.pk, kind=kind, **(known | more))
