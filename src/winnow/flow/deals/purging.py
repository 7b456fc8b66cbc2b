"""The purge: a daily look warns of what is neither big nor moving; a manager keeps it, or gives it to nurture."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction

from winnow.deals import actions as deals
from winnow.deals import queries
from winnow.deals.models import Look, Purge, Purged
from winnow.deals.queries import pipeline
from winnow.deals.sieve import Scope
from winnow.deals.worth import Worth, worth
from winnow.flow import owed
from winnow.flow.deals.judging import Judgement
from winnow.flow.finish import Rest, nurture_in
from winnow.flow.owed import Owed
from winnow.flow.scene import Refused, Scene
from winnow.flow.takeback import TakeBack, take_back
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind, NotAllowed
from winnow.prospects.models import Event, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Queue, Role, State

SPENT_SINCE = timedelta(days=90)
AT_ONCE = 2_000  # warnings of one day; the longest without progress first
CHUNK = 500
EVERYTHING = Scope()
WORDS = ("stays", "fresh", "warned", "due")


@dataclass(frozen=True, slots=True)
class Review:
    """What stands in the review now, and what letting all of it go would free and cost."""

    procedure: Procedure
    open: int
    count: int
    due: dict[int, float]  # odds by prospect, the longest without progress first; so many as were asked for
    warned: int  # still within their days
    fresh: int  # neither big nor moving, and not told yet
    worth: Worth


def review(now: datetime, scope: Scope = EVERYTHING, most: int | None = None) -> Review:
    """The dry run: nothing is written."""
    procedure = in_force(now)[1]
    found = pipeline.sieved(procedure, now, scope, queries.usual(now))
    standings = pipeline.standings(found)
    counts = {word: sum(one.count for one in standings if one.standing == word) for word in WORDS}
    minutes = pipeline.minutes_in_review(found, now - SPENT_SINCE) if counts["due"] else 0
    hourly = queries.an_hour(now, procedure.company.currency)
    told = worth((one for one in standings if one.standing == "due"), minutes, hourly)
    due = pipeline.in_review(found, most) if counts["due"] else {}
    return Review(
        procedure, sum(counts.values()), counts["due"], due, counts["warned"], counts["fresh"], told
    )


# The daily look


def look_if_due(now: datetime) -> bool:
    """Once a day; whether this worker looked."""
    if not in_force(now)[1].deals.purge.on:
        return False
    today = _midnight(now)
    last = queries.looked_at()
    if last is not None and last >= today:
        return False
    with transaction.atomic():
        return look(now)


def look(now: datetime) -> bool:
    """Warn of what is neither big nor moving, relieve what is by now, tell managers what awaits them."""
    procedure = in_force(now)[1]
    found = pipeline.sieved(procedure, now, EVERYTHING)
    standings = pipeline.standings(found)
    warn, relieved = pipeline.to_warn(found, AT_ONCE), pipeline.to_relieve(found)
    everything, stays = (
        sum(one.count for one in standings if one.standing in words) for words in (WORDS, ("stays",))
    )
    if not deals.looked(
        Look(at=_midnight(now), open=everything, stays=stays, warned=len(warn), relieved=len(relieved))
    ):
        return False
    judgement = Judgement(procedure, now, found.tops)
    _relieve(relieved, judgement)
    _warn(warn, judgement)
    _tell_managers(pipeline.due_by_team(found), now)
    return True


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.date(), time(0), now.tzinfo)


def _warn(numbers: Sequence[int], judgement: Judgement) -> None:
    now = judgement.now
    at = now + timedelta(days=judgement.procedure.deals.purge.warn_days)
    owners: dict[int, int] = {}
    for chunk in _chunks(numbers):
        rows = queries.shown(chunk)
        why = {number: judgement.why(judged) for number, judged in judgement.of(rows.values()).items()}
        scene = Scene.of(chunk, now=now)
        said = f"Unless that changes, a manager decides about it from {at:%-d %b %Y} on."
        changes = [
            Change(number, Kind.DOUBTED, now, said, data={"why": why[number], "review_at": at.isoformat()})
            for number in chunk
        ]
        scene.apply(changes, scene.actor(None, "worker"))
        deals.doubt(why, now, at)
        owners |= {number: row.prospect.owner_id or 0 for number, row in rows.items()}
    single = {owner: number for number, owner in owners.items()}
    owed.owe(
        [
            Owed(f"doubted:{now:%Y%m%d}:{owner}", owner, single[owner] if count == 1 else None, "doubted",
                 f"{_many(count)} neither big nor moving. Review from {at:%-d %b} on.")
            for owner, count in Counter(owners.values()).items()
        ],
        now=now,
    )  # fmt: skip


def _many(count: int) -> str:
    return "One of your opportunities is" if count == 1 else f"{count} of your opportunities are"


def _relieve(numbers: Sequence[int], judgement: Judgement) -> None:
    for chunk in _chunks(numbers):
        scene = Scene.of(chunk, now=judgement.now)
        found = judgement.of(queries.shown(chunk).values())
        changes = [
            Change(number, Kind.DOUBTED, judgement.now, f"{'. '.join(judgement.why(judged))}.")
            for number, judged in found.items()
        ]
        scene.apply(changes, scene.actor(None, "worker"))
        deals.relieve(chunk)


def _tell_managers(due: Mapping[int, int], now: datetime) -> None:
    """Who may see something in the review, once a day."""
    managers = User.objects.filter(is_active=True, role=Role.MANAGER).values_list("id", "team_id")
    nobodys = due.get(0, 0)  # of no team: every manager's
    told = [
        (number, sum(due.values()) if team is None else due.get(team, 0) + nobodys)
        for number, team in managers
    ]
    owed.owe(
        [
            Owed(f"purge_review:{now:%Y%m%d}:{number}", number, None, "purge_review",
                 f"{count} neither big nor moving: keep each with a reason, or let it go.")
            for number, count in told if count
        ],
        now=now,
    )  # fmt: skip


def _chunks(numbers: Sequence[int]) -> list[list[int]]:
    return [list(numbers[start : start + CHUNK]) for start in range(0, len(numbers), CHUNK)]


# What a manager decides


def keep(prospect: int, *, by: int, reason: str, until: datetime, now: datetime) -> Prospect:
    """In the pipeline all the same, until a day, with a reason; so often as the procedure allows."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([prospect], now=now)
        rule, deal = scene.procedure.deals.purge, queries.rows([prospect]).get(prospect)
        if scene.users[by].role not in (Role.MANAGER, Role.ADMIN):
            raise Refused("Only a manager keeps one that is neither big nor moving.")
        if deal is None or deal.review_at is None or scene.row(prospect).state != State.WORKING:
            raise Refused("This is not in doubt.")
        if not reason.strip():
            raise Refused("Say why it is kept.")
        if deal.keeps >= rule.keeps:
            raise Refused(
                f"It was kept {deal.keeps} times, which is all the procedure allows. Bring it to a yes or no."
            )
        if not now < until <= now + timedelta(days=rule.keep_days):
            raise Refused(f"It can be kept for at most {rule.keep_days} days.")
        deals.keep(prospect, until, reason.strip()[:300])
        data = {"until": f"{until:%-d %b %Y}"}
        change = Change(prospect, Kind.KEPT, now, reason.strip(), actor=scene.actor(by), data=data)
        return scene.apply([change], scene.actor(by))[prospect]


