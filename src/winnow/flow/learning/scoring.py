"""Odds kept up to date: who is new or changed is scored in the worker's round, all who are open by each new model."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from winnow.flow.learning.gathering import seen
from winnow.flow.learning.needed import is_here
from winnow.procedure.queries import in_force
from winnow.qualify.odds import actions, queries
from winnow.qualify.odds.actions import Scored
from winnow.qualify.odds.queries import InUse
from winnow.qualify.odds.seen import ANSWER, PROOF

if TYPE_CHECKING:
    from winnow.qualify.learn import Scorer

AT_ONCE = 1_000

log = logging.getLogger("winnow.learning")

_newest_before: dict[int, int] = {}


def score_due(now: datetime, limit: int = AT_ONCE) -> int:
    """Score who changed, or else the next of those whom this model has not met; how many were scored."""
    model = queries.in_use()
    if model is None or not is_here() or scorer_of(model.id, model.snapshot) is None:
        return 0
    prospects, until = queries.changed(model.watched_to, _settled(model), limit)
    if prospects:
        return _score(model, queries.still_open(prospects), now, {"watched_to": until})
    if model.swept_to is None:
        return 0
    following = queries.next_open(model.swept_to, limit)
    return _score(model, following, now, {"swept_to": following[-1] if following else None})


def look_after() -> None:
    """Open prospects without odds of the model in use are met again by its round."""
    model = queries.in_use()
    if model is None or model.swept_to is not None:
        return
    first = queries.first_without_odds(model.id)
    if first is not None:
        actions.went_on(model.id, swept_to=first - 1)


def _settled(model: InUse) -> int:
    """Up to which event all are written: others may be under way, with lower numbers, until the next round."""
    newest = queries.newest_event()
    if connection.vendor == "sqlite":
        return newest
    before, _newest_before[model.id] = _newest_before.get(model.id, model.watched_to), newest
    return before


def _score(model: InUse, prospects: Sequence[int], now: datetime, places: dict[str, int | None]) -> int:
    scorer = scorer_of(model.id, model.snapshot)
    rows = scored(scorer, prospects, now) if prospects and scorer else []
    with transaction.atomic():
        if queries.is_in_use(model.id):
            actions.keep_odds(rows, model.id, now=now)
        actions.went_on(model.id, **places)
    return len(rows)


def scored(scorer: "Scorer", prospects: Sequence[int], now: datetime) -> list[Scored]:
    """The odds of these prospects; a handful of statements, however many there are."""
    from winnow.qualify.odds.lessons import frame_for, plain
    from winnow.qualify.odds.steps import kept

    instants = {number: _instant(*known, now) for number, known in queries.standing_of(prospects).items()}
    columns = seen(instants, now, in_force(now)[1], _asked(scorer))
    scores = scorer.score(frame_for(scorer, columns))
    margins, hours = plain(scores.margin), plain(scores.hours)
    return [
        Scored(number, float(scores.probability[row]), margins[row], hours[row], kept(scores.explain(row)))
        for row, number in enumerate(instants)
    ]


def _instant(inquired: datetime, decided: datetime | None, now: datetime) -> datetime:
    """Who was decided about is judged by what was known then; who inquired since, or waits, by what is known now."""
    return decided if decided is not None and decided >= inquired else now


def _asked(scorer: "Scorer") -> list[str]:
    """The questions that the model knows, also if the procedure no longer asks them."""
    names = {coding.source for coding in scorer.codings}
    return sorted({name.partition(": ")[2] for name in names if name.startswith((ANSWER, PROOF))})


@lru_cache(maxsize=2)
def scorer_of(model: int, snapshot: str) -> "Scorer | None":
    """A model's data never changes, so that it is read once a process; the snapshot tells databases apart.

    None if another version of Winnow kept it in a way that this one cannot read: the next training replaces it.
    """
    from winnow.qualify.learn import Scorer

    data: dict[str, Any] = queries.data_of(model)
    try:
        return Scorer.from_dict(data)
    except (KeyError, TypeError, ValueError):
        log.warning(
            "model %s cannot be read by this version; odds stay as they are until the next training", model
        )
        return None
