"""Replays of the procedure."""

from typing import Any

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.procedure.actions import default_text
from winnow.procedure.models import Replay

TEXT = default_text().replace("respond_within = 30", "respond_within = 20", 1)


def _replay(world: World) -> dict[str, Any]:
    row = Replay.objects.first() or Replay.objects.create(text=TEXT, months=12, created_at=NOW)
    return {"pk": row.pk}


SAMPLES = {
    "procedure_replays": Sample(post={"text": TEXT, "months": "12"}),
    "procedure_replay": Sample(_replay),
    "procedure_replay_progress": Sample(_replay),
    "procedure_replay_publish": Sample(_replay, get=405, post={"reason": "Tried on history"}),
}
