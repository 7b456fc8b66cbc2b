"""Opportunities: those of the own team's prospects."""

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.deals.models import Opportunity


def deal(world: World) -> dict[str, int]:
    """The world's prospect counts as one that reached the stage."""
    known = {"opened_at": NOW, "stage_at": NOW, "progress_at": NOW, "stage": "wants", "currency": "EUR"}
    Opportunity.objects.get_or_create(prospect=world.prospect, defaults=known)
    return {"prospect": world.prospect.pk}


SAMPLES = {
    "deal": Sample(deal, other_team=404),
    "deal_further": Sample(deal, get=405, other_team=405),
    "deals_lost_code": Sample(lambda world: {"pk": 1}, get=405, other_team=405),
    "deal_send_back": Sample(deal, get=405, other_team=405),
    "purge_run": Sample(get=405, post={"reason": "Too small"}),
    "purge_keep": Sample(deal, get=405, other_team=405),
    "purge_undo": Sample(lambda world: {"pk": 1}, get=405),
    "deal_act": Sample(lambda world: {**deal(world), "action": "money"}, get=405, other_team=405),
}
