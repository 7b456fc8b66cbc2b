"""Figures, where nothing was counted yet."""

from tests.web.samples import Sample

SAMPLES = {
    "figures_page": Sample(lambda world: {"word": "response"}),
    "figures_behind": Sample(lambda world: {"word": "funnel"}),
}
