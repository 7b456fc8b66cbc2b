"""The manager's desk."""

from tests.web.samples import Sample

SAMPLES = {
    "coverage_reassign": Sample(get=405, post={"to": "routing", "reason": "too many"}),
    "coverage_reassign_undo": Sample(lambda world: {"sealed": "nothing"}, get=405),
}
