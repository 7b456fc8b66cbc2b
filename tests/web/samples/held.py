"""What was held back."""

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.intake.models import Held


def _held(world: World) -> dict[str, int]:
    row = Held.objects.first() or Held.objects.create(
        kind="quarantined", at=NOW, received_at=NOW, door="form", channel="web",
        fields={"email": "win@prize.example", "message": "You won"}, payload={"email": "win@prize.example"},
        reasons=[{"rule": "phrase", "detail": "“you won”", "weight": 5}],
    )  # fmt: skip
    return {"pk": row.pk}


SAMPLES = {
    "held": Sample(_held, post={"email": "win@prize.example", "channel": "web"}),
    "held_release": Sample(get=405, post={"pick": "1"}),
    "held_dismiss": Sample(get=405, post={"pick": "1"}),
    "held_bring_back": Sample(lambda world: {"sealed": "nothing"}, get=405),
    "held_replay": Sample(lambda world: {"kind": "quarantined"}),
}
