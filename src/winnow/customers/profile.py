"""What separates customers by margin an hour and by outcomes reached, and how alike somebody is to the best. Pure.

Additive on the logarithm: each value of a property has margin an hour of its customers against that of all, both as if
five usual customers stood beside them. How far these add up is checked on each customer with that customer left out.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log, sqrt

USUAL_BESIDE = 5  # usual customers who stand beside each group
LEAST_OF_ALL = 0.05  # of the usual margin an hour: what a group counts as having at least
OUTRIGHT = 0.9  # of the differences between customers explained by one property: it was known only afterwards
MANY = 0.5  # different values for so many of the customers: it names them
FEW = 2  # customers of a value that is told
BANDS = 4  # of a property that is a number
SURE, LIKELY = 1.96, 1.0  # standard errors
WORDS_OF = ("title",)  # properties of which each word counts

Properties = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """A customer as it was known when it first inquired, and what it became: hours, margin, how far it got (0 to 1)."""

    properties: Properties
    hours: float
    margin: float
    reached: float | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One value of a property: on the logarithm, with how many customers and what an hour brings with them."""

    name: str
    value: str
    log: float
    count: int
    an_hour: float
    reached: float | None


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of good customers. `slope` says how far effects hold for customers left out (0: not at all)."""

    count: int
    an_hour: float
    reached: float | None
    told: int
    effects: Mapping[str, Mapping[str, Effect]] = field(default_factory=dict)
    edges: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    slope: float = 0.0
    sure: float = 0.0  # slope over its standard error
    left_out: Mapping[str, str] = field(default_factory=dict)  # properties not used, and why
    cannot: str = ""  # why nothing can be known

    @property
    def separates(self) -> bool:
        return not self.cannot and self.slope > 0 and self.sure >= LIKELY

    def score(self, properties: Properties) -> tuple[float, list[Effect]]:
        """100 is the usual customer, 150 half as good again; with the effects that made it, the strongest first."""
        found = [one for name, text in properties.items() for one in self.of(name, text)]
        found.sort(key=lambda one: -abs(one.log))
        return 100 * exp(self.slope * sum(one.log for one in found)), found

    def of(self, name: str, text: str) -> list[Effect]:
        """The effects of one cell."""
        known = self.effects.get(name)
        if not known or not text:
            return []
        return [known[value] for value in values_of(name, text, self.edges.get(name)) if value in known]


def values_of(name: str, text: str, edges: tuple[float, ...] | None) -> tuple[str, ...]:
    """The values that a cell stands for: its band, its words, or itself."""
    if edges is not None:
        number = _number(text)
        return () if number is None else (_band(edges, number),)
    if name in WORDS_OF:
        return tuple(sorted(set(re.findall(r"\w{2,}", text.casefold()))))
    return (" ".join(text.split()).casefold(),)


def learn(customers: Sequence[Known], fewest: int) -> Profile:
    """The profile of these customers; it says why, if nothing can be known."""
    rows = [one for one in customers if one.hours > 0]
    hours, margin = sum(one.hours for one in rows), sum(one.margin for one in rows)
    told = [one.reached for one in rows if one.reached is not None]
    reached = sum(told) / len(told) if told else None
    if len(rows) < fewest:
        many = f"{len(rows)} customer{'' if len(rows) == 1 else 's'}"
        need = f"{many} with time and margin known; {fewest} are needed"
        return Profile(
            len(rows),
            margin / hours if hours else 0.0,
            reached,
            len(told),
            cannot=f"Cannot be known from so few: {need}.",
        )
    if margin <= 0:
        return Profile(
            len(rows),
            margin / hours,
            reached,
            len(told),
            cannot="Cannot be known: all together bring no margin yet.",
        )
    learned = _Learning(rows, margin / hours, hours / len(rows), reached if len(told) >= fewest else None)
    return learned.profile(len(told), reached)


class _Learning:
    def __init__(self, rows: Sequence[Known], an_hour: float, usual: float, reached: float | None) -> None:
        self.rows, self.an_hour, self.usual, self.reached = rows, an_hour, usual, reached
        names = sorted({name for one in rows for name, text in one.properties.items() if text})
        texts = {name: [one.properties.get(name, "") for one in rows] for name in names}
        self.edges = {name: edges for name in names if (edges := _edges(texts[name]))}
        self.left_out: dict[str, str] = {}
        self.groups: dict[str, dict[str, list[int]]] = {}
        for name in names:
            groups: dict[str, list[int]] = defaultdict(list)
            for place, text in enumerate(texts[name]):
                for value in values_of(name, text, self.edges.get(name)) if text else ():
                    groups[value].append(place)
            if why := self._refused(name, groups):
                self.left_out[name] = why
            else:
                self.groups[name] = groups

    def _refused(self, name: str, groups: Mapping[str, list[int]]) -> str:
        if len(groups) == 1 and len(next(iter(groups.values()))) == len(self.rows):
            return "the same for all"
        if name not in WORDS_OF and len(groups) > MANY * len(self.rows):
            return "names each customer"
        if name not in WORDS_OF and self._explains(groups) > OUTRIGHT:
            return "tells the result outright: it was known only afterwards"
        return ""

    def _explains(self, groups: Mapping[str, list[int]]) -> float:
        """The share of the differences in margin that is between groups of more than one (eta squared)."""
        several = [places for places in groups.values() if len(places) > 1]
        margins = [self.rows[place].margin for places in several for place in places]
        if len(margins) < len(self.rows) / 2 or not margins:
            return 0.0
        mean = sum(margins) / len(margins)
        whole = sum((one - mean) ** 2 for one in margins)
        between = sum(
            len(places) * (sum(self.rows[place].margin for place in places) / len(places) - mean) ** 2
            for places in several
        )
        return between / whole if whole > 0 and len(several) < len(margins) / 2 else 0.0

    def effect(self, places: Sequence[int], without: int = -1) -> float:
        """Of a group, on the logarithm; `without` leaves one customer out."""
        mine = [self.rows[place] for place in places if place != without]
        beside = USUAL_BESIDE * self.usual
        brings = (sum(one.margin for one in mine) + self.an_hour * beside) / (
            sum(one.hours for one in mine) + beside
        )
        found = log(max(brings / self.an_hour, LEAST_OF_ALL))
        if self.reached:
            told = [one.reached for one in mine if one.reached is not None]
            found += log(
                (sum(told) + USUAL_BESIDE * self.reached) / (len(told) + USUAL_BESIDE) / self.reached
            )
        return found

    def profile(self, told: int, reached: float | None) -> Profile:
        effects = {
            name: {
                value: self._told(name, value, places)
                for value, places in groups.items()
                if len(places) >= FEW
            }
            for name, groups in self.groups.items()
        }
        slope, error = self._slope()
        return Profile(
            len(self.rows), self.an_hour, reached, told, {name: some for name, some in effects.items() if some},
            self.edges, min(max(slope, 0.0), 1.0), slope / error if error else 0.0, self.left_out,
        )  # fmt: skip

    def _told(self, name: str, value: str, places: list[int]) -> Effect:
        mine = [self.rows[place] for place in places]
        told = [one.reached for one in mine if one.reached is not None]
        hours = sum(one.hours for one in mine)
        return Effect(
            name, value, self.effect(places), len(mine), sum(one.margin for one in mine) / hours,
            sum(told) / len(told) if told else None,
        )  # fmt: skip

    def _slope(self) -> tuple[float, float]:
        """How margin an hour follows the effects of others, weighed by hours, with its standard error."""
        sums = [0.0] * len(self.rows)
        for groups in self.groups.values():
            for places in groups.values():
                if len(places) > FEW:
                    for place in places:
                        sums[place] += self.effect(places, place)
        whole = sum(one.hours * s * s for one, s in zip(self.rows, sums, strict=True))
        if not whole:
            return 0.0, 0.0
        more = [one.margin / self.an_hour - one.hours for one in self.rows]
        slope = sum(m * s for m, s in zip(more, sums, strict=True)) / whole
        left = [(m - slope * one.hours * s) * s for m, s, one in zip(more, sums, self.rows, strict=True)]
        return slope, sqrt(sum(one * one for one in left)) / whole


def _edges(texts: Sequence[str]) -> tuple[float, ...]:
    """The inner ends of four bands with equally many customers, for a property that is a number; else nothing."""
    written = [text for text in texts if text]
    numbers = sorted(number for text in written if (number := _number(text)) is not None)
    if len(numbers) < len(written) or len(set(numbers)) <= BANDS:
        return ()
    return tuple(sorted({numbers[len(numbers) * place // BANDS] for place in range(1, BANDS)}))


def _number(text: str) -> float | None:
    try:
        found = float(text.replace(",", "").replace("\u00a0", ""))
    except ValueError:
        return None
    return found if abs(found) < 1e15 else None


def _band(edges: tuple[float, ...], number: float) -> str:
    place = bisect_right(edges, number)
    if place == 0:
        return f"under {edges[0]:,g}"
    return (
        f"{edges[place - 1]:,g} and more"
        if place == len(edges)
        else f"{edges[place - 1]:,g} to {edges[place]:,g}"
    )
