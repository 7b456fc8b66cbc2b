"""Prospects: everything of the own team's, nothing of another's."""

from tests.web.samples import Sample
from tests.web.samples.world import World


def prospect(world: World) -> dict[str, int]:
    return {"prospect": world.prospect.pk}


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
    "merge": Sample(prospect, by_role={"qualifier": 403}, other_team=404),
    "merge_undo": Sample(lambda world: {"event": world.event.pk}, get=405, other_team=405),
    "inquiry": Sample(lambda world: {"inquiry": world.inquiry.pk}, other_team=404),
}
