"""The values of routing: who could own a prospect, who is sought, and who got it."""

from dataclasses import dataclass
from typing import NamedTuple

Skipped = tuple[tuple[int, str], ...]  # person, what spoke against them


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who could own prospects. Without territories: everywhere. Without languages: all of them."""

    id: int
    name: str
    role: str
    team: str = ""
    territories: frozenset[str] = frozenset()  # ISO 3166 alpha-2
    languages: frozenset[str] = frozenset()  # ISO 639-1
    skills: frozenset[str] = frozenset()
    niches: frozenset[str] = frozenset()
    capacity: int = 150  # open prospects
    away: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is sought: somebody of a role for a prospect like this.

    `company_owner` already looks after the company; `company` is any name for it, so that colleagues within
    one batch stay together too. `exclude` are people who must not get it (again).
    """

    role: str
    channel: str = ""
    country: str = ""
    language: str = ""
    campaign: str = ""
    message: str = ""
    company_owner: int | None = None
    exclude: frozenset[int] = frozenset()
    company: str = ""


class Routed(NamedTuple):
    """Who gets it and why. `fallback` says what was given up for it ("": nothing), `rule` which rules held.

    `skipped` are the others of the role with what spoke against each: away, excluded, team, skill, niche,
    territory, language, full, busier. It is empty if the company's own person kept it: nobody was compared.
    """

    owner: int
    reason: str
    rule: str
    skipped: Skipped
    fallback: str
