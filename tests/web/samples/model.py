"""The learned model."""

from tests.web.samples import Sample

SAMPLES = {
    "model_freeze": Sample(get=405, post={"reason": "We compare two weeks."}),
    "model_unfreeze": Sample(get=405, post={"reason": "Compared."}),
    "model_use": Sample(lambda world: {"number": 1}, get=405, post={"reason": "The newer one is wrong."}),
}
