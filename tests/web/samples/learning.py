"""What the desk learns."""

from tests.web.samples import Sample

SAMPLES = {"outcome_customers": Sample(lambda world: {"key": "lower_cost"})}
