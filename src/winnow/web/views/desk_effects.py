"""What each disposition would set next, said before it is chosen."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from winnow.flow.pursuits import course_of, current, promised_before, ways_of
from winnow.followup import queries as calendars
from winnow.followup.after import After, Closing, ToNurture, ToOwner, after
from winnow.followup.course import Tried
from winnow.followup.plan import Plan
from winnow.followup.queries import tried
from winnow.procedure.schema import Disposition
from winnow.prospects.lifecycle import Kind
from winnow.prospects.words import NextAction, Queue, TouchKind
from winnow.web.templatetags.vocabulary import look
from winnow.web.views.desk_page import Sheet

ACTIONS = {
    NextAction.CALL: "Call", NextAction.CALL_BACK: "Call back", NextAction.EMAIL: "E-mail",
    NextAction.MESSAGE: "Message", NextAction.LETTER: "Letter", NextAction.SOCIAL: "Social network",
    NextAction.MEETING: "Meeting",
    NextAction.QUALIFY: "Put the questions, give a verdict", NextAction.ACCEPT: "Accept or reject",
    NextAction.CLOSE_DEAL: "Bring it to a yes or no", NextAction.CARE: "Customer's next step",
    NextAction.REVISIT: "Look again", NextAction.REVIEW: "A manager decides",
}  # fmt: skip


def dispositions(of: Sheet) -> list[dict[str, Any]]:
    """Each disposition with its key and its effect in a few words."""
    known: dict[Any, str] = {}
    for rule in of.procedure.dispositions:
        same = (rule.then, rule.outcome, rule.attempt, rule.wrong)
        if same not in known:
            known[same] = effect(rule, of)
    return [
        {"key": rule.on_key, "value": rule.key, "label": rule.text,
         "effect": known[(rule.then, rule.outcome, rule.attempt, rule.wrong)]}
        for rule in of.procedure.dispositions
    ]  # fmt: skip


def effect(rule: Disposition, of: Sheet) -> str:
    """What it sets next, in a few words."""
    if rule.then == "call_back":
        return "Call back at the time they name"
    plan = planned(rule, of)
    match plan:
        case Closing():
            return f"Ends: {look(plan.outcome).label.lower()}"
        case ToNurture():
            return f"Nurture, looked at again {_day(plan.plan.due_at, of)}"
        case ToOwner():
            return "For whoever looks after them"
        case Plan():
            return said(plan, of)
    return ""


def planned(rule: Disposition, of: Sheet, when: datetime | None = None) -> After | None:
    """What the procedure sets after it; None as long as an instant is missing."""
    row = of.row
    team = of.row.owner.team.name if of.row.owner and of.row.owner.team else ""
    calendar = calendars.calendar(of.procedure, team, of.now)
    try:
        return after(
            rule, of.procedure, course_of(row, of.procedure, _tried(of)), at=of.now, calendar=calendar,
            prospect_tz=of.row.person.timezone, when=when, current=current(row), ways=ways_of(of.row.person),
            kind=TouchKind(row.next_action) if row.next_action in set(TouchKind) else TouchKind.CALL,
        )  # fmt: skip
    except ValueError:
        return None


def _tried(of: Sheet) -> Tried:
    """When they were tried since they inquired last, as far as the page knows."""
    since = of.row.last_inquiry_at
    known = tried(
        sorted((one for one in of.history.touches if one.at >= since), key=lambda one: (one.at, one.pk))
    )
    back = next((one for one in of.history.events if one.kind == Kind.RECYCLED), None)
    if back is None or not of.row.run or of.row.queue == Queue.PROMISED:
        return known
    return replace(known, promised=promised_before(of.row, back))


def said(plan: Plan, of: Sheet) -> str:
    """A plan in a few words, in the reader's own time: "Call tomorrow from 11:00"."""
    starts = max(plan.available_at, of.now)
    local, due = starts.astimezone(ZoneInfo(of.user.zone)), plan.due_at.astimezone(ZoneInfo(of.user.zone))
    action = ACTIONS[NextAction(plan.next_action)]
    if starts <= of.now:
        return f"{action}, by {_day(plan.due_at, of)} {due:%H:%M}"
    return f"{action} {_day(starts, of)} from {local:%H:%M}"


def _day(at: datetime, of: Sheet) -> str:
    zone = ZoneInfo(of.user.zone)
    local, today = at.astimezone(zone).date(), of.now.astimezone(zone).date()
    away = (local - today).days
    if away in (0, 1):
        return ("today", "tomorrow")[away]
    if 1 < away < 7:
        return f"{local:%A}"
    return f"{local:%a} {local.day} {local:%b}" + (f" {local.year}" if local.year != today.year else "")