@dataclass(frozen=True, slots=True)
class Done:
    """A purge, and what it left because somebody was promised something for now."""

    purge: Purge
    left: list[int]


def purge(prospects: Collection[int], *, by: int | None, reason: str, now: datetime) -> Done:
    """Give these to nurture; only what stands in the review. What was promised comes back at its instant."""
    if not reason.strip():
        raise Refused("Say why.")
    with transaction.atomic(savepoint=False):
        wanted = set(prospects)
        scene = Scene.of(wanted, now=now)
        found = review(now, Scope(only=tuple(wanted)))
        if found.count < len(wanted):
            raise Refused(
                f"{len(wanted) - found.count} of these stand no longer in the review: something has changed. "
                "Look at the list again."
            )
        judgement = Judgement.at(now)
        judged = judgement.of(queries.shown(found.due).values())
        why = {number: judgement.why(judged[number]) for number in found.due}
        rests, left = _rests(scene, why, by)
        if not rests:
            raise Refused("Each of these was promised something that is due. Keep the promises first.")
        told = found.worth if not left else _worth_without(wanted, left, now)
        for start in range(0, len(rests), CHUNK):
            nurture_in(scene, rests[start : start + CHUNK], "user" if by else "door")
        return Done(
            _recorded(told, {one.prospect: why[one.prospect] for one in rests}, by, reason, now), left
        )


