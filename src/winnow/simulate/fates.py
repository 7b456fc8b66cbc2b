"""What becomes of a mail of ours in the world outside: drawn by seed, by who gets it and when. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random


class Fate(StrEnum):
    """What a server, a reader or a reader's machine does with it."""

    READ = "read"
    DEFERRED = "deferred"  # the server takes it later
    REFUSED = "refused"  # the server says at once that there is no such address
    BOUNCED = "bounced"  # it says so in a report
    AWAY = "out_of_office"
    REPLIED = "replied"
    OBJECTS = "objected"  # on the preference page: no contact at all
    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"
    CLICKED = "clicked"
    ANSWERED = "answered"  # whether they bought, on the page that asks


AT_THE_SERVER = frozenset({Fate.DEFERRED, Fate.REFUSED})
DEFERRALS, DEAD = 0.03, 0.02  # of mails; of addresses
PERSONAL = ((Fate.AWAY, 0.05), (Fate.REPLIED, 0.09), (Fate.COMPLAINED, 0.0005))
MARKETING = (
    (Fate.CLICKED, 0.03), (Fate.AWAY, 0.02), (Fate.REPLIED, 0.012), (Fate.UNSUBSCRIBED, 0.006),
    (Fate.OBJECTS, 0.001), (Fate.COMPLAINED, 0.0005),
)  # fmt: skip
ASKING = ((Fate.ANSWERED, 0.24), *MARKETING[1:])
LONGEST = timedelta(days=6)  # until somebody reacts
MINUTES = {Fate.AWAY: 0.2, Fate.BOUNCED: 2.0, Fate.CLICKED: 240.0}  # on average; others:
OF_PEOPLE = 420.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """`at` is the instant at which we hear of it."""

    fate: Fate
    at: datetime


def draw(
    seed: int, recipient: str, subject: str, at: datetime, *, marketing: bool, asks: bool = False
) -> Drawn:
    """The same for the same mail at the same instant; `asks`: it is the one that asks whether they bought."""
    if is_dead(seed, recipient):
        rng = Random(f"{seed}/{recipient}/dead/{at.isoformat()}")
        return _in_time(Fate.REFUSED if rng.random() < 0.5 else Fate.BOUNCED, rng, at)
    rng = Random(f"{seed}/{recipient}/{subject}/{at.isoformat()}")
    if rng.random() < DEFERRALS:
        return Drawn(Fate.DEFERRED, at)
    left = rng.random()
    for fate, share in ASKING if asks else MARKETING if marketing else PERSONAL:
        left -= share
        if left < 0:
            return _in_time(fate, rng, at)
    return Drawn(Fate.READ, at)


def is_dead(seed: int, recipient: str) -> bool:
    """Whether this address reaches nobody."""
    return Random(f"{seed}/{recipient}").random() < DEAD


def _in_time(fate: Fate, rng: Random, at: datetime) -> Drawn:
    if fate in AT_THE_SERVER:
        return Drawn(fate, at)
    waits = timedelta(minutes=1 + rng.expovariate(1 / MINUTES.get(fate, OF_PEOPLE)))
    return Drawn(fate, at + min(waits, LONGEST))
