"""What a webhook says: plain JSON of the standard, or a line of text for a chat. Pure.

It names no prospect and nobody outside the company: kinds, numbers and addresses of pages only.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from winnow.notices.kinds import EVENTS, GROUPS, group_of

MOST = 50
LINES = 10
TEXTS = {group.key: group.text for group in GROUPS}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that happened; `owner` is a colleague's name."""

    key: str
    kind: str
    prospect: int | None
    owner: str
    at: datetime


def body(form: str, kind: str, said: Sequence[Said], now: datetime, url: str) -> str:
    """What is posted: `form` is "json" or "chat"."""
    if form == "chat":
        return _json({"text": chat(said, url)})
    events = [_event(one, url) for one in said[:MOST]]
    data: dict[str, Any] = {"count": len(said), "events": events}
    return _json({"type": kind, "timestamp": now.isoformat(), "data": data})


def chat(said: Sequence[Said], url: str) -> str:
    """A few lines for people."""
    lines = [_line(one, url) for one in said[:LINES]]
    more = len(said) - LINES
    return "\n".join([*lines, *([f"… and {more} more."] if more > 0 else [])])


def summed(counts: Mapping[str, int], url: str) -> str:
    """For one person: how many notifications of each group there are, in one line."""
    parts = [f"{count} {TEXTS[key].lower()}" for key, count in counts.items() if count]
    return f"Winnow: {', '.join(parts)}.{f' {url}/notifications/' if url else ''}"


def of_text(form: str, kind: str, text: str, now: datetime) -> str:
    """One sentence, in either form."""
    if form == "chat":
        return _json({"text": text})
    return _json({"type": kind, "timestamp": now.isoformat(), "data": {"text": text}})


def text_of(kind: str) -> str:
    return EVENTS.get(kind) or TEXTS[group_of(kind)]


def _event(one: Said, url: str) -> dict[str, Any]:
    return {
        "id": one.key, "kind": one.kind, "text": text_of(one.kind), "prospect": one.prospect, "for": one.owner,
        "at": one.at.isoformat(), "url": _page(one, url),
    }  # fmt: skip


def _line(one: Said, url: str) -> str:
    about = _page(one, url) or (f"prospect {one.prospect}" if one.prospect else "")
    return f"{text_of(one.kind)} ({one.owner}){f': {about}' if about else ''}"


def _page(one: Said, url: str) -> str:
    return f"{url}/prospects/{one.prospect}/" if url and one.prospect else ""


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
