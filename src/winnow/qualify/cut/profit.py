"""By what prospects are ranked: profit to be expected per hour of a seller, or probability alone."""

from typing import cast

import numpy as np

from winnow.qualify.cut.ranks import Floats

LEAST_HOURS = 1 / 60  # nobody is looked at in less than a minute


def worth_an_hour(probability: Floats, margin: Floats | None = None, hours: Floats | None = None) -> Floats:
    """Expected margin of each prospect per expected seller's hour; what is not known of any counts the same for all.

    Where it is unknown of some only, the median of the known stands in, so that ignorance neither lifts nor sinks.
    """
    expected = probability * _filled(margin) / np.maximum(_filled(hours), LEAST_HOURS)
    return cast(Floats, np.asarray(expected, dtype=np.float64))


def _filled(values: Floats | None) -> Floats | float:
    if values is None or not (known := values[np.isfinite(values) & (values > 0)]).size:
        return 1.0
    return np.where(np.isfinite(values) & (values > 0), values, np.median(known))
