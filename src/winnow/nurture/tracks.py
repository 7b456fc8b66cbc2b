"""Which track somebody gets, which of its mails comes next and when, and what must wait for a promise. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from winnow.procedure.nurturing import Track, TrackStep


@dataclass(frozen=True, slots=True)
class Seen:
    """What the choice of a track looks at; `words` is where an industry may show if it is not known."""

    reason: str = ""
    outcome: str = ""
    band: str = ""
    words: str = ""
    industry: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A track and, in a sentence, why; without a key there is none that fits."""

    track: str = ""
    because: str = ""
    revisit_day: int = 0


def choose(tracks: Sequence[Track], seen: Seen) -> Chosen:
    """The first whose lists hold."""
    for track in tracks:
        held = _held(track, seen)
        if held is not None:
            because = ", ".join(held) if held else "it takes everybody whom no other takes"
            return Chosen(track.key, because, track.revisit_day)
    return Chosen("", "no track of the procedure fits")


def _held(track: Track, seen: Seen) -> list[str] | None:
    """What made it fit; None if it does not."""
    found: list[str] = []
    for name, wanted, value in (
        ("reason", track.reasons, seen.reason),
        ("outcome", track.outcomes, seen.outcome),
        ("score", track.bands, seen.band),
    ):
        if wanted and value not in wanted:
            return None
        found += [f"{name} {value.replace('_', ' ')}"] if wanted else []
    if track.industries:
        words = (seen.industry or seen.words).casefold()
        hit = next((one for one in track.industries if one.casefold() in words), None)
        if hit is None:
            return None
        found.append(f"industry {seen.industry}" if seen.industry else f"“{hit}” in what is known")
    return found


@dataclass(frozen=True, slots=True)
class Next:
    """The next mail of a track; without a step there is none by date."""

    step: str = ""
    at: datetime | None = None


def upcoming(track: Track | None, entered: datetime, taken: Collection[str], horizon: int) -> Next:
    """The earliest mail by date that they have not got, within the horizon (days)."""
    dated = [
        (one.on_day, place, one.key)
        for place, one in enumerate(track.steps if track else ())
        if one.on_day is not None and one.key not in taken and one.on_day <= horizon
    ]
    if not dated:
        return Next()
    day, _, key = min(dated)
    return Next(key, entered + timedelta(days=day or 0))


def ripe(track: Track | None, taken: Collection[str], interest: float) -> TrackStep | None:
    """The mail that their interest has earned them, if they have not got it."""
    steps = [one for one in (track.steps if track else ()) if one.key not in taken and one.at_interest]
    return next((one for one in steps if (one.at_interest or 0) <= interest), None)


@dataclass(frozen=True, slots=True)
class Room:
    """Whether a step may be taken now: `until` is when a promise allows no more; `later` when to look again if not."""

    until: datetime | None = None
    later: datetime | None = None


def room(at: datetime, promised: datetime | None, quiet_days: int) -> Room:
    """What is promised to a person comes first: nothing by itself in the days before it."""
    if promised is None or promised <= at:
        return Room()
    quiet = promised - timedelta(days=quiet_days)
    return Room(until=quiet) if at < quiet else Room(later=promised)
