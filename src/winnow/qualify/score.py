"""The written score: base plus the points of every factor that holds, each step kept as a reason."""

from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple

from winnow.procedure.phrases import folded, mentions
from winnow.procedure.schema import Factor, Scorecard

BASE = "base"
LEAST, MOST = 0, 100
NO = frozenset({"no", "false", "0"})

Reasons = tuple[tuple[str, int], ...]


class Facts(NamedTuple):
    """What is known of a prospect when it is scored; empty where unknown.

    `desired_outcome` is the key of one of the outcomes we deliver; `repeats` counts earlier inquiries.
    """

    channel: str = ""
    campaign: str = ""
    source: str = ""
    country: str = ""
    mail_kind: str = ""
    has_phone: bool = False
    has_company: bool = False
    message: str = ""
    title: str = ""
    industry: str = ""
    repeats: int = 0
    desired_outcome: str = ""


class Score(NamedTuple):
    """Points from 0 to 100, the key of their band, and the steps: base first, then each factor that holds."""

    points: int
    band: str
    reasons: Reasons


class Line(NamedTuple):
    """One step of the waterfall: what, how many points, and where that leads."""

    text: str
    points: int
    running: int


Rater = Callable[[Facts], Score]


def rate(facts: Facts, scorecard: Scorecard) -> Score:
    """The score of one prospect, with its reasons."""
    return _rater(scorecard)(facts)


def explain(reasons: Reasons, scorecard: Scorecard) -> list[Line]:
    """The waterfall of a stored score, also if its factors have since left the scorecard."""
    texts = {factor.key: factor.text for factor in scorecard.factors}
    lines, running = [], 0
    for place, (key, points) in enumerate(reasons):
        running += points
        text = "Every prospect starts with" if place == 0 else texts.get(key, key.replace("_", " "))
        lines.append(Line(text, points, running))
    kept = _cut(running)
    if kept != running:
        text = f"A score is at most {MOST}" if running > MOST else f"A score is at least {LEAST}"
        lines.append(Line(text, kept - running, kept))
    return lines


# Compiling a scorecard, once

# Hashing a whole scorecard costs more than scoring does, so it is known by its identity; it is kept here
# itself, so that its identity cannot pass to another one.
_known: dict[int, tuple[Scorecard, Rater]] = {}
_KEPT = 16
_REMEMBERED = 50_000


def _rater(scorecard: Scorecard) -> Rater:
    known = _known.get(id(scorecard))
    if known is not None:
        return known[1]
    if len(_known) >= _KEPT:
        _known.clear()
    rater = compiled(scorecard)
    _known[id(scorecard)] = (scorecard, rater)
    return rater


def compiled(scorecard: Scorecard) -> Rater:
    """The scorecard as a function of the facts.

    Everything but the message takes few different values, so what those add up to is remembered.
    """
    counted = [factor for factor in scorecard.factors if factor.points]
    of_message = tuple((_of_message(one), (one.key, one.points)) for one in counted if _reads_message(one))
    of_fields = tuple((_of_field(one), (one.key, one.points)) for one in counted if not _reads_message(one))
    fields = attrgetter("channel", *{factor.field for factor in counted if not _reads_message(factor)})
    bands = tuple(_band(points, scorecard) for points in range(LEAST, MOST + 1))
    base = (BASE, scorecard.base)
    seen: dict[object, tuple[Reasons, int]] = {}

    def first_seen(facts: Facts) -> tuple[Reasons, int]:
        held = (base, *(reason for holds, reason in of_fields if holds(facts)))
        return held, sum(points for _, points in held)

    def rater(facts: Facts) -> Score:
        known = seen.get(which := fields(facts))
        if known is None:
            if len(seen) >= _REMEMBERED:
                seen.clear()
            known = seen[which] = first_seen(facts)
        reasons, points = known
        message = facts.message.casefold()
        for holds, reason in of_message if message else ():
            if holds(message):
                reasons = (*reasons, reason)
                points += reason[1]
        points = _cut(points)
        return Score(points, bands[points], reasons)

    return rater


def _cut(points: int) -> int:
    return LEAST if points < LEAST else MOST if points > MOST else points


def _band(points: int, scorecard: Scorecard) -> str:
    ranked = sorted(scorecard.bands, key=lambda band: -band.at_least)
    reached = [band.key for band in ranked if points >= band.at_least] or [band.key for band in ranked[-1:]]
    return reached[0] if reached else ""


# Does a factor hold? One without values or count holds if its field says anything at all.


def _reads_message(factor: Factor) -> bool:
    return factor.field in ("message", "message_words")


def _of_message(factor: Factor) -> Callable[[str], bool]:
    if factor.field == "message_words":
        return _has_words(_least(factor))
    phrases = folded(factor.values)
    return (lambda message: mentions(message, phrases)) if phrases else bool


def _has_words(least: int) -> Callable[[str], bool]:
    def test(message: str) -> bool:
        # A word and its blank are two letters; and only as many words are split off as must be counted.
        return len(message) >= 2 * least - 1 and len(message.split(None, least)) >= least

    return test


def _of_field(factor: Factor) -> Callable[[Facts], bool]:
    value = attrgetter(factor.field)
    if factor.field == "repeats":
        least = _least(factor)
        return lambda facts: facts.repeats >= least
    if not factor.values:
        return lambda facts: bool(value(facts))
    if factor.field in ("has_phone", "has_company"):
        wanted = NO.isdisjoint(one.casefold() for one in factor.values)
        return lambda facts: value(facts) is wanted
    phrases = folded(factor.values)
    if factor.field in ("title", "industry"):
        return lambda facts: mentions(value(facts).casefold(), phrases)
    return lambda facts: value(facts).casefold() in phrases


def _least(factor: Factor) -> int:
    return 1 if factor.at_least is None else factor.at_least
