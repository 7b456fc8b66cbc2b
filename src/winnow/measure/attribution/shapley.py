"""Shapley's value of each channel (Shapley 1953; Dalessandro et al. 2012), exact for any number of channels.

A coalition of channels is worth the orders whose journeys it alone touched. That game is the sum of one unanimity
game for each journey (its channels together are worth its orders, any without one of them nothing), and of a
unanimity game each member's value is an equal part. So each order is divided equally among the *different* channels
of its journey: 2ⁿ coalitions need not be looked at, nor channels be grouped. Lost journeys weigh nothing here.
"""

from winnow.measure.attribution.journeys import Journey


def shapley(journey: Journey) -> list[float]:
    """The weight of each touch: a channel's equal part, at its first touch."""
    return [float(channel not in journey.path[:place]) for place, channel in enumerate(journey.path)]
