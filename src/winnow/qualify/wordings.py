"""Wordings that mean much the same, put together, so that the firm sees what is wanted and not delivered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from winnow.qualify.answers import plain

MUCH_THE_SAME = 78  # per cent of likeness, in any order of words
LONGEST = 120  # letters that are compared; what follows is detail
TELLING = 4  # letters; shorter words tell nothing


@dataclass(slots=True)
class Cluster:
    """One wish in its most frequent wording, who has it, and how else it was said."""

    wording: str
    prospects: set[int] = field(default_factory=set)
    others: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.prospects)


def clustered(said: Iterable[tuple[int, str]]) -> list[Cluster]:
    """From (prospect, words); the most wanted first. Each wording joins the wish of the one that it is most like."""
    wordings: dict[str, list[tuple[int, str]]] = {}
    for prospect, words in said:
        if telling := _telling(words):
            wordings.setdefault(telling, []).append((prospect, words))
    found: dict[str, Cluster] = {}
    members: dict[str, str] = {}  # each wording and the first of its wish
    for telling, rows in sorted(wordings.items(), key=lambda pair: (-len(pair[1]), len(pair[0]), pair[0])):
        leader = members.get(_nearest(telling, list(members)), "")
        members[telling] = leader or telling
        cluster = found.setdefault(leader or telling, Cluster(rows[0][1]))
        cluster.prospects.update(prospect for prospect, _ in rows)
        if leader:
            cluster.others.append(rows[0][1])
    return sorted(found.values(), key=lambda one: (-one.count, one.wording))


def _telling(words: str) -> str:
    """The words that say something, without case and signs; all of them if none is long."""
    spoken = plain(words)[:LONGEST].split()
    return " ".join([one for one in spoken if len(one) >= TELLING] or spoken)


def _nearest(telling: str, members: Sequence[str]) -> str:
    best = process.extractOne(telling, members, scorer=fuzz.token_set_ratio, score_cutoff=MUCH_THE_SAME)
    return best[0] if best else ""
