"""When inquirers wait longest."""

from dataclasses import dataclass, replace
from statistics import NormalDist

from winnow.measure.calendar import WEEKDAYS
from winnow.measure.canonical import Unknown
from winnow.measure.curves.kaplan_meier import Estimate
from winnow.measure.facts import Facts
from winnow.measure.findings.own import FEWEST
from winnow.measure.metrics.response import Response, response
from winnow.measure.shares import Z95, Share

SOON = ((60, "an hour"), (1_440, "a day"), (10_080, "a week"))  # minutes


@dataclass(frozen=True, slots=True)
class Slow:
    """A weekday or an hour, the share answered within so many minutes, and that of all."""

    by: str
    number: int
    minutes: int
    within: str
    share: Estimate
    usual: float

    @property
    def when(self) -> str:
        if self.by == "weekday":
            return f"on a {WEEKDAYS[self.number]}"
        return f"between {self.number} and {self.number + 1} o’clock"


def worst(facts: Facts) -> Slow | None:
    """The slowest of 31 groups, if it is slower than all together beyond chance."""
    whole = response(facts)
    if isinstance(whole, Unknown) or not whole:
        return None
    minutes, within, usual = _telling(whole[0])
    z = NormalDist().inv_cdf(1 - 0.025 / 31)
    found = [
        Slow(by, int(group.of), minutes, within, honest(share), usual)
        for by in ("weekday", "hour")
        for group in _groups(facts, by)
        if group.of is not None and (share := group.within(minutes))
    ]
    slow = [one for one in found if one.share.value + z / Z95 * (one.share.high - one.share.value) < usual]
    return min(slow, key=lambda one: one.share.value, default=None)


def honest(share: Estimate) -> Estimate:
    """Where nobody was answered in time the curve has no band yet: Wilson's interval of none."""
    if share.value > 0:
        return share
    interval = Share(0, round(share.count)).interval or (0.0, 1.0)
    return replace(share, high=interval[1])


def _groups(facts: Facts, by: str) -> list[Response]:
    found = response(facts, by=by)
    return [] if isinstance(found, Unknown) else [one for one in found if one.prospects >= FEWEST]


def _telling(whole: Response) -> tuple[int, str, float]:
    """The time within which the share answered lies closest to a half: there groups differ most."""
    shares = [(minutes, within, found.value) for minutes, within in SOON if (found := whole.within(minutes))]
    return min(shares, key=lambda one: abs(one[2] - 0.5), default=(SOON[0][0], SOON[0][1], 0.0))
