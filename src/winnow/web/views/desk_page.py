"""What the desk shows of one prospect: gathered in few queries, said in sentences."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from winnow.flow.pursuits import course_of
from winnow.followup.order import why_now
from winnow.followup.windows import known_zone
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects import queries
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Prospect
from winnow.prospects.queries import History
from winnow.prospects.words import NextAction, Queue
from winnow.qualify.actions import waiting
from winnow.qualify.answers import align
from winnow.qualify.score import explain
from winnow.web.views.desk_ask import asking
from winnow.web.views.odds import odds
from winnow.web.views.prospect_moments import moments, routing

SCORED = (Kind.OPENED, Kind.REPEATED, Kind.RECYCLED, Kind.REOPENED, Kind.INQUIRED_AGAIN)
BRINGING = (*SCORED, Kind.REPLIED, Kind.SIGNALLED, Kind.TOUCHED)
NEWEST = 10  # events on the desk; all are on the prospect's page
TOP = 3  # reasons of a score named beside it


@dataclass(frozen=True, slots=True)
class Sheet:
    """One prospect as a person is about to work on it."""

    row: Prospect
    procedure: Procedure
    version: int
    user: User
    now: datetime
    history: History
    names: dict[int, str]

    @property
    def zone(self) -> str:
        """The prospect's own time zone; "" if it is not known."""
        return known_zone(self.row.person.timezone)


def sheet(row: Prospect, user: User, now: datetime, newest: int | None = NEWEST) -> Sheet:
    version, procedure = in_force(now)
    names = dict(User.objects.values_list("id", "name"))
    return Sheet(row, procedure, version, user, now, queries.history(row.id, newest), names)


def card(of: Sheet) -> dict[str, Any]:
    """What both the desk and the prospect's page show: who, why, what it cost, what happened, what to ask."""
    row, person = of.row, of.row.person
    scored = _scored(of)
    return {
        "row": row, "person": person, "now": of.now, "sheet": of, "names": of.names,
        "there": of.now.astimezone(ZoneInfo(of.zone)) if of.zone else None,
        "here": of.now.astimezone(ZoneInfo(of.user.zone)),
        "welcome": _welcome(of), "clock": _clock(row), "planned": _planned(of), "attempt": row.steps + 1,
        "band": of.procedure.band(row.score), "score_lines": scored, "top_reasons": _top(scored),
        "inquiry": of.history.inquiries[0] if of.history.inquiries else None,
        "inquiries": of.history.inquiries, "why_now": _why_now(of), "why_me": _why_me(of),
        "spent": queries.spent(of.history.inquiries, of.history.touches, of.procedure.company.currency),
        "moments": moments(of.history, of.procedure, of.names), "more": of.history.more,
        "handover": waiting([row.id]).get(row.id) if row.next_action == NextAction.ACCEPT else None,
        "wanted": _wanted(of), "ask": asking(row, of.procedure, wanted_words(of)),
        "harvesting": _harvesting(of), "odds": odds(of.row, of.procedure),
    }  # fmt: skip


def _clock(row: Prospect) -> dict[str, Any] | None:
    """The clock that runs: the response, until somebody has tried; then the next action's own instant."""
    if row.due_at is None:
        return None
    answering = row.clock_started_at and not row.responded_at
    if row.respond_by and answering and row.respond_by <= row.due_at:
        return {"due": row.respond_by, "start": row.clock_started_at, "says": "to answer this inquiry"}
    return {"due": row.due_at, "start": row.available_at, "says": "for the next action"}


def _planned(of: Sheet) -> int:
    return len(course_of(of.row, of.procedure).cadence.steps)


def _welcome(of: Sheet) -> str:
    """Whether a call is welcome there now; "" if it is, or if nobody knows."""
    if not of.zone:
        return ""
    local = of.now.astimezone(ZoneInfo(of.zone))
    calling = of.procedure.calling
    if calling.start <= f"{local:%H:%M}" < calling.end:
        return ""
    return f"It is {local:%H:%M} there; calls are welcome from {calling.start} to {calling.end}."


def _scored(of: Sheet) -> list[dict[str, Any]]:
    """The newest score's steps, for the waterfall."""
    event = next((one for one in of.history.events if one.data.get("score")), None)
    if event is None:
        rows = Event.objects.filter(prospect=of.row, kind__in=SCORED).order_by("-id")
        event = next((one for one in rows[:5] if one.data.get("score")), None)
    if event is None:
        return []
    steps = tuple((key, points) for key, points in event.data["score"]["reasons"])
    return [{"label": line.text, "points": line.points} for line in explain(steps, of.procedure.scorecard)]


def _top(lines: list[dict[str, Any]]) -> list[str]:
    ranked = sorted(lines[1:], key=lambda line: -abs(line["points"]))
    return [f"{line['label']} {line['points']:+d}" for line in ranked[:TOP]]


def _why_now(of: Sheet) -> str:
    row = of.row
    if row.due_at is None:
        return ""
    if row.queue == Queue.NEW and _answered(of):
        return "They answered by mail."
    return why_now(
        row.queue, row.next_action, row.due_at, of.now, row.steps,
        planned=_planned(of), channel=row.channel, zone=of.user.zone,
    )  # fmt: skip


def _answered(of: Sheet) -> bool:
    """Whether the newest thing that brought it here is an answer of theirs."""
    brought = next((one for one in of.history.events if one.kind in BRINGING), None)
    return brought is not None and "mail" in brought.data


def _why_me(of: Sheet) -> list[str]:
    """Why it is with its owner: the newest decision that gave it to them."""
    for event in of.history.events:
        if event.kind in (Kind.REASSIGNED, Kind.ESCALATED, Kind.HANDED_OVER, Kind.REJECTED) and event.reason:
            if event.owner_id == of.row.owner_id:
                return [event.reason]
        elif (route := event.data.get("route")) and route.get("owner") == of.row.owner_id:
            return routing(route, of.names)
    return []


def wanted_words(of: Sheet) -> str:
    """What they wrote, when they inquired, that they want to be different; "" if they did not."""
    return next((one.desired_outcome for one in of.history.inquiries if one.desired_outcome), "")


def _harvesting(of: Sheet) -> str:
    """Whether they behave as those do who gather information and never buy; it only says so."""
    often = of.procedure.screen.harvester_inquiries
    if not often or of.row.inquiries < often or of.row.conversations:
        return ""
    return f"{of.row.inquiries} inquiries and not one conversation: they may only be gathering information."


def _wanted(of: Sheet) -> list[dict[str, Any]]:
    """What they want to be different, in their words, beside the outcomes we deliver."""
    said = [one.desired_outcome for one in of.history.inquiries if one.desired_outcome]
    words = said or [one.message for one in of.history.inquiries if one.message]
    if not words:
        return []
    proofs = {one.key: one.proof for one in of.procedure.outcomes}
    return [
        {"words": said[0] if said else "", "text": fit.text, "strength": fit.strength, "how": fit.how,
         "proof": proofs.get(fit.key, "")}
        for fit in align(words[0], of.procedure.outcomes)[:2]
    ]  # fmt: skip


def hold_of(row: Prospect, now: datetime) -> dict[str, Any]:
    """Until when the prospect is kept for who works on it, and whether that ends soon."""
    until = row.claimed_until
    left = until - now if until else timedelta(0)
    return {"until": until, "soon": left <= timedelta(minutes=5), "over": left <= timedelta(0)}