def _worth_without(wanted: set[int], left: Sequence[int], now: datetime) -> Worth:
    return review(now, Scope(only=tuple(wanted - set(left)))).worth


def _rests(scene: Scene, why: Mapping[int, list[str]], by: int | None) -> tuple[list[Rest], list[int]]:
    rests, left = [], []
    usually = scene.now + timedelta(days=scene.procedure.deals.purge.revisit_days)
    for number, reasons in why.items():
        row = scene.row(number)
        promised = row.queue == Queue.PROMISED and row.due_at is not None
        if promised and row.due_at and row.due_at <= scene.now:
            left.append(row.id)
            continue
        back = row.due_at if promised and row.due_at else usually
        note = f"Promised: {row.next_note}" if promised else ""
        data: dict[str, object] = {"purge": True, "why": reasons}
        rests.append(
            Rest(row.id, scene.now, by, "Purged: neither big nor moving.", back, note, data, promised)
        )
    return rests, left


def _recorded(told: Worth, why: Mapping[int, list[str]], by: int | None, reason: str, now: datetime) -> Purge:
    events = Event.objects.filter(prospect_id__in=list(why), kind=Kind.NURTURED, at=now).order_by("id")
    event_of = dict(events.values_list("prospect_id", "id"))
    rows = [Purged(opportunity_id=number, event=event_of[number], why=said) for number, said in why.items()]
    made = Purge(at=now, by_id=by, reason=reason.strip()[:300], count=len(rows), told=asdict(told))
    return deals.record_purge(made, rows)


def undo(number: int, *, by: int, now: datetime) -> tuple[int, list[str]]:
    """Bring back what a purge took: how many came, and why the others did not. Within the procedure's days."""
    with transaction.atomic():
        found = Purge.objects.select_for_update(of=("self",)).filter(pk=number).first()
        days = in_force(now)[1].deals.purge.undo_days
        if found is None or found.undone_at is not None:
            raise Refused("There is no such purge, or it was undone already.")
        if now > found.at + timedelta(days=days):
            raise Refused(f"A purge can be undone for {days} days. Take up single prospects instead.")
        rows = list(Purged.objects.filter(purge=found, undone_at=None).order_by("id"))
        problems = [problem for row in rows if (problem := _brought_back(row, by, now))]
        if len(problems) < len(rows) or not rows:
            deals.purge_undone(number, now)
        return len(rows) - len(problems), problems


def _brought_back(row: Purged, by: int, now: datetime) -> str:
    """Why it could not be; empty if it was."""
    wrong: dict[str, Any] = {"prospect": row.opportunity_id, "event": row.event, "at": now, "by": by}
    try:
        with transaction.atomic():
            take_back(TakeBack(**wrong, reason="The purge was undone"), now=now)
    except (Refused, NotAllowed) as refusal:
        return f"Prospect {row.opportunity_id}: {refusal}"
    return ""
