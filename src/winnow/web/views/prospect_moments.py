"""Events as people read them: who, when, what and why, each kind shown by a small template of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from winnow.correspondence.queries import letters_at
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Inquiry, Touch
from winnow.prospects.queries import History
from winnow.prospects.words import TouchKind
from winnow.qualify.score import explain
from winnow.route.said import explain as explain_route
from winnow.route.values import Alternative, Candidate, Routed
from winnow.web.templatetags.vocabulary import look

SHOWN = frozenset(kind.value for kind in Kind)
MACHINES = {
    "worker": "Winnow, by itself",
    "door": "from outside",
    "import": "an import",
    "simulator": "the demo",
}
FIELDS = {
    "company_id": "company", "mail_kind": "kind of address", "timezone": "time zone", "at": "ordered on",
    "po_number": "number",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline. `why` are sentences; `facts` what the kind's own template shows besides."""

    id: int
    kind: str
    at: datetime
    who: str
    said: str
    version: int | None
    why: tuple[str, ...] = ()
    owner: str = ""
    outcome: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    touch: Touch | None = None
    inquiries: tuple[Inquiry, ...] = ()
    undo: bool = False

    @property
    def template(self) -> str:
        return f"prospects/events/{self.kind if self.kind in SHOWN else 'other'}.html"

    def undoable(self) -> "Moment":
        return replace(self, undo=True)


def moments(history: History, procedure: Procedure, names: Mapping[int, str]) -> list[Moment]:
    """The events of a history, newest first, with the touches and inquiries that belong to each."""
    touches = {(touch.prospect_id, touch.at): touch for touch in history.touches}
    inquiries = {inquiry.id: inquiry for inquiry in history.inquiries}
    found = [_moment(event, touches, inquiries, procedure, names) for event in history.events]
    return _with_letters(found, history)


def _with_letters(found: list[Moment], history: History) -> list[Moment]:
    """A mail that a person wrote belongs to the touch that was logged with it, at the same instant."""
    written = {touch.at: touch.prospect_id for touch in history.touches if touch.kind == TouchKind.EMAIL}
    if not written:
        return found
    letters = letters_at(set(written.values()), set(written))
    return [
        replace(one, facts={**one.facts, "mail": letters[one.at]})
        if one.kind == Kind.TOUCHED and one.at in letters and "mail" not in one.facts
        else one
        for one in found
    ]


def _moment(
    event: Event, touches: Mapping[Any, Touch], inquiries: Mapping[int, Inquiry], procedure: Procedure,
    names: Mapping[int, str],
) -> Moment:  # fmt: skip
    data = event.data
    mine = tuple(inquiries[number] for number in data.get("inquiries", ()) if number in inquiries)
    return Moment(
        id=event.id, kind=event.kind, at=event.at, who=_who(event, names), said=event.reason,
        version=event.version, why=tuple(_why(data, procedure, names)), owner=names.get(event.owner_id or 0, ""),
        outcome=look(event.outcome).label if event.outcome else "", facts=_facts(event, procedure, names),
        touch=touches.get((event.prospect_id, event.at)) if event.kind == Kind.TOUCHED else None, inquiries=mine,
    )  # fmt: skip


def _who(event: Event, names: Mapping[int, str]) -> str:
    return names.get(event.actor_id or 0, "") or MACHINES.get(event.by, event.by)


def _why(data: Mapping[str, Any], procedure: Procedure, names: Mapping[int, str]) -> Iterable[str]:
    if route := data.get("route"):
        yield from routing(route, names)
    if score := data.get("score"):
        yield f"Score {score['points']}: {', '.join(waterfall_words(score['reasons'], procedure))}."
    if matched := data.get("matched_by"):
        yield f"Recognised by {' and '.join(KEYS.get(one, one) for one in matched)}."
    if data.get("flags"):
        yield f"Marked: {', '.join(str(one).replace('_', ' ') for one in data['flags'])}."


KEYS = {
    "e": "the e-mail address",
    "p": "the phone number",
    "n": "name and company",
    "x": "the sender's own number",
}


def routing(route: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    """Why this person, in sentences."""
    skipped = tuple((person, code) for person, code in route.get("skipped", ()))
    others = tuple(Alternative(*one) for one in route.get("alternatives", ()))
    routed = Routed(
        route["owner"], route["reason"], route.get("rule", ""), skipped, route.get("fallback", ""),
        route.get("brings", 0.0), others, route.get("explored", 0.0),
    )  # fmt: skip
    return explain_route(routed, [Candidate(number, name, "") for number, name in names.items()])


def waterfall_words(reasons: Sequence[Sequence[Any]], procedure: Procedure) -> list[str]:
    lines = explain(tuple((key, points) for key, points in reasons), procedure.scorecard)
    return [f"{line.text} {line.points:+d}" for line in lines]


def _facts(event: Event, procedure: Procedure, names: Mapping[int, str]) -> dict[str, Any]:
    """What the templates of single kinds say besides: dispositions, answers, edits, money, names in words."""
    facts = dict(event.data)
    if event.kind == Kind.TOUCHED:
        rule = procedure.disposition(facts.get("disposition", ""))
        facts["result"] = rule.text if rule else str(facts.get("disposition", "")).replace("_", " ")
        facts["reached"] = bool(rule and rule.reached)
    if event.kind == Kind.ANSWERED:
        facts |= _answer(facts, procedure)
    if event.kind == Kind.EDITED:
        facts["changes"] = [
            f"{FIELDS.get(name, name.replace('_', ' ')).capitalize()}: {was or '–'} → {now or '–'}"
            for name, (was, now) in facts.get("edited", {}).items()
        ]
    if event.kind == Kind.CORRECTED:
        facts["changes"] = [
            f"{FIELDS.get(name, name.replace('_', ' ')).capitalize()}: {_short(was)} → {_short(now)}"
            for name, (was, now) in facts.get("corrected", {}).items()
        ]
    before = facts.get("before", {})
    facts["from_owner"] = names.get(before.get("owner_id") or 0, "")
    facts["next"] = look(event.data.get("next_action", "")).label
    return facts


def _short(value: str | None) -> str:
    """An instant by its day; what was not there as a dash."""
    text = value or "–"
    return text[:10] if "T" in text else text


def _answer(facts: Mapping[str, Any], procedure: Procedure) -> dict[str, str]:
    question = next(
        (one for one in procedure.qualification.questions if one.key == facts.get("question")), None
    )
    choices = {one.key: one.text for one in question.choices} if question else {}
    key = str(facts.get("choice", ""))
    return {
        "asked": question.text if question else str(facts.get("question", "")),
        "answer": choices.get(key, key),
    }
