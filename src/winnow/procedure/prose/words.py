"""Durations, lists and names as a person would say them, safe to stand in Markdown. Pure."""

import re
from collections.abc import Iterable, Sequence

from winnow.procedure.schema import Procedure
from winnow.prospects.words import Outcome

BY_CHANNEL = {
    "web": "a web inquiry",
    "phone": "a phone inquiry",
    "email": "an e-mail inquiry",
    "direct_mail": "a direct-mail inquiry",
    "trade_show": "a trade-show inquiry",
    "referral": "a referral",
    "partner": "a partner's inquiry",
    "paid_ad": "a paid-ad inquiry",
    "list": "a contact from a list",
    "default": "an inquiry by any other channel",
}

OF_OUTCOME = {
    Outcome.BOUGHT: "bought",
    Outcome.BOUGHT_ELSEWHERE: "bought elsewhere",
    Outcome.NOT_BUYING: "not buying",
    Outcome.INVALID: "invalid",
    Outcome.DO_NOT_CONTACT: "do not contact",
}

ACTIONS = {
    "call": "a call",
    "email": "an e-mail",
    "meeting": "a meeting",
    "message": "a message",
    "letter": "a letter",
    "social": "a word on a social network",
}

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_MARKUP = re.compile(r"([\\`*_\[\]<>|#&~])")
_BEGINNING = re.compile(r"^(\d*)([-+=.)])")  # of a list, a rule or the line under a heading


def said(text: str) -> str:
    """The company's own words, so that no sign in them is taken for markup."""
    return _BEGINNING.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", " ".join(text.split())))


def quoted(text: str) -> str:
    return f"“{said(text)}”"


def listed(parts: Iterable[str], joint: str = "and") -> str:
    *head, last = list(parts) or [""]
    return f"{', '.join(head)} {joint} {last}" if head else last


def number(count: int) -> str:
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def many(count: int, noun: str) -> str:
    """ "one day", "three days"; nouns with a plural in s."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def minutes(count: int, kind: str = "working ", day: int = 0) -> str:
    """ "30 working minutes", "4 working hours", and in whole days of `day` minutes "1 working day"."""
    if day and count and count % day == 0:
        return f"{count // day} {kind}day{'' if count == day else 's'}"
    if count and count % 60 == 0:
        return f"{count // 60} {kind}hour{'' if count == 60 else 's'}"
    return f"{count:,} {kind}minute{'' if count == 1 else 's'}"


def working_day(procedure: Procedure) -> int:
    """Minutes of the usual day of the default hours, if all its days are alike; else 0."""
    week = procedure.hours["default"].week
    lengths = {sum(_length(span) for span in spans) for spans in week.values() if spans}
    return lengths.pop() if len(lengths) == 1 else 0


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def sentence(text: str) -> str:
    """With a capital first letter and one full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", "…", ".”", "?”", "!”")) else f"{text}."


def _length(span: str) -> int:
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in span.split("-"))
    return (end - start) % (24 * 60) or 24 * 60
