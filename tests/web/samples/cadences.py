"""Cadences."""

from tests.web.samples import Sample

SAMPLES = {
    "cadences_change": Sample(post={"to": "default", "reason": "A quiet week"}),
    "cadences_undo": Sample(lambda world: {"pk": 1}, get=405),
    "cadences_replanning_undo": Sample(lambda world: {"pk": 1}, get=405),
    "cadences_replan": Sample(get=405),
}
