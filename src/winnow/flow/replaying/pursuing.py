"""How each inquiry was pursued, and how it would have been: waiting, attempts, minutes. Pure."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from winnow.flow.replaying.deciding import Calendars
from winnow.flow.replaying.recorded import Asked, Decided, History, Tried
from winnow.followup.worktime import add_working, working_between
from winnow.procedure.schema import Procedure

Week = tuple[int, int]
BUCKETS = (15, 60, 240, 480, 1920)  # working minutes until the first attempt: the bounds of the curve's steps
A_MINUTE = timedelta(minutes=1)
ENOUGH = 20  # attempts of a number, before its chance is believed
LEAST_BUSIER, MOST_BUSIER = 0.25, 4.0  # so much sooner or later at most, whatever the desk holds


@dataclass(slots=True)
class Pursuit:
    """One clock and what was done within it."""

    place: int  # in the list of what came in
    tried: list[Tried]
    most: int  # attempts of the cadence then in force
    waited: timedelta | None = (
        None  # working time from when it was offered to the first attempt; None: none was made
    )
    reached_at: int = 0  # the attempt that reached them; 0: none did
    attempts: int = 0

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.tried)


@dataclass(slots=True)
class Pursued:
    """What a procedure would have made of it all."""

    missed: int = 0
    due: int = 0
    waits: list[float] = field(default_factory=list)  # working minutes
    pairs: list[tuple[float, float]] = field(default_factory=list)  # of each: as it was, and as it would be
    minutes: dict[int, float] = field(default_factory=lambda: defaultdict(float))  # by person
    prospects: Counter[int] = field(default_factory=Counter)
    attempts: float = 0.0
    sooner: list[int] = field(default_factory=list)  # places given up before the attempt that reached them
    longer: dict[int, float] = field(default_factory=dict)  # place: chance that more attempts reach them


def pursuits(
    history: History, before: Sequence[Decided], by: Sequence[Procedure], calendars: Calendars
) -> list[Pursuit]:
    """Every clock of the period with its touches, until the prospect's next clock."""
    starts: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(history.asked):
        if one.clocked and one.prospect:
            starts[one.prospect].append(place)
    found = []
    for prospect, places in starts.items():
        touches = history.touches.get(prospect, [])
        bounds = [history.asked[place].at for place in places]
        parts = _parted(touches, bounds)
        for place, tried in zip(places, parts, strict=True):
            found.append(_pursuit(place, tried, history, before[place], by[place], calendars))
    return sorted(found, key=lambda one: one.place)


def _parted(touches: Sequence[Tried], bounds: Sequence[datetime]) -> list[list[Tried]]:
    instants = [one.at for one in touches]
    edges = [bisect_left(instants, bound) for bound in bounds] + [len(touches)]
    return [list(touches[edges[n] : edges[n + 1]]) for n in range(len(bounds))]


def _pursuit(
    place: int,
    tried: list[Tried],
    history: History,
    decided: Decided,
    procedure: Procedure,
    calendars: Calendars,
) -> Pursuit:
    made = Pursuit(place, tried, _most(procedure, history.asked[place]))
    for one in tried:
        made.attempts += one.attempt and not made.reached_at
        if one.reached and not made.reached_at:
            made.reached_at = max(made.attempts, 1)
    if tried and decided.available is not None:
        calendar = calendars(procedure, history.teams.get(decided.owner, ""), history.asked[place])
        made.waited = working_between(calendar, decided.available, tried[0].at)
    return made


def reach_curve(some: Sequence[Pursuit]) -> list[tuple[int, int]]:
    """For each attempt: how often it was made to somebody not reached before, and how often it reached them."""
    made: Counter[int] = Counter()
    reached: Counter[int] = Counter()
    for one in some:
        made.update(range(1, one.attempts + 1))
        if one.reached_at:
            reached[one.reached_at] += 1
    return [(made[n], reached[n]) for n in range(1, max(made, default=0) + 1)]


def as_it_was(some: Sequence[Pursuit], before: Sequence[Decided], until: datetime) -> Pursued:
    """What history says of itself."""
    found = Pursued()
    for one in some:
        decided = before[one.place]
        _count(found, decided.owner, one.minutes, one.attempts)
        first = one.tried[0].at if one.tried else until
        if decided.due is not None and (one.tried or decided.due < until):
            found.due += 1
            found.missed += first > decided.due
        if one.waited is not None:
            found.waits.append(one.waited / A_MINUTE)
    return found


@dataclass(frozen=True, slots=True)
class Under:
    """A procedure and what it decided."""

    procedure: Procedure
    decided: Sequence[Decided]
    thrown: frozenset[int]  # prospects that its cut takes off the desks


