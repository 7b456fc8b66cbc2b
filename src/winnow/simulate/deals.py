"""A seller's part: yes or no to a handover, the talks that follow, and the end of it."""

from datetime import datetime, timedelta
from decimal import Decimal
from math import exp

from winnow.flow.finish import Bought, Close, Rest
from winnow.flow.verdicts import Respond
from winnow.flow.work import Dispose
from winnow.followup.plan import Plan
from winnow.followup.queries import calendar
from winnow.followup.windows import days_later, end_of_day
from winnow.prospects.words import NextAction, Outcome, Queue, Stage, TouchKind
from winnow.simulate.attempts import MISSED, checklist, mirror
from winnow.simulate.board import Row
from winnow.simulate.cases import Case, Setting
from winnow.simulate.house import Member
from winnow.simulate.learning import learn
from winnow.simulate.moves import Moves

AVAILABLE = 0.8  # for somebody who has a deal with us
REFUSED = 0.07
PULL = 0.46  # what share of buyers in talks with us buys here, all being usual
A_FORTNIGHT, ENOUGH_TALKS = timedelta(days=14), 4
QUICKLY, QUICK_HELPS, SLOW_HURTS = timedelta(hours=2), 1.15, 0.92
STEPS = (
    ("Visited, measured and tasted; offer follows", TouchKind.MEETING, 75),
    ("Offer sent; they discuss it", TouchKind.CALL, 14),
    ("Answered their questions about service", TouchKind.CALL, 18),
    ("Machine on trial; asks the others", TouchKind.MEETING, 50),
    ("Went through the contract; asked for the order", TouchKind.CALL, 22),
)
LOST = {"price": 5, "relationship": 3, "product": 3, "trust": 1, "not_told": 2, "too_late": 1}
DIED = {"no_need": 3, "no_money": 4, "project_stopped": 5, "in_house": 1, "not_told": 2}


def respond(setting: Setting, who: Member, row: Row, at: datetime, moves: Moves) -> int:
    """Yes, or no with a reason: mostly to what will not be bought."""
    truth, rng = setting.cases[row.id].truth, setting.rng
    refuses = rng.random() < REFUSED * (0.5 if truth.buys else 2)
    reason = ("not_qualified" if not truth.buys else "no_capacity") if refuses else ""
    note = {"not_qualified": "No budget, and nobody there knows of a date."}.get(reason, "")
    moves.responses.append(Respond(row.id, not refuses, at, who.id, reason, note))
    return 6


def go_on(setting: Setting, who: Member, row: Row, at: datetime, moves: Moves) -> int:
    """The next talk of a deal, or its end once they have decided."""
    case, rng = setting.cases[row.id], setting.rng
    if row.queue != Queue.PROMISED and rng.random() > AVAILABLE:
        key, minutes, _ = rng.choices(MISSED, [weight for *_, weight in MISSED])[0]
        moves.touches.append(Dispose(row.id, key, at, who.id, minutes=minutes))
        return minutes
    if at >= case.decides_at:
        return _end(setting, who, row, at, moves)
    note, kind, minutes = STEPS[min(rng.randrange(1 + len(STEPS)), len(STEPS) - 1)]
    spent = round(minutes * rng.uniform(0.6, 1.4))
    plan = _next_talk(setting, who, case, at, note)
    if row.stage == Stage.OPPORTUNITY:
        learn(setting, who, row.id, at + timedelta(minutes=spent), moves)
    moves.touches.append(Dispose(row.id, "talked", at, who.id, kind, minutes=spent, note=note, next=plan))
    return spent


def _next_talk(setting: Setting, who: Member, case: Case, at: datetime, note: str) -> Plan:
    """In one to three weeks, or as soon as they want to decide."""
    hours = calendar(setting.procedure, who.team, at)
    opens = days_later(hours, at, setting.rng.randint(5, 18))
    decided = days_later(hours, max(case.decides_at, at), 1)
    opens = min(opens, decided) + timedelta(minutes=setting.rng.randint(0, 300))
    due = end_of_day(hours, days_later(hours, opens, 1))
    return Plan(NextAction.CLOSE_DEAL, due, opens, Queue.RETRY, note)


def _end(setting: Setting, who: Member, row: Row, at: datetime, moves: Moves) -> int:
    case, rng = setting.cases[row.id], setting.rng
    if case.truth.buys and case.truth.favours_us < _pull(case, who, at, setting.firm.attention):
        return _won(setting, who, row, at, moves)
    if case.truth.buys:
        reason = rng.choices(list(LOST), list(LOST.values()))[0]
        moves.touches.append(
            Dispose(
                row.id, "bought_elsewhere", at, who.id, minutes=9, note="Asked what would have changed their mind.",
                reason=reason, competitor=case.truth.competitor, checked=checklist(setting), mirror=mirror(setting),
            )
        )  # fmt: skip
        return 9
    moves.touches.append(Dispose(row.id, "talked", at, who.id, minutes=8, next=_stay(setting, who, at)))
    ended = at + timedelta(minutes=9)
    if rng.random() < 0.35:
        moves.rests.append(Rest(row.id, ended, who.id, "The project has moved to next year"))
    else:
        reason = rng.choices(list(DIED), list(DIED.values()))[0]
        moves.closings.append(
            Close(
                row.id, Outcome.NOT_BUYING, ended, who.id, reason, "Stays with what they have.",
                checked=checklist(setting), mirror=mirror(setting),
            )
        )  # fmt: skip
    return 12


def _stay(setting: Setting, who: Member, at: datetime) -> Plan:
    hours = calendar(setting.procedure, who.team, at)
    return Plan(NextAction.CLOSE_DEAL, end_of_day(hours, at), at, Queue.RETRY, "Record how it ended")


def _pull(case: Case, who: Member, at: datetime, cares: float) -> float:
    """How strongly we attract this buyer: the seller's skill, what they want, how soon we answered."""
    pull = (
        PULL * who.worker.skill * {"ours": 1.15, "near": 0.85}.get(case.truth.answers["desired_outcome"], 0.6)
    )
    quick = case.answered_at is not None and case.answered_at - case.since <= QUICKLY
    return pull * (QUICK_HELPS if quick else SLOW_HURTS) * _heed(case, at, cares)


def _heed(case: Case, at: datetime, cares: float) -> float:
    """How much it mattered that a seller had time for them, and was there when they decided; 1 if they do not care."""
    late = max(at - case.decides_at, timedelta(0)) / A_FORTNIGHT
    return float((1 + cares * (min(case.talks, ENOUGH_TALKS) / (ENOUGH_TALKS / 2) - 1)) * exp(-cares * late))


def _won(setting: Setting, who: Member, row: Row, at: datetime, moves: Moves) -> int:
    case = setting.cases[row.id]
    truth, case.has_ordered = case.truth, True
    moves.touches.append(
        Dispose(row.id, "talked", at, who.id, minutes=15, note="They order.", next=_stay(setting, who, at))
    )
    amount = Decimal(truth.amount)
    margin = (amount * Decimal(str(round(truth.margin, 3)))).quantize(Decimal("0.01"))
    number = f"PO-{setting.rng.randrange(10_000, 99_999)}-{row.orders + 1}"
    moves.orders.append(
        Bought(row.id, amount, setting.firm.currency, at + timedelta(minutes=16), who.id, margin, number)
    )
    return 20
