"""The admin's desk."""

from tests.web.samples import Sample
from tests.web.samples.world import World


def person(world: World) -> dict[str, int]:
    return {"pk": world.seller.pk}


SAMPLES = {
    "person": Sample(person),
    "person_deactivate": Sample(person, get=405),
    "person_reactivate": Sample(person, get=405),
    "person_link": Sample(person, get=405),
    "person_sessions": Sample(person, get=405),
    "person_factors": Sample(person, get=405),
    "absence_add": Sample(person, get=405),
    "absence_drop": Sample(lambda world: {"pk": world.absence.pk}, get=405),
    "team": Sample(lambda world: {"pk": world.team.pk}),
    "team_drop": Sample(lambda world: {"pk": world.team.pk}, get=405),
    "token_revoke": Sample(lambda world: {"pk": world.token.pk}, get=405),
}