def as_it_would_be(
    some: Sequence[Pursuit], history: History, before: Sequence[Decided], under: Under, calendars: Calendars,
    curve: Sequence[tuple[int, int]],
) -> Pursued:  # fmt: skip
    """The same people under another procedure: they wait as they did, the longer the more lies on the desk."""
    found = Pursued()
    kept = [one for one in some if not _off(one, history, under)]
    extra = {
        one.place: _cadence(one, history.asked[one.place], under.procedure, curve, found) for one in kept
    }
    unreached = _mean([one for one in some if not one.reached_at])
    minutes = {one.place: max(one.minutes + extra[one.place] * unreached, 0.0) for one in kept}
    was = _weekly([(one.place, before[one.place].owner, float(one.minutes)) for one in some], history)
    now = _weekly([(place, under.decided[place].owner, spent) for place, spent in minutes.items()], history)
    for one in kept:
        decided, old = under.decided[one.place], before[one.place]
        _count(found, decided.owner, minutes[one.place], one.attempts + extra[one.place])
        week = _week(history.asked[one.place])
        busier = _busier(now[decided.owner, week], was[old.owner, week])
        same = busier == 1 and (decided.due, decided.available) == (old.due, old.available)
        _wait(found, one, history, decided, under.procedure, calendars, 1.0 if same else busier, same)
    return found


def _off(one: Pursuit, history: History, under: Under) -> bool:
    return under.decided[one.place].held or history.asked[one.place].prospect in under.thrown


def _count(found: Pursued, owner: int, minutes: float, attempts: float) -> None:
    found.prospects[owner] += 1
    found.minutes[owner] += minutes
    found.attempts += attempts


def _wait(
    found: Pursued, one: Pursuit, history: History, decided: Decided, procedure: Procedure, calendars: Calendars,
    busier: float, same: bool,
) -> None:  # fmt: skip
    asked = history.asked[one.place]
    if decided.due is None or decided.available is None:
        return
    if one.waited is None:
        found.due += decided.due < history.until
        found.missed += decided.due < history.until
        return
    waits = one.waited * busier
    calendar = calendars(procedure, history.teams.get(decided.owner, ""), asked)
    first = one.tried[0].at if same else add_working(calendar, decided.available, waits)
    found.due += 1
    found.missed += first > decided.due
    found.waits.append(waits / A_MINUTE)
    found.pairs.append((one.waited / A_MINUTE, waits / A_MINUTE))


def _cadence(
    one: Pursuit, asked: Asked, procedure: Procedure, curve: Sequence[tuple[int, int]], found: Pursued
) -> float:
    """Attempts more or fewer than there were."""
    most = _most(procedure, asked)
    if most < one.most and one.attempts > most:
        if one.reached_at > most:
            found.sooner.append(one.place)
        return float(most - one.attempts)
    if most <= one.most or one.reached_at or one.attempts < one.most or asked.leaves is None:
        return 0.0
    chance, left, more = 0.0, 1.0, 0.0
    for attempt in range(one.attempts + 1, most + 1):
        more += left
        reach = _reach(curve, attempt)
        chance += left * reach
        left *= 1 - reach
    found.longer[one.place] = chance
    return more


def _most(procedure: Procedure, asked: Asked) -> int:
    """Attempts after which an unreachable one goes to nurture."""
    cadence = procedure.cadence_of(asked.channel, asked.stage, asked.band)
    return max(len(cadence.steps), cadence.least_attempts)


def _reach(curve: Sequence[tuple[int, int]], attempt: int) -> float:
    """The chance of an attempt; beyond what was ever tried, of the last that was tried often enough."""
    known = [(made, reached) for made, reached in curve[:attempt] if made >= ENOUGH]
    made, reached = known[-1] if known else (0, 0)
    return reached / made if made else 0.0


def _mean(some: Sequence[Pursuit]) -> float:
    """Minutes of an attempt that reached nobody."""
    attempts = sum(one.attempts for one in some)
    return sum(one.minutes for one in some) / attempts if attempts else 0.0


def _week(one: Asked) -> Week:
    year, week, _ = one.at.isocalendar()
    return year, week


def _weekly(spent: Sequence[tuple[int, int, float]], history: History) -> dict[tuple[int, Week], float]:
    found: dict[tuple[int, Week], float] = defaultdict(float)
    for place, owner, minutes in spent:
        found[owner, _week(history.asked[place])] += minutes
    return found


def _busier(now: float, was: float) -> float:
    return min(max(now / was, LEAST_BUSIER), MOST_BUSIER) if was > 0 and abs(now - was) > 1e-9 else 1.0
