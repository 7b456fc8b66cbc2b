"""One replay, from the rows of history to what would change."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import median
from typing import Any, cast

from winnow.flow import at_work, profit
from winnow.flow.replaying.cutting import cut_again, told
from winnow.flow.replaying.deciding import decide
from winnow.flow.replaying.expecting import expected, response_curve
from winnow.flow.replaying.gathering import Beat
from winnow.flow.replaying.purging import Gone, purged
from winnow.flow.replaying.pursuing import (
    Pursued,
    Under,
    as_it_was,
    as_it_would_be,
    pursuits,
    reach_curve,
)
from winnow.flow.replaying.recorded import Asked, Decided, History
from winnow.flow.replaying.routing import route
from winnow.followup.queries import calendar
from winnow.followup.worktime import Calendar
from winnow.procedure.diff import diff
from winnow.procedure.models import Version
from winnow.procedure.parse import parse
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.route.assign.known import Known
from winnow.route.rules import Candidate

DECIDED_AGAIN = (
    "Screening of every inquiry, of those held back too", "Who gets each, day by day, on desks that fill and empty",
    "By when each must be tried first, in working time", "How many attempts the cadence makes before nurture",
    "Whom the cut sets aside: by rank in each batch, and by whom the text spares",
    "What the purge lets go of, looked at once a week",
)  # fmt: skip
FROM_HISTORY = (
    "The inquiries, and the persons and companies they were found to be of",
    "What people answered, and when they were reached",
    "How long each touch took", "Orders with their amounts and margins", "When each left the first desk",
    "Who worked here, their teams, skills and absences, as they are entered now",
)  # fmt: skip
MODELLED = (
    "Waiting: everybody waits as long as they did, in working time, longer or shorter with the work that lies on that "
    "desk in that week, between a quarter and four times",
    "More attempts: each reaches the share that it reached of those whom none before had; an attempt counts once 20 of "
    "its number are known",
    "Orders: the share that ordered of those who waited as long for their first attempt, drawn towards the share of "
    "all as if by 20 inquiries",
)
FROM_TABLES_AGAIN = DECIDED_AGAIN[2:4]  # what can be decided again where only canonical tables are known
FROM_TABLES = (
    "The inquiries with whose desk they came to: tables do not say enough to screen and route them again",
    "When people were reached, where a table says so", *FROM_HISTORY[2:5],
    "People and their teams, as their table has them",
)  # fmt: skip
UNKNOWN = (
    "What a machine did before an inquiry that passed (the hidden field, the seconds, the seal) is not kept: "
    "a stricter rule on these finds too few.",
    "Who was held back and would come in was never worked: nobody knows what they would have bought.",
    "Whom the cut of history set aside and another would leave on a desk was hardly worked: neither what they would "
    "have bought nor the hours for it are counted.",
    "That who was answered sooner bought more often does not prove that sooner answers sell: the curve may flatter.",
    "Whoever is given up or purged may come back from nurture: what they ordered counts as lost, which is too much.",
)  # fmt: skip
UNKNOWN_FROM_TABLES = (
    "What people wrote, what they answered and when they meant to decide is in no table: screening, routing, cut and "
    "purge stand as they were.",
    "“As it was” is this history under the procedure now in force here; the one of that time is not known.",
    UNKNOWN[3],
)


@dataclass(slots=True)
class _Replay:
    """What one replay decides with."""

    history: History
    new: Procedure
    versions: Mapping[int, Procedure]
    fallback: Procedure

    def old(self, one: Asked) -> Procedure:
        return self.versions.get(one.version, self.fallback)


def replay(history: History, new: Procedure, beat: Beat, share: float | None = None) -> dict[str, Any]:
    """What would have been different under `new`: the figures as `winnow procedure replay --json` prints them.

    `share`: of each batch that a cut sets aside, if another than in history.
    """
    versions = {one.number: parse(one.text) for one in Version.objects.all()}
    first, last = (in_force(at if history.texts else None)[1] for at in (history.since, history.until))
    this = _Replay(history, new, versions, first)
    recorded = [one.owner for one in history.asked]
    before = decide(history.asked, history, this.old, recorded, _calendar)
    beat(0.6)
    owners = _owners(this, before, recorded)
    beat(0.75)
    decided = decide(history.asked, history, lambda _one: new, owners, _calendar)
    some = pursuits(history, before, [this.old(one) for one in history.asked], _calendar)
    beat(0.85)
    cut = cut_again(history.placed, new.cut, share)
    reach, response = reach_curve(some), response_curve(some, history)
    was = as_it_was(some, before, history.until)
    now = as_it_would_be(some, history, before, Under(new, decided, cut.newly), _calendar, reach)
    old_gone, gone = _gone(history, last), _gone(history, new)
    off = {history.asked[one.place].prospect for one in some if decided[one.place].held} | cut.newly
    off |= {history.asked[place].prospect for place in now.sooner}
    would = expected(
        history,
        some,
        now,
        off,
        {number: one for number, one in gone.items() if number not in old_gone},
        response,
    )
    beat(1.0)
    return {
        "since": history.since.isoformat(), "until": history.until.isoformat(),
        "changes": [one.sentence for one in diff(last, new)],
        "inquiries": len(history.asked), "pursued": len(some),
        "same_as_recorded": _same(history, before),
        "screening": _screening(before, decided),
        "clocks": {"before": _clocks(was), "after": _clocks(now)},
        "routing": {"elsewhere": sum(a != b for a, b in zip(recorded, owners, strict=True) if a)},
        "load": _load(history, was, now),
        "cadence": {"attempts_before": was.attempts, "attempts_after": round(now.attempts, 1),
                    "given_up_sooner": len(now.sooner), "reached_by_more": round(sum(now.longer.values()), 1)},
        "cut": told(cut, history.placed, history.orders),
        "purge": {"before": _told(old_gone), "after": _told(gone)},
        "expected": asdict(would), "currency": history.currency,
        "curves": {"response": [asdict(one) for one in response],
                   "reach": [{"attempt": n, "made": made, "reached": got} for n, (made, got) in enumerate(reach, 1)]},
        **_said(history.texts),
    }  # fmt: skip


def _said(texts: bool) -> dict[str, Sequence[str]]:
    """What was decided again, what was taken, what is modelled, what cannot be known."""
    again, taken, unknown = (
        (DECIDED_AGAIN, FROM_HISTORY, UNKNOWN)
        if texts
        else (FROM_TABLES_AGAIN, FROM_TABLES, UNKNOWN_FROM_TABLES)
    )
    return {"decided_again": again, "from_history": taken, "modelled": MODELLED, "not_known": unknown}


def _calendar(procedure: Procedure, team: str, one: Asked) -> Calendar:
    return calendar(procedure, team, one.at)


def _owners(this: _Replay, before: Sequence[Decided], recorded: Sequence[int]) -> list[int]:
    """Those of history; where routing, hours or screening differ, whoever a replay of both sends elsewhere."""
    new, asked = this.new, this.history.asked
    used = [this.old(one) for one in asked]
    alike = {id(one) for one in used if (one.routing, one.screen) == (new.routing, new.screen)}
    if all(id(one) in alike for one in used) or not this.history.texts:
        return list(recorded)
    passes = [not one.held for one in before]
    known = _Known(this.history.until)
    old = route(asked, passes, this.old, _everybody(), known)
    fresh = route(asked, passes, lambda _one: new, _everybody(), known)
    return [
        fresh[place] if place in fresh and fresh[place] != old.get(place) else owner
        for place, owner in enumerate(recorded)
    ]


def _everybody() -> Callable[[Procedure, datetime], Sequence[Candidate]]:
    """People on each day; asked once a day."""
    days: dict[tuple[int, Any], Sequence[Candidate]] = {}

    def found(procedure: Procedure, at: datetime) -> Sequence[Candidate]:
        key = (id(procedure), at.date())
        if key not in days:
            days[key] = at_work.everybody(procedure, at)[0]
        return days[key]

    return found


class _Known:
    """What is known of people for routing by profit: read once."""

    def __init__(self, until: datetime) -> None:
        self.until, self.known = until, cast(Known | None, None)

    def __call__(self, procedure: Procedure) -> Known | None:
        if procedure.routing.method != "most_profit":
            return None
        self.known = self.known or profit.known(self.until, seed=1)
        return self.known


def _gone(history: History, procedure: Procedure) -> dict[int, Gone]:
    return {one.prospect: one for one in purged(history, procedure.deals.purge)}


def _same(history: History, before: Sequence[Decided]) -> dict[str, Any]:
    """Whether the procedures that were in force decide again what is recorded."""
    screened = Counter(one.held == decided.held for one, decided in zip(history.asked, before, strict=True))
    known = [(one.due, decided.due) for one, decided in zip(history.asked, before, strict=True) if one.due]
    clocks = Counter(due == again for due, again in known)
    return {
        "screening": {"same": screened[True], "different": screened[False]},
        "clocks": {"same": clocks[True], "different": clocks[False]},
    }


def _screening(before: Sequence[Decided], after: Sequence[Decided]) -> dict[str, Any]:
    newly = Counter(new.why for old, new in zip(before, after, strict=True) if new.held and not old.held)
    freed = sum(old.held and not new.held for old, new in zip(before, after, strict=True))
    return {
        "held_before": sum(one.held for one in before), "held_after": sum(one.held for one in after),
        "newly_held": dict(newly.most_common()), "would_come_in": freed,
    }  # fmt: skip


def _clocks(found: Pursued) -> dict[str, Any]:
    return {
        "due": found.due, "missed": found.missed, "share_missed": found.missed / found.due if found.due else 0.0,
        "median_minutes": round(median(found.waits), 1) if found.waits else None,
    }  # fmt: skip


def _load(history: History, was: Pursued, now: Pursued) -> list[dict[str, Any]]:
    people = sorted(was.prospects.keys() | now.prospects.keys())
    return [
        {
            "person": number, "prospects_before": was.prospects[number], "prospects_after": now.prospects[number],
            "hours_before": round(was.minutes[number] / 60, 1), "hours_after": round(now.minutes[number] / 60, 1),
        }
        for number in people if number in history.names
    ]  # fmt: skip


def _told(gone: Mapping[int, Gone]) -> dict[str, Any]:
    return {
        "prospects": len(gone), "ordered_later": sum(one.orders for one in gone.values()),
        "margin_later": round(sum(one.margin for one in gone.values()), 2),
        "hours_later": round(sum(one.minutes for one in gone.values()) / 60, 1),
        "who": sorted(gone), "gone": [_one_gone(gone[number]) for number in _most_missed(gone)],
    }  # fmt: skip


def _most_missed(gone: Mapping[int, Gone]) -> list[int]:
    """Who ordered most later first, then by when they would have gone."""
    return sorted(
        gone, key=lambda number: (-gone[number].margin, -gone[number].orders, gone[number].at, number)
    )


def _one_gone(one: Gone) -> dict[str, Any]:
    return {
        "prospect": one.prospect, "at": one.at.isoformat(), "orders": one.orders, "margin": round(one.margin, 2),
        "hours": round(one.minutes / 60, 1),
    }  # fmt: skip
