"""Blocks are a person's own."""

from datetime import timedelta

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.followup.blocks.models import Block

NOT_THEIRS = {"qualifier": 404, "manager": 404, "admin": 404}
POST_ONLY = Sample(get=405)


def block(world: World) -> dict[str, int]:
    known = {"ends": NOW + timedelta(hours=2), "state": "planned", "changed_at": NOW}
    return {"pk": Block.objects.get_or_create(user=world.seller, starts=NOW, defaults=known)[0].pk}


SAMPLES = {
    "block_accept": POST_ONLY,
    "block_begin": POST_ONLY,
    "block_move": Sample(block, by_role=NOT_THEIRS, other_team=404),
    "block_drop": Sample(block, get=405),
    "block_restore": Sample(block, get=405),
}
