"""What a seller learns of a deal while talking: what it is worth, when they decide, how far the buyer has come."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from winnow.flow.deals.moving import Advance, Sized, Timeline
from winnow.prospects.words import Grade
from winnow.simulate.cases import Case, Setting
from winnow.simulate.house import Member
from winnow.simulate.moves import Moves

SAYS_WHEN = 0.75  # of them name a day when asked
OFF_BY_DAYS = 12  # and are wrong by so many, more or less
SHIFTS = timedelta(days=45)  # what who does not buy puts it off by, each time
COMES_CLOSER = {True: 0.45, False: 0.2}  # whoever buys in the end, and whoever does not
ESTIMATE = 0.18  # how far an estimate of the amount is off
PROOFS = (
    "Wrote down what they want to be different",
    "Their managing director joined the call",
    "Asked in writing for an offer",
    "Agreed to price and terms by e-mail",
)


def learn(setting: Setting, who: Member, prospect: int, at: datetime, moves: Moves) -> None:
    """In the first talk what it is worth; in any, when they decide and what the buyer has done."""
    case = setting.cases[prospect]
    aside = Random(f"{who.worker.key}/{case.inquirer.fields.get('email', '')}/{at.isoformat()}")
    case.talks += 1
    if case.talks == 1:
        amount = Decimal(10 * max(1, round(case.truth.amount * aside.lognormvariate(0, ESTIMATE) / 10)))
        moves.told.append(Sized(prospect, at, who.id, amount, low=amount / 2, high=amount * 2))
    if case.says_by is None or case.says_by < at.date():
        _when(case, aside, who, prospect, at, moves)
    stages = setting.procedure.deals.stages
    if case.stage + 1 < len(stages) and aside.random() < COMES_CLOSER[case.truth.buys]:
        case.stage += 1
        proof = PROOFS[min(case.stage, len(PROOFS) - 1)]
        moves.told.append(Advance(prospect, at, who.id, stages[case.stage].key, proof))


def _when(case: Case, aside: Random, who: Member, prospect: int, at: datetime, moves: Moves) -> None:
    if aside.random() >= SAYS_WHEN:
        return
    truly = case.decides_at if case.truth.buys else max(case.decides_at, at + SHIFTS)
    case.says_by = max((truly + timedelta(days=round(aside.gauss(0, OFF_BY_DAYS)))).date(), _soon(at))
    grade = Grade.CORROBORATED if aside.random() < who.worker.skill / 3 else Grade.STATED
    moves.told.append(
        Timeline(prospect, at, who.id, case.says_by, "They named the day on the telephone", grade)
    )


def _soon(at: datetime) -> date:
    return (at + timedelta(days=3)).date()
