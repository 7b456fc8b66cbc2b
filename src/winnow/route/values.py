"""The values of routing: who could own a prospect, who is sought, and who got it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

Skipped = tuple[tuple[int, str], ...]  # person, what spoke against them
WAITS = "waits"


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
    opens_in: int = 0  # minutes until their desk opens; 0: at work now
    absences: tuple[tuple[date, date], ...] = ()  # first and last days, the past ones left out


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is sought: somebody of a role for a prospect like this.

    `company_owner` already looks after the company; `company` is any name for it, so that colleagues within
    one batch stay together too. `exclude` are people who must not get it (again).

    What follows counts only where the procedure's method is `most_profit`: `worth` is probability of an order times
    its margin, in money (0: not known), `hours` what it takes a seller (0: not known), `kind` what people differ
    in (else the niches and skills it needs), and `number` tells prospects apart, so that chance can be repeated.
    """

    role: str
    channel: str = ""
    country: str = ""
    language: str = ""
    campaign: str = ""
    industry: str = ""
    message: str = ""
    company_owner: int | None = None
    exclude: frozenset[int] = frozenset()
    company: str = ""
    worth: float = 0.0
    hours: float = 0.0
    kind: str = ""
    number: int = 0


class Alternative(NamedTuple):
    """Somebody else who could have taken it: how much less that would have brought, in money, all counted.

    `code` says why not them: `less` (they make less of it), `elsewhere` (they make as much of it, but their place is
    worth more to others), `full`.
    """

    person: int
    less: float
    code: str


class NobodyToOwn(Exception):
    """There is no active person at all; the message says what to do."""


class Routed(NamedTuple):
    """Who gets it and why. `fallback` says what was given up for it ("": nothing), `rule` which rules held.

    `skipped` are the others of the role with what spoke against each: away, excluded, team, skill, niche,
    territory, language, off, full, busier. It is empty if the company's own person kept it: nobody was compared.
    Where profit decided, `brings` is the profit expected, `alternatives` are the best three others, and `explored`
    is the probability of this draw if it was given out to learn from (0: it was not).
    """

    owner: int
    reason: str
    rule: str
    skipped: Skipped
    fallback: str
    brings: float = 0.0
    alternatives: tuple[Alternative, ...] = ()
    explored: float = 0.0

    @property
    def waits(self) -> bool:
        """Whether it waits with a manager because everybody who may take it has as many as they can work."""
        return self.fallback == WAITS
