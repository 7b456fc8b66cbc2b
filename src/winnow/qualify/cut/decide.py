"""`winnow cut`: from what a manager asks for to a cut with its price, or the reason why not."""

from dataclasses import dataclass

from winnow.qualify.cut.bounds import CONFIDENCE, orders_needed
from winnow.qualify.cut.past import Past
from winnow.qualify.cut.price import Price, price
from winnow.qualify.cut.promise import Of, Promise, promise
from winnow.qualify.cut.ranks import Floats
from winnow.qualify.cut.say import counted, percent


@dataclass(frozen=True)
class Decision:
    """Throw `share` of each batch away. `price`: what that cost on past prospects; `promise`: where one was asked.

    `said` is the whole in a sentence; `refusal` is not empty when nothing can be promised.
    """

    share: float
    price: Price
    promise: Promise | None
    said: str
    refusal: str = ""


def decide(
    known: Past,
    *,
    share: float | None = None,
    lose_at_most: float | None = None,
    of: Of = Of.SALES,
    confidence: float = CONFIDENCE,
    hours: Floats | None = None,
) -> Decision:
    """A cut at `share` (0 to 1) with its price, or the largest that loses `lose_at_most` of the sales or the money.

    `known`: past prospects ranked out of time. Raises ValueError unless exactly one of the two is given, in range.
    """
    if (share is None) == (lose_at_most is None):
        raise ValueError("Say either which share to throw away or how much may be lost.")
    if share is not None:
        return _at(known, share, confidence, hours)
    return _within(known, lose_at_most or 0.0, of, confidence, hours)


def _at(known: Past, share: float, confidence: float, hours: Floats | None) -> Decision:
    if not 0 <= share <= 1:
        raise ValueError("The share to throw away is between 0 and 100 %.")
    tag = price(known, share, confidence, hours)
    if known.orders < orders_needed(0.5, confidence):
        refusal = f"What this costs cannot be told: {counted(known.orders, 'order')} are too few."
        return Decision(share, tag, None, refusal, refusal)
    said = (
        f"Throwing away {percent(share)} costs about {percent(tag.lost)} of the sales, with "
        f"{percent(confidence)} confidence at most {percent(tag.bound)} ({counted(known.orders, 'order')})."
    )
    return Decision(share, tag, None, said)


def _within(known: Past, lose: float, of: Of, confidence: float, hours: Floats | None) -> Decision:
    if not 0 < lose < 1:
        raise ValueError("What may be lost is between 0 and 100 %.")
    made = promise(known, lose, confidence, of)
    tag = price(known, made.share, confidence, hours)
    if not made.is_given:
        return Decision(0.0, tag, made, made.why, made.why)
    said = (
        f"{percent(made.share)} can be thrown away: with {percent(confidence)} confidence at most {percent(lose)} "
        f"of the {of} go with it ({percent(tag.lost)} of the sales did so far)."
    )
    return Decision(made.share, tag, made, f"{said} {made.why}".strip())
