"""What a cut is decided on: the champion's predictions about prospects that it had not seen. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from winnow.qualify.cut import Decision, Past, Price, decide, in_blocks, past, prices, worth_an_hour
from winnow.qualify.cut.advice import orders_for
from winnow.qualify.cut.bounds import orders_needed
from winnow.qualify.cut.past import MOST_BLOCKS
from winnow.qualify.cut.ranks import Bools, Floats, Ints
from winnow.qualify.cut.say import counted, percent
from winnow.qualify.odds.landmarks import looked_at

TAGS = tuple(step / 20 for step in range(21))
ENOUGH = 20_000  # prospects; the newest so many prove as much as all, and sooner
USUAL = 0.05  # what may be lost, where nobody has said so


@dataclass(frozen=True)
class Proof:
    """Past prospects as the champion ranked them unseen; `hours`: of sellers, expected of each, None if unknown."""

    past: Past
    by_profit: bool
    hours: Floats | None = None
    sifted: bool = False  # whether some were left out since they came under a cut

    @property
    def orders(self) -> int:
        return self.past.orders


@dataclass(frozen=True)
class Wish:
    """What was asked for: a share, or how much may be lost at most; `capacity` throws away no more than that costs."""

    kind: str
    value: float


def proof(unseen: Mapping[str, Any], seed: int, sifted: Collection[int] = ()) -> Proof:
    """From what a learned model keeps of those it had not seen; `seed` is the one it was learned with.

    Only who was looked at on arrival counts: that is when the cut falls, and answers given later are not known then.
    Nor do those whom a cut has `sifted`: of them mostly the better part was worked, and ranks among these mean less.
    """
    prospects = unseen.get("prospects", ())
    rows = _on_arrival(prospects, seed) & np.array([one not in sifted for one in prospects], dtype=np.bool_)
    rows = _newest(rows, _column(unseen, "block"))
    chance, sold = _column(unseen, "probability", rows), _column(unseen, "sold", rows) > 0
    margin, hours = _known(unseen, "margin", rows), _known(unseen, "hours", rows)
    by_profit = margin is not None or hours is not None
    score = worth_an_hour(chance, margin, hours) if by_profit else chance
    block = _blocks(_column(unseen, "block", rows), sold)
    order = np.argsort(block, kind="stable")
    amount = _known(unseen, "amount", rows)
    return Proof(
        past(score[order], sold[order], block[order], None if amount is None else amount[order]),
        by_profit,
        None if hours is None else hours[order],
        bool(sifted),
    )


def decided(known: Proof, wish: Wish, confidence: float) -> Decision:
    """The cut that the wish comes to, or a refusal. Raises ValueError for a value out of range."""
    if wish.kind == "share":
        return decide(known.past, share=wish.value, confidence=confidence, hours=known.hours)
    return decide(known.past, lose_at_most=wish.value, confidence=confidence, hours=known.hours)


def promised(wish: Wish, decision: Decision) -> float:
    """What is lost at most: as asked, or for a share what it costs at most with the confidence."""
    return decision.price.bound if wish.kind == "share" else wish.value


def promised_of(wish: Wish) -> float:
    """What may be lost, as far as the wish says so."""
    return USUAL if wish.kind == "share" else wish.value


def has_too_few(known: Proof, lose: float, confidence: float) -> bool:
    """Whether there are too few orders to prove anything, be it true or not."""
    return known.orders < orders_needed(lose, confidence)


def tags(known: Proof, confidence: float) -> list[Price]:
    """The price of every twentieth."""
    return prices(known.past, TAGS, confidence, known.hours)


def curve(known: Proof, confidence: float) -> list[Price]:
    """The same for every hundredth, for the picture."""
    return prices(known.past, confidence=confidence, hours=known.hours)


def without_model(orders: int, lose: float = USUAL, confidence: float = 0.95) -> str:
    """The refusal while nothing has been learned."""
    needed = orders_needed(lose, confidence)
    return (
        f"Not with these data: no learned model is in use yet. There are {counted(orders, 'order')}; a promise to "
        f"lose at most {percent(lose)} needs {needed:,} of prospects that the model had not seen."
    )


def what_would_help(known: Proof, lose: float, confidence: float) -> str:
    """What would change a refusal, in a sentence."""
    more = orders_needed(lose, confidence) - known.orders
    if more > 0:
        apart = " that no cut had sifted" if known.sifted else ""
        return f"What would change it: {counted(more, 'more order')} of prospects that a model had not seen{apart}."
    if orders := orders_for(known.past, lose):
        return f"What would change it: about {orders:,} orders instead of {known.orders:,}."
    return (
        "What would change it: something known at the decision that tells buyers from others, such as where they "
        "came from, what they want and by when, or who decides there. More of the same will not."
    )


def _on_arrival(prospects: Sequence[int], seed: int) -> Bools:
    """Who was looked at when they arrived, not when they were decided; the seed says it of each."""
    begun = datetime(2000, 1, 1, tzinfo=UTC)
    return np.array([looked_at(one, begun, None, 1, seed) == begun for one in prospects], dtype=np.bool_)


def _newest(rows: Bools, block: Floats) -> Bools:
    """Without the oldest blocks while the others hold enough."""
    for oldest in np.unique(block)[:-1]:
        if (rows & (block > oldest)).sum() < ENOUGH:
            break
        rows = rows & (block > oldest)
    return rows


def _column(unseen: Mapping[str, Any], name: str, rows: Bools | None = None) -> Floats:
    values: Floats = np.array(unseen.get(name, ()), dtype=np.float64)
    return values if rows is None else values[rows]


def _known(unseen: Mapping[str, Any], name: str, rows: Bools) -> Floats | None:
    """None where nothing is known of anybody."""
    if len(unseen.get(name, ())) != len(rows):
        return None
    found = _column(unseen, name, rows)
    return found if np.isfinite(found).any() else None


def _blocks(block: Floats, sold: Bools) -> Ints:
    """The model's own blocks, divided further where orders allow."""
    found, first = np.zeros(len(sold), dtype=np.int64), 0
    numbers = np.unique(block)
    for number in numbers:
        rows = block == number
        found[rows] = in_blocks(sold[rows], max(MOST_BLOCKS // len(numbers), 1)) + first
        first = int(found.max()) + 1
    return found
