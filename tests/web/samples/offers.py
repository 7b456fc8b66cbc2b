"""Offers: those to the own team's prospects; the buyer's page is anybody's who has the link."""

from datetime import date
from decimal import Decimal

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.flow.offers.links import hashed, token_of
from winnow.offers.actions import New, make
from winnow.offers.content import Content, Line
from winnow.offers.models import Offer

PAGE = Content(
    "Half the paper", "Nobody searches", (Line("Set", 1, Decimal(950)),), "", "EUR", date(2099, 1, 1), "Ida Ott",
    "Anna", "Morgenrot",
)  # fmt: skip


def offer(world: World) -> Offer:
    found = Offer.objects.filter(key="sample").first()
    new = New("sample", world.prospect.pk, "", NOW, world.seller.pk, "nonce", PAGE)
    return found or make([new], [hashed(token_of("sample", "nonce"))])[0]


def link(world: World) -> dict[str, str]:
    return {"token": token_of(offer(world).key, "nonce")}


WORKS = {"qualifier": 403, "marketer": 403}
SAMPLES = {
    "offer": Sample(lambda world: {"pk": offer(world).pk}, other_team=404),
    "offer_pdf": Sample(lambda world: {"pk": offer(world).pk}, other_team=404),
    "offer_new": Sample(lambda world: {"prospect": world.prospect.pk}, by_role=WORKS, other_team=404),
    "offer_change": Sample(lambda world: {"pk": offer(world).pk}, by_role=WORKS, other_team=404),
    "offer_send": Sample(lambda world: {"pk": offer(world).pk}, get=405, other_team=405),
    "offer_revoke": Sample(lambda world: {"pk": offer(world).pk}, get=405, other_team=405),
    "offer_public": Sample(
        link,
        no_csrf="the token in the address lets a buyer in, and each answer names the page it was read on",
    ),
    "offer_public_pdf": Sample(link),
}
