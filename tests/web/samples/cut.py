"""The cut."""

from tests.web.samples import Sample

SAMPLES = {
    "cut_publish": Sample(get=405, post={"kind": "share", "value": "50", "reason": "Too many"}),
    "cut_withdraw": Sample(get=405, post={"reason": "Quiet"}),
    "cut_take_back": Sample(lambda world: {"pk": 1}, get=405),
    "cut_resume": Sample(lambda world: {"pk": 1}, get=405),
}
