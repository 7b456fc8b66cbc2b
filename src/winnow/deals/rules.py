"""What may stay in the pipeline: what is big, and what is moving; everything else is neither. Pure, batch-first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil

from winnow.procedure.dealing import Purge
from winnow.prospects.words import Grade

GRADES = list(Grade)
BIG_SELLER, BIG_TEAM, FLOOR, MOVING, KEPT, YOUNG = "seller", "team", "floor", "moving", "kept", "young"
NO_AMOUNT, SMALL, UNKNOWN, FAR, PAST, STILL = "no_amount", "small", "unknown", "far", "past", "still"


@dataclass(slots=True)  # not frozen: a hundred thousand are made at once
class Deal:
    """One open opportunity as the rule sees it."""

    prospect: int
    owner: int
    team: int
    currency: str
    amount: Decimal | None
    decides_by: date | None
    grade: str
    opened_at: datetime
    progress_at: datetime
    kept_until: datetime | None = None


@dataclass(slots=True)
class Judged:
    """Whether one may stay; `why` are the codes of what keeps it, or of what it lacks."""

    prospect: int
    stays: bool
    why: tuple[str, ...]

    @property
    def is_big(self) -> bool:
        return bool({BIG_SELLER, BIG_TEAM, FLOOR} & set(self.why))

    @property
    def is_moving(self) -> bool:
        return MOVING in self.why


@dataclass(frozen=True, slots=True)
class Held:
    """What one person has open in one currency: how many, and the amounts above nothing among them."""

    owner: int
    team: int
    currency: str
    count: int
    amounts: Sequence[Decimal]


Tops = dict[tuple[str, int, str], Decimal]


def judge(deals: Sequence[Deal], tops: Tops, rule: Purge, now: datetime, currency: str) -> list[Judged]:
    """Each of these open opportunities, beside what is the top of all that their sellers and teams have."""
    seen = seen_as(rule, now)
    floor = Decimal(str(rule.floor)) if rule.floor else None
    return [_judged(one, tops, seen, floor if one.currency == currency else None) for one in deals]


def tops_of(held: Iterable[Held], share: float) -> Tops:
    """The least amount in the top share of each seller and each team, in each currency; at least one is in it."""
    amounts: dict[tuple[str, int, str], list[Decimal]] = defaultdict(list)
    counts: dict[tuple[str, int, str], int] = defaultdict(int)
    for one in held:
        for key in ((BIG_SELLER, one.owner, one.currency), (BIG_TEAM, one.team, one.currency)):
            if key[1]:
                counts[key] += one.count
                amounts[key] += one.amounts
    return {
        key: sorted(found, reverse=True)[min(max(ceil(share * counts[key] - 1e-9), 1), len(found)) - 1]
        for key, found in amounts.items()
        if found and share > 0
    }


def least_of(held: Iterable[Held], tops: Tops, rule: Purge, currency: str) -> list[tuple[int, str, Decimal]]:
    """From which amount on an opportunity is big, by owner and currency; those with whom none is are left out."""
    floor = Decimal(str(rule.floor)) if rule.floor else None
    found = []
    for one in held:
        marks = [
            tops.get((BIG_SELLER, one.owner, one.currency)),
            tops.get((BIG_TEAM, one.team, one.currency)),
        ]
        known = [mark for mark in (*marks, floor if one.currency == currency else None) if mark is not None]
        if known:
            found.append((one.owner, one.currency, min(known)))
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """The rule as of now, reckoned once for all."""

    now: datetime
    fresh: datetime  # progress since then is progress
    young: datetime
    today: date
    near: date
    known: frozenset[str]  # grades that make a timeline known


def seen_as(rule: Purge, now: datetime) -> Seen:
    """Its days as instants."""
    today = now.date()
    return Seen(
        now, now - timedelta(days=rule.progress_days), now - timedelta(days=rule.young_days), today,
        today + timedelta(days=rule.within_days),
        frozenset(grade.value for grade in GRADES[GRADES.index(Grade(rule.timeline_grade)) :]),
    )  # fmt: skip


def _judged(one: Deal, tops: Tops, seen: Seen, floor: Decimal | None) -> Judged:
    lacks = _not_moving(one, seen)
    keeps = _big(one, tops, floor) if one.amount else []
    if one.kept_until is not None and one.kept_until > seen.now:
        keeps.append(KEPT)
    if one.opened_at > seen.young:
        keeps.append(YOUNG)
    if not lacks:
        keeps.append(MOVING)
    if keeps:
        return Judged(one.prospect, True, tuple(keeps))
    return Judged(one.prospect, False, (SMALL if one.amount else NO_AMOUNT, *lacks))


def _big(one: Deal, tops: Tops, floor: Decimal | None) -> list[str]:
    amount = one.amount or Decimal(0)
    marks = (
        (BIG_SELLER, tops.get((BIG_SELLER, one.owner, one.currency))),
        (BIG_TEAM, tops.get((BIG_TEAM, one.team, one.currency))),
        (FLOOR, floor),
    )
    return [code for code, mark in marks if mark is not None and amount >= mark]


def _not_moving(one: Deal, seen: Seen) -> list[str]:
    """What it lacks: a timeline that is known and near, and progress."""
    lacks = []
    if one.decides_by is None or one.grade not in seen.known:
        lacks.append(UNKNOWN)
    elif one.decides_by < seen.today:
        lacks.append(PAST)
    elif one.decides_by > seen.near:
        lacks.append(FAR)
    if one.progress_at < seen.fresh:
        lacks.append(STILL)
    return lacks


def said(why: Iterable[str], rule: Purge, currency: str) -> list[str]:
    """The codes in sentences."""
    sentences = {
        BIG_SELLER: f"Big: in the top {rule.top_share:.0%} of its seller",
        BIG_TEAM: f"Big: in the top {rule.top_share:.0%} of the team",
        FLOOR: f"Big: {rule.floor:,.0f} {currency} or more",
        MOVING: f"Moving: they decide within {rule.within_days} days, and something moved in the last "
        f"{rule.progress_days}",
        KEPT: "Kept by a manager",
        YOUNG: f"New: in its first {rule.young_days} days",
        NO_AMOUNT: "Not known to be big: it has no amount",
        SMALL: "Not big",
        UNKNOWN: "Nobody knows when they decide",
        FAR: f"They decide in more than {rule.within_days} days",
        PAST: "The day on which they were to decide has passed",
        STILL: f"Nothing has moved for {rule.progress_days} days",
    }
    return [sentences[code] for code in why]
