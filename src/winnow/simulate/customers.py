"""A seller's part with those who have ordered: they call, ask why, write it down, and the step is done."""

from datetime import datetime, timedelta

from winnow.customers.words import Reached
from winnow.flow.customers.caring import Done, Said
from winnow.flow.work import Dispose
from winnow.simulate.attempts import MISSED
from winnow.simulate.board import Row
from winnow.simulate.cases import Setting
from winnow.simulate.house import Member
from winnow.simulate.moves import Moves

AVAILABLE = 0.8
ASKS = 0.6  # of those whom they reach
WHYS = (
    "You called back the same morning", "The trial convinced our people", "You were honest about what it cannot do",
    "Service within a day", "The price was fair, and it was all in one contract",
)  # fmt: skip
NOW = (
    "Nobody goes out for coffee any more", "The kitchen is quiet and clean", "We save a good hour a week",
    "The staff complain less",
)  # fmt: skip
FAR = {Reached.YES: 5, Reached.PARTLY: 3, Reached.NO: 1, Reached.TOO_EARLY: 2}


def care(setting: Setting, who: Member, row: Row, at: datetime, moves: Moves) -> int:
    """Reached or not; reached, most ask, and all go on to the next step."""
    rng = setting.rng
    if rng.random() > AVAILABLE:
        key, minutes, _ = rng.choices(MISSED, [weight for *_, weight in MISSED])[0]
        moves.touches.append(Dispose(row.id, key, at, who.id, minutes=minutes))
        return minutes
    minutes = rng.randint(5, 25)
    moves.touches.append(Dispose(row.id, "talked", at, who.id, minutes=minutes, note="Checked in with them."))
    ended = at + timedelta(minutes=minutes)
    if rng.random() < ASKS:
        far = rng.choices(list(FAR), list(FAR.values()))[0]
        outcomes = [one.key for one in setting.procedure.outcomes]
        outcome = rng.choice(outcomes) if outcomes else ""
        moves.heard.append(Said(row.id, ended, who.id, rng.choice(WHYS), rng.choice(NOW), outcome, far))
    moves.cared.append(Done(row.id, ended, who.id))
    return minutes
