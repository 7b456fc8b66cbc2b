"""What was known of prospects at an instant: columns made of what had happened by then, of nothing else. Pure.

Rows of what happened come in as they are kept; whatever is later than the instant is left out here, in one place.
An inquiry is known when it was recorded; one of a file that brought the prospect itself, when it was made.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

ANSWER, PROOF = "answer: ", "proof: "
CAMPAIGN, SCORE = "campaign", "written score"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNKNOWN = float("nan")
A_DAY = 86_400.0

Columns = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """What an inquiry told about its sender, in standard form; empty where it did not."""

    country: str = ""
    language: str = ""
    mail: str = ""  # business, free or disposable
    phone: bool = False
    company: bool = False


NOTHING = Told()


class Inquired(NamedTuple):
    """One inquiry; `campaign` is its number, `batch` the file it came with, `length` that of the message."""

    number: int
    at: datetime
    recorded_at: datetime
    batch: int | None
    withdrawn_at: datetime | None
    channel: str
    campaign: int | None
    source: str
    length: int
    wishes: str
    hint: str
    utm: Mapping[str, Any]
    payload: Mapping[str, Any]


class Touched(NamedTuple):
    """One attempt or conversation."""

    at: datetime
    reached: bool


class Answered(NamedTuple):
    """One answer of the desk's questions."""

    at: datetime
    question: str
    choice: str
    grade: str


class Edited(NamedTuple):
    """A change of the card: by field, what was there before and after."""

    at: datetime
    changed: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Past:
    """Everything that ever happened to one prospect, each kind in its order; `points` by inquiry."""

    inquiries: list[Inquired] = field(default_factory=list)
    touches: list[Touched] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    edits: list[Edited] = field(default_factory=list)
    points: dict[int, int] = field(default_factory=dict)


Reader = Callable[[Mapping[str, Any]], Told]


def columns(
    pasts: Iterable[tuple[Past, datetime]], questions: Sequence[str], told: Reader, zone: tzinfo
) -> Columns:
    """Named columns with one row for each pair; texts are None and numbers NaN where nothing was known.

    `questions` are the keys that get columns; `told` reads a payload; weekdays and hours are of `zone`.
    """
    rows = [_row(past, instant, questions, told, zone) for past, instant in pasts]
    names = _row(Past(), datetime(1970, 1, 1, tzinfo=zone), questions, told, zone)
    return {name: [row[name] for row in rows] for name in names}


def known_at(one: Inquired, by_file: bool) -> datetime:
    """When an inquiry was known; `by_file`: the prospect itself came with a file."""
    return one.at if by_file and one.batch is not None else one.recorded_at


def _row(
    past: Past, instant: datetime, questions: Sequence[str], told: Reader, zone: tzinfo
) -> dict[str, Any]:
    known = _known(past.inquiries, instant)
    reached = [touch.reached for touch in past.touches if touch.at <= instant]
    row = _of_inquiries(known, instant, zone) | _of_sender(known, past.edits, instant, told)
    points = [past.points[one.number] for one in known if one.number in past.points]
    row |= {
        SCORE: float(points[-1]) if points else UNKNOWN,
        "attempts so far": float(len(reached)),
        "conversations so far": float(sum(reached)),
    }
    return row | _of_answers(past.answers, instant, questions)


def _known(inquiries: Sequence[Inquired], instant: datetime) -> list[Inquired]:
    """Those that were known, the first one first."""
    by_file = bool(inquiries) and inquiries[0].batch is not None
    found = [
        one
        for one in inquiries
        if known_at(one, by_file) <= instant and (one.withdrawn_at is None or one.withdrawn_at > instant)
    ]
    return sorted(found, key=lambda one: (known_at(one, by_file), one.number))


def _of_inquiries(known: Sequence[Inquired], instant: datetime, zone: tzinfo) -> dict[str, Any]:
    """Where the first came from, what the newest is like, and how many there were."""
    if not known:
        texts = dict.fromkeys(
            ("channel", CAMPAIGN, "source", "utm medium", "outcome wished", "value hint", "weekday")
        )
        return texts | dict.fromkeys(
            ("hour", "message length", "earlier inquiries", "days since inquiring"), UNKNOWN
        )
    first, last = known[0], known[-1]
    local = last.at.astimezone(zone)
    return {
        "channel": first.channel,
        CAMPAIGN: f"#{first.campaign}" if first.campaign else None,
        "source": first.source or None,
        "utm medium": _text(first.utm.get("utm_medium")),
        "outcome wished": _said(any(one.wishes for one in known)),
        "value hint": _said(any(one.hint for one in known)),
        "weekday": WEEKDAYS[local.weekday()],
        "hour": float(local.hour),
        "message length": float(last.length),
        "earlier inquiries": float(len(known) - 1),
        "days since inquiring": max(0.0, (instant - last.at).total_seconds() / A_DAY),
    }


def _of_sender(
    known: Sequence[Inquired], edits: Sequence[Edited], instant: datetime, told: Reader
) -> dict[str, Any]:
    """Who they are, by their inquiries and what people changed on the card since."""
    who = NOTHING
    for one in known:
        who = _filled(who, told(one.payload))
    for edit in edits:
        if edit.at <= instant:
            who = _edited(who, edit.changed)
    return {
        "country": who.country or None,
        "language": who.language or None,
        "mail": who.mail or None,
        "phone": _said(who.phone) if known else None,
        "company": _said(who.company) if known else None,
    }


def _filled(who: Told, more: Told) -> Told:
    """What is known stays; blanks are filled."""
    return Told(*(getattr(who, one.name) or getattr(more, one.name) for one in fields(Told)))


def _edited(who: Told, changed: Mapping[str, Sequence[str]]) -> Told:
    after = {name: pair[1] for name, pair in changed.items() if len(pair) == 2}
    return Told(
        country=after.get("country", who.country),
        language=after.get("language", who.language),
        mail=after.get("mail_kind", who.mail),
        phone=bool(after["phone"]) if "phone" in after else who.phone,
        company=bool(after["company"]) if "company" in after else who.company,
    )


def _of_answers(answers: Sequence[Answered], instant: datetime, questions: Sequence[str]) -> dict[str, Any]:
    newest = {one.question: one for one in answers if one.at <= instant}
    row: dict[str, Any] = {}
    for question in questions:
        one = newest.get(question)
        row[ANSWER + question] = one.choice or None if one else None
        row[PROOF + question] = one.grade or None if one else None
    return row


def _said(whether: bool) -> str:
    return "yes" if whether else "no"


def _text(value: Any) -> str | None:
    return value.strip().casefold()[:60] or None if isinstance(value, str) else None
