"""Learning anew, now and then: the newest model takes over only if it is no worse."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from winnow.flow.learning.gathering import Between, gathered
from winnow.flow.learning.needed import Missing, is_here, need
from winnow.flow.learning.scoring import scorer_of
from winnow.procedure.queries import in_force
from winnow.qualify.models import LearnedModel
from winnow.qualify.odds import actions, queries
from winnow.qualify.odds.actions import Doer
from winnow.qualify.odds.landmarks import counted_orders

if TYPE_CHECKING:
    from winnow.qualify.odds.lessons import Learned

__all__ = ["LEAST_ORDERS", "Missing", "Trained", "train", "train_if_due"]

LEAST_ORDERS = 59  # with fewer, no loss of at most 5 % can be promised with 95 % confidence
SEED = 1
AGAIN_TOO_FEW, AGAIN_FAILED = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training came to; without a model there were too few orders. `said` is the whole in a sentence."""

    model: LearnedModel | None
    orders: int
    prospects: int
    in_use: bool
    said: str


def train_if_due(now: datetime, between: Between) -> bool:
    """Train if the procedure's days have passed; whether it was tried. Without the extra, nothing happens."""
    if not is_here():
        return False
    every, last = in_force(now)[1].learning.every_days, queries.last_tried()
    if not every:
        return False
    if last is not None:
        at, came_to = last
        pause = {"learned": timedelta(days=every), "waited": AGAIN_TOO_FEW}.get(came_to, AGAIN_FAILED)
        if now - at < pause:
            return False
    if queries.buyers() < LEAST_ORDERS:
        return False
    train(now, between=between)
    return True


def train(
    now: datetime, *, seed: int = SEED, by: int | None = None, through: str = "worker",
    between: Between = lambda: None,
) -> Trained:  # fmt: skip
    """Learn from all that is known at `now`. Raises Missing without the extra; `between` is called again and again."""
    need()
    from winnow.qualify.odds.lessons import learn

    version, procedure = in_force(now)
    doer = Doer(now, "", version, by, through)
    actions.begin(doer)
    columns, outcomes = gathered(now, procedure, seed, between)
    orders = counted_orders(outcomes)
    if orders < LEAST_ORDERS:
        said = f"{orders:,} of {len(outcomes):,} prospects that were worked have bought; {LEAST_ORDERS} are needed."
        actions.wait(doer, said)
        return Trained(None, orders, len(outcomes), False, said)
    learned = _patiently(lambda: learn(columns, outcomes, procedure.learning, seed), between)
    with transaction.atomic():
        return _settle(_kept(learned, seed, doer), learned, doer)


def _patiently(work: "Callable[[], Learned]", between: Between) -> "Learned":
    """Done in a thread of its own, so that nothing that is due meanwhile has to wait."""
    done: list[Learned | BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            done.append(error)

    thread = threading.Thread(target=run, name="learning", daemon=True)
    thread.start()
    while thread.is_alive():
        between()
        thread.join(1.0)
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]


def _kept(learned: "Learned", seed: int, doer: Doer) -> LearnedModel:
    columns = {
        "seed": seed, "snapshot": learned.snapshot, "method": learned.scorer.method[:200], "data": learned.data,
        "validation": learned.validation, "unseen": learned.unseen, "why": list(learned.scorer.why),
        "orders": counted_orders(learned.outcomes), "prospects": len(learned.outcomes),
    }  # fmt: skip
    said = f"Learned from {columns['orders']:,} buyers among {columns['prospects']:,} prospects."
    return actions.keep(columns, replace(doer, reason=said))


def _settle(model: LearnedModel, learned: "Learned", doer: Doer) -> Trained:
    """The champion stays, unless it is no better."""
    takes_over, why = _judged(learned)
    judged = replace(doer, reason=why)
    if takes_over:
        actions.promote(model, judged)
    else:
        actions.refuse(model, judged)
    said = f"Model {model.number}, {model.method}, from {model.orders:,} buyers among {model.prospects:,} prospects"
    use = "is in use now" if takes_over else "is not used"
    return Trained(model, model.orders, model.prospects, takes_over, f"{said}: {use}. {why}")


def _judged(learned: "Learned") -> tuple[bool, str]:
    from winnow.qualify.odds.lessons import compare

    champion = queries.champion()
    if champion is None:
        return True, "It is the first."
    if champion.frozen:
        return False, f"Model {champion.number} is frozen: {champion.reason}"
    scorer = scorer_of(champion.pk, champion.snapshot)
    if scorer is None:
        return True, f"Model {champion.number} cannot be read by this version of Winnow."
    found = compare(scorer, champion.at, learned)
    return found.replaces, found.why
