"""The past as it is learned from: each prospect as it was known at one instant, and what became of it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from winnow.flow.learning.told import told
from winnow.procedure.schema import Procedure
from winnow.qualify.odds import queries
from winnow.qualify.odds.landmarks import Order, Outcome, looked_at, outcome
from winnow.qualify.odds.seen import Columns, columns

MOST = 200_000  # prospects, the newest; what is older tells little about those to come

Between = Callable[[], None]


def gathered(
    now: datetime, procedure: Procedure, seed: int, between: Between
) -> tuple[Columns, list[Outcome]]:
    """Columns and outcomes of everybody who was worked; `between` is called between the parts."""
    outcomes = known_outcomes(now, procedure, seed)
    instants = {one.prospect: one.instant for one in outcomes}
    found: Columns = seen({}, now, procedure, ())
    for part in queries.parts(list(instants)):
        between()
        for name, values in seen({number: instants[number] for number in part}, now, procedure, ()).items():
            found[name] += values
    return found, outcomes


def seen(
    instants: dict[int, datetime], until: datetime, procedure: Procedure, also: Sequence[str]
) -> Columns:
    """Columns of these prospects, each as known at its instant, in their order; `also`: further questions."""
    pasts = queries.pasts(list(instants), until) if instants else {}
    questions = [question.key for question in procedure.qualification.questions]
    questions += [key for key in also if key not in questions]
    pairs = [(pasts[number], instant) for number, instant in instants.items()]
    return columns(pairs, questions, told, zone_of(procedure))


def zone_of(procedure: Procedure) -> ZoneInfo:
    return ZoneInfo(procedure.hours["default"].timezone)


def known_outcomes(now: datetime, procedure: Procedure, seed: int) -> list[Outcome]:
    """What became of everybody who was worked; who was never worked stays unknown, and is left out."""
    rules = procedure.learning
    orders, work = _orders(now, procedure.company.currency), queries.seller_minutes(now)
    found = []
    for one in queries.met(now, MOST):
        if not one.worked:
            continue
        instant = looked_at(one.prospect, one.arrived, one.decided, rules.decide_after_days, seed)
        mine = orders.get(one.prospect, ())
        known = outcome(one.prospect, instant, mine, work.get(one.prospect, ()), now, rules.horizon_days)
        if known is not None:
            found.append(known)
    return found


def _orders(now: datetime, currency: str) -> dict[int, list[Order]]:
    """By prospect; money of other currencies is not known in ours."""
    found: dict[int, list[Order]] = defaultdict(list)
    for one in queries.orders(now):
        ours = one.currency == currency
        found[one.prospect].append(Order(one.at, one.amount if ours else None, one.margin if ours else None))
    return found
