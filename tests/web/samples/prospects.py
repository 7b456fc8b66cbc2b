"""Prospects: everything of the own team's, nothing of another's."""

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.prospects.models import Order


def prospect(world: World) -> dict[str, int]:
    return {"prospect": world.prospect.pk}


def order(world: World) -> dict[str, int]:
    known = {"prospect": world.prospect, "at": NOW, "recorded_at": NOW, "amount": 10, "currency": "EUR"}
    return {**prospect(world), "order": Order.objects.get_or_create(po_number="PO-1", defaults=known)[0].pk}


SAMPLES = {
    "search": Sample(get=302),
    "prospect": Sample(prospect, other_team=404),
    "prospect_edit": Sample(prospect, by_role={"qualifier": 403, "marketer": 403}, other_team=404),
    "prospect_act": Sample(
        lambda world: {"prospect": world.prospect.pk, "action": "touch"}, get=405, other_team=405
    ),
    "prospect_undo": Sample(
        lambda world: {"prospect": world.prospect.pk, "event": world.event.pk}, get=405, other_team=405
    ),
    "order": Sample(order, by_role={"qualifier": 403, "marketer": 403}, other_team=404),
    "merge": Sample(prospect, by_role={"qualifier": 403}, other_team=404),
    "merge_undo": Sample(lambda world: {"event": world.event.pk}, get=405, other_team=405),
    "inquiry": Sample(lambda world: {"inquiry": world.inquiry.pk}, other_team=404),
}
