"""A firm to simulate, as its file describes it: people with their habits, campaigns, customers and their words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from winnow.prospects.words import Channel, Role

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody of the firm: what Winnow knows of them, and the habits it does not know."""

    key: str
    name: str
    role: Role
    team: str = ""
    timezone: str = ""
    languages: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    hourly_cost: Decimal = Decimal(0)
    capacity: int | None = None
    presence: float = 0.0  # share of the working day at the desk
    diligence: float = 0.8  # how often a thing is done at once
    promise: float = 0.9  # how often a promised call is made on time
    pace: float = 1.0  # minutes taken, compared with usual
    skill: float = 1.0  # in qualifying and selling, compared with usual


@dataclass(frozen=True, slots=True)
class Promotion:
    """A stream of inquiries: a campaign, or (without a name) what comes by itself. Days are "month-day"."""

    channel: Channel
    source: str
    share: int  # of a thousand inquiries
    markets: Mapping[str, int]
    name: str = ""
    code: str = ""
    starts: str = ""
    ends: str = ""
    fades: int = 0  # half of the answers have come after so many days
    costs: tuple[tuple[str, str, str], ...] = ()
    monthly: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A kind of customer, and what an order of theirs is worth."""

    key: str
    weight: int
    value: tuple[int, int]
    served: float
    place: Mapping[str, str]
    people: Mapping[str, str]
    titles: Mapping[str, list[str]]
    names: Mapping[str, list[str]]  # by the language of the country


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody is not there, every year."""

    who: str
    starts: str
    ends: str
    reason: str


@dataclass(frozen=True)
class Firm:
    """All of it. `words` holds names, places and texts as the file has them."""

    name: str
    domain: str
    currency: str
    teams: tuple[tuple[str, str], ...]
    staff: tuple[Worker, ...]
    absences: tuple[Away, ...]
    promotions: tuple[Promotion, ...]
    segments: tuple[Segment, ...]
    competitors: tuple[str, ...]
    competitor_domains: tuple[str, ...]
    words: Words = field(repr=False)
    attention: float = 0.0  # how much a seller's time, and being there in time, pulls; nobody knows it
    procedure: tuple[
        tuple[str, str, str], ...
    ] = ()  # its own changes: table, what stands there, what instead


@cache
def firm(name: str = "morgenrot") -> Firm:
    """The firm of that file."""
    read = tomllib.loads(files("winnow.simulate").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return Firm(
        name=read["name"],
        domain=read["domain"],
        currency=read["currency"],
        teams=tuple((one["name"], one["timezone"]) for one in read["teams"]),
        staff=tuple(_worker(one) for one in read["staff"]),
        absences=tuple(Away(one["who"], one["from"], one["to"], one["reason"]) for one in read["absences"]),
        promotions=tuple(_promotion(one) for one in (*read["campaigns"], *read["organic"])),
        segments=tuple(_segment(one) for one in read["segments"]),
        competitors=tuple(read["competitors"]),
        competitor_domains=tuple(read["competitor_domains"]),
        words=read,
    )


def _worker(given: Words) -> Worker:
    lists = {name: tuple(given.get(name, ())) for name in ("languages", "territories", "skills")}
    own = {**given, **lists, "role": Role(given["role"]), "hourly_cost": Decimal(given["hourly_cost"])}
    return Worker(**own)


def _promotion(given: Words) -> Promotion:
    own = {name: value for name, value in given.items() if name not in ("from", "to", "costs", "channel")}
    costs = tuple((day, amount, note) for day, amount, note in given.get("costs", ()))
    return Promotion(
        **own, channel=Channel(given["channel"]), costs=costs,
        starts=given.get("from", ""), ends=given.get("to", ""),
    )  # fmt: skip


def _segment(given: Words) -> Segment:
    low, high = given["value"]
    return Segment(**{**given, "value": (low, high)})
