"""What slows buying: from sent to opened to answered, per template, with what has not happened yet; what is asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.util import find_spec

from django.db.models import QuerySet

from winnow.offers import queries
from winnow.offers.models import Offer
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect

YEAR = timedelta(days=365)
WEEK = 7.0  # days
Seen = list[tuple[float, bool]]  # days until it happened, or until now


@dataclass(frozen=True, slots=True)
class Wait:
    """Of `count`, so many have; days until half of all have (None: not yet), and the share within a week (95 %)."""

    count: int
    happened: int
    median: float | None = None
    week: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """The way of the offers made from one template that were sent within a year."""

    template: str
    sent: int
    accepted: int
    opened: Wait
    answered: Wait  # from sent
    decided: Wait  # from opened to answered


@dataclass(frozen=True, slots=True)
class Slow:
    """`asked` are questions with the words that most of them share, the most frequent first."""

    ways: list[Way]
    asked: list[tuple[str, int]]
    has_curves: bool
    less: "Less"


@dataclass(frozen=True, slots=True)
class Less:
    """Of `count` offers with a small first order beside them: what was ordered."""

    count: int
    whole: int  # the larger one only
    small: int  # the small one only
    both: int  # first the small one, then all


def slow(now: datetime, seen: QuerySet[Prospect] | None = None) -> Slow:
    """Everything sent in the last year; what was taken back is observed until then.

    Figures are the company's; questions, in people's own words, only those of prospects that whoever reads has `seen`.
    """
    texts = {one.key: one.text for one in in_force(now)[1].offers.templates}
    groups: dict[str, list[Offer]] = defaultdict(list)
    for row in queries.ages(now - YEAR):
        name = texts.get(row.template, row.template or "Without a template")
        groups[f"{name}: to start with less" if row.smaller_of_id else name].append(row)
    ways = [_way(name, rows, now) for name, rows in sorted(groups.items(), key=lambda pair: -len(pair[1]))]
    asked = _most_asked(text for _, text in queries.questions(now - YEAR, seen))
    return Slow(ways, asked, _can_draw(), _less(now - YEAR))


def _less(since: datetime) -> Less:
    pairs = queries.pairs(since)
    accepted = queries.accepted(number for pair in pairs for number in pair)
    whole = {larger for _, larger in pairs} & accepted
    small = {larger for one, larger in pairs if one in accepted}
    return Less(
        len({larger for _, larger in pairs}), len(whole - small), len(small - whole), len(whole & small)
    )


def _can_draw() -> bool:
    return bool(find_spec("scipy"))


def _way(name: str, rows: list[Offer], now: datetime) -> Way:
    opened, answered, decided = [], [], []
    for row in rows:
        start, until = row.sent_at or row.made_at, row.revoked_at or now
        opened.append(_seen(start, row.opened_at, until))
        answered.append(_seen(start, row.answered_at, until))
        if row.opened_at:
            decided.append(_seen(row.opened_at, row.answered_at, until))
    accepted = sum(bool(getattr(row, "accepted", False)) for row in rows)
    return Way(name, len(rows), accepted, _wait(opened), _wait(answered), _wait(decided))


def _seen(start: datetime, happened: datetime | None, until: datetime) -> tuple[float, bool]:
    end = happened if happened is not None else until
    return max((end - start) / timedelta(days=1), 0.0), happened is not None


def _wait(seen: Seen) -> Wait:
    happened = sum(did for _, did in seen)
    if not seen or not _can_draw():
        return Wait(len(seen), happened)
    from winnow.measure.curves.kaplan_meier import kaplan_meier  # only who asks for curves needs it

    curve = kaplan_meier([days for days, _ in seen], [did for _, did in seen])
    week = curve.at(WEEK)
    return Wait(len(seen), happened, curve.quantile(0.5), (week.value, week.low, week.high) if week else None)


def _most_asked(texts: Iterable[str], most: int = 20) -> list[tuple[str, int]]:
    """Questions in the same words, whatever their capitals and marks, count as one; the first wording is shown."""
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in texts:
        key = "".join(letter for letter in text.casefold() if letter.isalnum() or letter == " ").strip()
        first.setdefault(key, text)
        counts[key] += 1
    return [(first[key], count) for key, count in counts.most_common(most)]
