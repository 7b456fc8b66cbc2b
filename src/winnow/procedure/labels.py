"""Names and values of the procedure's fields as a person would say them. Pure."""

from collections.abc import Mapping
from typing import Any

from winnow.procedure.places import Path
from winnow.procedure.prose.words import listed, minutes

_CHANNELS = {
    "web": "Web inquiries",
    "phone": "Phone inquiries",
    "email": "E-mail inquiries",
    "direct_mail": "Direct-mail inquiries",
    "trade_show": "Trade-show inquiries",
    "referral": "Referrals",
    "partner": "Partners' inquiries",
    "paid_ad": "Paid-ad inquiries",
    "list": "Contacts from lists",
    "default": "All other inquiries",
}

_ROWS = {  # the list that a row stands in, and what one row of it is called
    "questions": "Question",
    "choices": "answer",
    "dispositions": "Result",
    "outcomes": "Outcome we deliver",
    "factors": "Score line",
    "bands": "Score band",
    "rules": "Routing rule",
    "spam_phrases": "Spam phrase",
    "reasons": "reason",
    "disqualify_reasons": "Reason to disqualify",
    "nurture_reasons": "Reason to nurture",
    "reject_reasons": "Reason to give a lead back",
    "templates": "Template",
    "intake": "Intake address",
    "tracks": "Track",
    "steps": "mail",
    "links": "Link",
}

_SECTIONS = {
    "company": "Company",
    "screen": "Screening",
    "qualification": "Qualification",
    "scorecard": "Score",
    "routing": "Routing",
    "escalation": "When late",
    "repeat": "When somebody asks again",
    "nurture": "Nurture",
    "did_you_buy": "Did you buy?",
    "interest": "interest",
    "calling": "Calling hours",
    "importing": "Imports",
    "learning": "Learning",
    "cut": "The cut",
    "mail": "Mail",
    "deals": "Opportunities",
    "customers": "Customers",
    "keeping": "What is kept",
    "prospecting": "Time for prospecting",
    "offers": "Offers",
    "hours": "Hours",
    "clocks": "Clocks",
    "cadences": "Cadences",
    "closing": "Closing",
    "snooze": "Snooze",
    "week": "week",
    "grade_weight": "weight of evidence",
}

_FIELDS = {
    "respond_within": "answer within",
    "first_action": "first by",
    "on_key": "key",
    "handover_within": "accept a handover within",
    "verdict_within": "give a verdict within",
    "other_outcome_reason": "reason if they want another outcome",
    "bought_within_days": "judge an answer after",
    "warn_after": "warn the owner after",
    "reassign_after": "reassign after",
    "manager_after": "tell the manager after",
    "claim_minutes": "keep a prospect on a screen for",
    "revisit_days": "look again after",
    "ask_competitor": "ask who won",
    "wrong": "does not reach them",
    "holidays": "own days off",
    "holidays_of": "public holidays of",
    "qualified_at": "a lead from",
}

_WORKING = (
    "respond_within",
    "handover_within",
    "verdict_within",
    "warn_after",
    "reassign_after",
    "manager_after",
)
_BY_THE_CLOCK = ("claim_minutes", "default_minutes")


def label(path: Path) -> str:
    """What the field at a path is called: "answer within"."""
    return _FIELDS.get(str(path[-1]), str(path[-1]).replace("_", " "))


def subject(path: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What a table is about: "Web inquiries", "Question “When?”, answer “Now”"."""
    named = [_name(path[: end + 1], before, after) for end in range(len(path))]
    told = [name for name in named if name]
    told = (
        told[1:] if len(told) > 1 and path[0] in _SECTIONS else told
    )  # the part tells more than its section
    text = ", ".join(told) or "Procedure"
    return text[:1].upper() + text[1:]


def _name(path: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    last, outer = str(path[-1]), str(path[-2]) if len(path) > 1 else ""
    if outer in _ROWS:
        row = _at(after, path) or _at(before, path)
        text = row.get("text", last) if isinstance(row, Mapping) else last
        return f"{_ROWS[outer]} “{text}”"
    if outer == "clocks":
        return _CHANNELS.get(last, last)
    if outer == "cadences":
        name = _CHANNELS.get(last, last)
        return f"Attempts for {name[:1].lower()}{name[1:]}"
    if outer == "hours":
        return "Default hours" if last == "default" else f"Hours of “{last}”"
    if outer == "closing":
        return f"Closing as {last.replace('_', ' ')}"
    return _section(path)


def _section(path: Path) -> str:
    """The section's own name, unless a more telling one of its parts follows."""
    last = str(path[-1])
    return "" if len(path) == 1 and last in _ROWS else _SECTIONS.get(last, "" if last in _ROWS else last)


def _at(root: Mapping[str, Any], path: Path) -> Any:
    value: Any = root
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def value_in_words(path: Path, value: Any, around: Mapping[str, Any]) -> str:
    """A value with its unit; `around` is the table it stands in."""
    field = str(path[-1]) if path else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value in ("", [], {}):
        return "nothing"
    if field == "steps":
        return ", ".join(map(_step, value.values() if isinstance(value, Mapping) else value))
    if isinstance(value, int) and field in _WORKING:
        always = around.get("around_the_clock") or around.get("working_time") is False
        return minutes(value, "" if always else "working ")
    if isinstance(value, int) and field in _BY_THE_CLOCK:
        return minutes(value, "")
    if isinstance(value, int) and field.endswith("_days"):
        return f"{value} day{'' if value == 1 else 's'}"
    return _compound(value)


def _step(step: Mapping[str, Any]) -> str:
    return _attempt(step) if "after_days" in step else _mail_of_track(step)


def _mail_of_track(step: Mapping[str, Any]) -> str:
    day, points = step.get("on_day"), step.get("at_interest")
    when = f"day {day}" if day is not None else f"from {points} points of interest on"
    return f"“{step['text']}” ({when})"


def _attempt(step: Mapping[str, Any]) -> str:
    days = step["after_days"]
    later = f" {days} day{'' if days == 1 else 's'} later" if days else ""
    part = "" if step["part_of_day"] == "any" else f" ({step['part_of_day']})"
    mail = f" “{step['template']}”" if step.get("template") else ""
    return f"{step['kind']}{mail}{later}{part}{', by itself' if step.get('automatic') else ''}"


def _compound(value: Any) -> str:
    if isinstance(value, list):
        return listed(_compound(one) for one in value)
    if isinstance(value, Mapping):
        told = {name: inner for name, inner in value.items() if name not in ("key", "text")}
        parts = [
            f"{label((name,))} {value_in_words((name,), inner, value)}"
            for name, inner in told.items()
            if inner not in ("", None, [], {})
        ]
        return "(" + ", ".join(parts) + ")" if parts else "nothing else"
    return str(value)
