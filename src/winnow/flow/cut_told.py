"""All that can be told about the cut at an instant: what is in force, its price, and what the sample shows."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from winnow.config.extras import the_extra
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.qualify.cutting import queries
from winnow.qualify.cutting.models import Cut
from winnow.qualify.cutting.queries import Seen, Tally
from winnow.qualify.models import LearnedModel
from winnow.qualify.odds.queries import buyers

if TYPE_CHECKING:
    from winnow.qualify.cut import Alarm, Decision, Loss, Price
    from winnow.qualify.cutting.proof import Proof

USUAL = 0.05  # what is weighed first, where no cut says otherwise


@dataclass
class Told:
    """What pages and commands show. `refusal`: why none can be promised now; `loss`: by the honest sample."""

    procedure: Procedure
    cut: Cut | None = None
    model: LearnedModel | None = None
    orders: int = 0
    buyers: int = 0
    refusal: str = ""
    help: str = ""
    tags: "list[Price]" = field(default_factory=list)
    curve: "list[Price]" = field(default_factory=list)
    safe: "list[Decision]" = field(default_factory=list)
    loss: "Loss | None" = None
    ever: "Loss | None" = None  # of all cuts together; None before the first
    alarm: "Alarm | None" = None
    seen: Seen | None = None
    tally: Tally = field(default_factory=Tally)

    @property
    def seen_in_words(self) -> str:
        """What the honest sample says of the promise, in a sentence."""
        if self.cut is None or self.loss is None:
            return ""
        if not self.loss.orders:
            return "Nothing can be told of what it really loses yet: no prospect that it placed has ordered."
        return (
            f"It promised to lose at most {self.cut.lose:.1%}; by the honest sample it loses {self.loss.share:.1%} "
            f"({self.loss.low:.1%} to {self.loss.high:.1%}): {self.loss.below:,} of {self.loss.orders:,} orders seen "
            f"came from below it. {self.loss.unlabelled:,} were not worked, and nobody knows of them."
        )


def told(now: datetime) -> Told:
    """Read and reckon; nothing is written. Without the extra `ml` the refusal says what to install."""
    procedure = in_force(now)[1]
    found = Told(procedure, cut=queries.in_force(), model=queries.champion(), buyers=buyers())
    try:
        from winnow.qualify.cutting import proof
    except ImportError:
        found.refusal = f"The cut needs {the_extra('ml')}"
        return found
    if found.model is None:
        found.refusal = proof.without_model(found.buyers, USUAL, procedure.cut.confidence)
    else:
        _reckon(found, proof.proof(found.model.unseen, found.model.seed, queries.sifted()))
    if found.cut:
        _look(found, found.cut)
    if queries.history().exists():
        found.ever = loss_of(queries.seen(Q()), procedure.cut.honest_share, procedure.cut.confidence)
    return found


def _reckon(found: Told, known: "Proof") -> None:
    """Prices, and what can be promised now."""
    from winnow.qualify.cutting import proof

    confidence = found.procedure.cut.confidence
    found.orders = known.orders
    wishes = sorted({0.02, USUAL, 0.1})
    found.safe = [proof.decided(known, proof.Wish("lose_at_most", lose), confidence) for lose in wishes]
    usual = found.safe[wishes.index(USUAL)]
    if usual.refusal:
        found.refusal, found.help = usual.refusal, proof.what_would_help(known, USUAL, confidence)
    if known.orders:
        found.tags, found.curve = proof.tags(known, confidence), proof.curve(known, confidence)


def _look(found: Told, cut: Cut) -> None:
    """What came of those that the cut placed."""
    from winnow.qualify.cut import alarm

    of = queries.of_line(cut)
    found.seen, found.tally = queries.seen(of), queries.tally(of)
    found.loss = loss_of(found.seen, cut.honest, cut.confidence)
    found.alarm = alarm(
        found.seen.orders, len(found.seen.below), max(cut.lose, 1e-9), cut.honest, cut.confidence
    )


def loss_of(seen: Seen, honest: float, confidence: float) -> "Loss":
    """What the cut loses of all sales, by the honest sample; `honest` where none of it has ordered yet."""
    import numpy as np

    from winnow.qualify.cut import loss

    below = np.array([False] * seen.above + [True] * len(seen.below), dtype=np.bool_)
    everybody = np.ones(len(below), dtype=np.bool_)
    chance = np.array([honest] * seen.above + list(seen.below), dtype=np.float64)
    found = loss(below, everybody, everybody, chance if len(chance) else honest, confidence)
    return replace(found, unlabelled=seen.unlabelled)
