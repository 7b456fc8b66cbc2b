"""The marketer's desk."""

from decimal import Decimal

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.prospects.models import Cost


def _campaign(world: World) -> dict[str, int]:
    return {"pk": world.campaign.pk}


def _cost(world: World) -> dict[str, int]:
    cost, _ = Cost.objects.get_or_create(
        campaign=world.campaign, at=NOW.date(), amount=Decimal(900), currency="EUR"
    )
    return {"pk": cost.pk}


SAMPLES = {
    "campaign": Sample(_campaign),
    "campaign_edit": Sample(_campaign, post={"name": "Summer", "channel": "web"}),
    "campaign_add": Sample(post={"name": "Autumn", "channel": "web"}),
    "holdouts": Sample(_campaign, post={"per_cent": "20"}),
    "cost_add": Sample(_campaign, get=405, post={"at": "2026-03-02", "amount": "5", "currency": "EUR"}),
    "cost_edit": Sample(_cost, post={"at": "2026-03-02", "amount": "5", "currency": "EUR"}),
    "cost_drop": Sample(_cost, get=405),
    "cost_restore": Sample(lambda world: {"sealed": "nothing"}, get=405),
}
