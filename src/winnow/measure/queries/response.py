"""How long inquiries wait for a human being: the newest clock of each prospect, those still waiting included."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from winnow.measure.queries.scope import Scope, count_by
from winnow.measure.shares import Share
from winnow.measure.waiting import Waits
from winnow.prospects.models import Prospect

LOOKED_AT = 10_000  # waits of more clocks than this are estimated from a part of them
MET = Q(responded_at__lte=F("respond_by"))


class Seconds(Func):
    """An instant as whole seconds, counted by the database."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **given: Any) -> Any:
        return self.as_sql(compiler, connection, template="unixepoch(%(expressions)s)")

    def as_postgresql(self, compiler: Any, connection: Any, **given: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
        )


@dataclass(frozen=True)
class Responses:
    """Waits until the first human attempt, and how many of the clocks that ran out or were met were met.

    Of very many clocks the waits are those of every `one_in`-th; `clocks` counts all.
    """

    waits: Waits = field(default_factory=lambda: Waits.of(()))
    in_time: Share = field(default_factory=lambda: Share(0, 0))
    clocks: int = 0
    waiting: int = 0  # not answered yet
    one_in: int = 1

    def __add__(self, other: "Responses") -> "Responses":
        return Responses(
            self.waits + other.waits,
            self.in_time + other.in_time,
            self.clocks + other.clocks,
            self.waiting + other.waiting,
            max(self.one_in, other.one_in),
        )


def missed(now: datetime) -> Q:
    """Answered after the clock ran out, or not answered though it has."""
    return Q(respond_by__lt=Coalesce("responded_at", "closed_at", Value(now)))


def responses(scope: Scope, now: datetime) -> dict[int, Responses]:
    """Of the clocks that started in the period, by the prospect's owner. Two statements."""
    started = scope.prospects().filter(scope.during("clock_started_at"), clock_started_at__isnull=False)
    counted = count_by(
        started, "owner_id", all=Q(), met=MET, missed=missed(now), waiting=Q(responded_at=None)
    )
    one_in = max(1, ceil(sum(row[1] for row in counted) / LOOKED_AT))
    waits = _waits(started.annotate(turn=F("id") % one_in).filter(turn=0) if one_in > 1 else started, now)
    return {
        owner: Responses(Waits.of(waits[owner]), Share(met, met + late), clocks, waiting, one_in)
        for owner, clocks, met, late, waiting in counted
    }


def _waits(started: QuerySet[Prospect], now: datetime) -> dict[int, list[tuple[int, bool, int]]]:
    """(minutes, answered or still waiting, how many) of each owner."""
    until = Coalesce("responded_at", "closed_at", Value(now))
    rows = started.annotate(
        minutes=(Seconds(until) - Seconds("clock_started_at")) / 60,
        answered=Case(When(responded_at=None, then=0), default=1, output_field=IntegerField()),
    )
    found: dict[int, list[tuple[int, bool, int]]] = defaultdict(list)
    for owner, minutes, answered, count in count_by(rows, "owner_id", "minutes", "answered", all=Q()):
        found[owner].append((minutes, bool(answered), count))
    return found
