"""Practice: cards are the company's, grades each person's own."""

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.practice.models import Card


def card(world: World) -> dict[str, int]:
    known = {"kind": "objection", "state": "ready", "prompt": "Too dear", "good": "Ask what it costs them not to",
             "made_at": NOW, "edited_by": world.seller}  # fmt: skip
    return {"pk": Card.objects.get_or_create(source="mirror:0", defaults=known)[0].pk}


SAMPLES = {
    "practice_grade": Sample(card, get=405, post={"grade": "3"}),
    "practice_card": Sample(card),
    "practice_take": Sample(get=405),
    "practice_pair": Sample(lambda world: {"code": "NOBODY"}, get=404),
}
