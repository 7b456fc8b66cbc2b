"""What signs of interest add up to, and which clicks no person made. Pure.

Scanners of mail follow links before people can: with HEAD, saying that they prefetch, within seconds of the delivery,
or all links at once. What a person did that looks so is lost; it is better than calling somebody who never clicked.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

PREFETCH = ("purpose", "x-purpose", "sec-purpose", "x-moz")
PREFETCHING = ("prefetch", "preview", "prerender")
MACHINES = (
    "bot", "crawl", "spider", "preview", "scan", "curl/", "wget/", "python", "java/", "go-http", "headless", "monitor",
    "barracuda", "proofpoint", "mimecast", "safelinks", "facebookexternalhit", "whatsapp", "slack",
)  # fmt: skip


def sign_of_a_machine(method: str, headers: Mapping[str, str]) -> str:
    """Why a request can be no person's, told by itself; "" if it may be one. Names of headers in small letters."""
    if method != "GET":
        return f"asked by {method}"
    if any(word in headers.get(name, "").lower() for name in PREFETCH for word in PREFETCHING):
        return "fetched in advance"
    agent = headers.get("user-agent", "").lower()
    if not agent:
        return "said by no browser"
    known = next((word for word in MACHINES if word in agent), "")
    return f"a program ({known.strip('/')})" if known else ""


@dataclass(frozen=True, slots=True)
class Clicked:
    """One click on a link of one mail."""

    id: int
    mail: tuple[int, str]
    link: int
    at: datetime


def machine_made(
    clicks: Sequence[Clicked], sent: Mapping[tuple[int, str], datetime | None], too_soon: int, together: int
) -> dict[int, str]:
    """Why each of those that are a machine's is; `sent` says when each mail went out. Seconds."""
    found = {
        one.id: "too soon after it went out"
        for one in clicks
        if (gone := sent.get(one.mail)) is None or one.at < gone + timedelta(seconds=too_soon)
    }
    near = timedelta(seconds=together)
    for one in clicks:
        others = (other for other in clicks if other.mail == one.mail and other.link != one.link)
        if any(abs(other.at - one.at) <= near for other in others):
            found.setdefault(one.id, "several links at once")
    return found


def faded(signs: Iterable[tuple[datetime, int]], now: datetime, half_life_days: int) -> float:
    """The points of all signs at `now`, each halved with every half-life since it was given."""
    half = timedelta(days=half_life_days)
    return math.fsum(points * math.pow(0.5, max(now - at, timedelta(0)) / half) for at, points in signs)
