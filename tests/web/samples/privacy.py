"""People's rights: everybody's of the own team's prospects; handing out and forgetting for those who manage."""

from tests.web.samples import Sample
from tests.web.samples.world import World


def prospect(world: World) -> dict[str, int]:
    return {"prospect": world.prospect.pk}


SAMPLES = {
    "rights": Sample(prospect, other_team=404),
    "rights_note": Sample(prospect, get=405, other_team=405),
    "rights_withdraw": Sample(prospect, get=405, other_team=405),
    "rights_export": Sample(prospect, get=405, other_team=405),
    "rights_erase": Sample(prospect, get=405, other_team=405),
    "privacy_keep": Sample(lambda world: {"pk": 1}, get=405),
}
