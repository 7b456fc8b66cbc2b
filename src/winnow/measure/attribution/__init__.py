"""Which channels and campaigns orders are given to: nine models over journeys, exact to the cent.

    attribute(journeys, Model.MARKOV)    -> Attribution (credits by channel) or Unknown
    by_all_models(journeys)              the same of each model; what they have in common is looked at once
    journeys_of(rows)                    rows of (path, orders, cents, lost), as an engine counts unique paths

Rules by place: first, last, linear, U, W, full path, time decay. Learned, from 100 orders on: Markov's removal
effects, Shapley's values. Definitions and sources: docs/measuring.md.
"""

from winnow.measure.attribution.credit import (
    CAUTION,
    Attribution,
    Credit,
    Model,
    attribute,
    by_all_models,
    weigher,
)
from winnow.measure.attribution.journeys import Journey, alike, journeys_of

__all__ = [
    "CAUTION",
    "Attribution",
    "Credit",
    "Journey",
    "Model",
    "alike",
    "attribute",
    "by_all_models",
    "journeys_of",
    "weigher",
]
