"""The conversation that qualifies: questions in an order of one's own, answers with their evidence, a verdict."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from winnow.flow.verdicts import Decide
from winnow.flow.work import Dispose
from winnow.prospects.words import Direction, Grade, Stage, TouchKind, Verdict
from winnow.qualify.actions import Said
from winnow.qualify.answers import Given, Weighing, weigh
from winnow.simulate.board import Row
from winnow.simulate.cases import Case, Setting
from winnow.simulate.house import Member
from winnow.simulate.moves import Moves

DECIDED_AT_ONCE = 0.88  # the verdict follows the conversation; otherwise later that day
CORROBORATED = 0.38  # of the answers are checked against something
ASKED_AGAIN = frozenset({"need", "time", "money"})  # may have changed since the last conversation
MISHEARD = 0.06
LEFT_OUT = 0.14  # of the questions that are not required, by somebody of usual skill
DISQUALIFIED = {"need": "no_need", "desired_outcome": "other_outcome", "fit": "not_served"}
NURTURED = {"time": "timing", "money": "money_later", "need": "gathering"}
WORDS = {
    "no_queues": "Nobody should queue for coffee any more", "better_taste": "Better coffee for the guests",
    "fewer_failures": "A machine that does not break down", "lower_cost": "A cup should cost less",
    "less_work": "Less cleaning for the staff",
}  # fmt: skip
NOT_OURS = (
    ("Snacks and cold drinks in the break room", 5), ("A machine for snacks and cold drinks", 3),
    ("Cold drinks and snacks from one machine", 2), ("Water dispensers on every floor", 4),
    ("A water dispenser for each floor", 2), ("Somebody who runs our whole canteen", 3),
    ("A caterer who runs the canteen for us", 1), ("Used machines, as cheap as can be", 2),
)  # fmt: skip
EVIDENCE = {
    "need": ("The head of facilities said the same", "Photographs of the queue"),
    "money": ("The budget sheet they mailed", "Their controller, on the phone"),
    "authority": ("The organisation chart on their pages", "Their purchasing department"),
    "time": ("The lease of the old machines ends then", "The date of the move, from their pages"),
    "fit": ("Their pages and the trade register", "A visit"),
}
SECONDS = {"need": 70, "desired_outcome": 85, "money": 50, "authority": 40, "time": 45, "fit": 95}  # medians
LONGEST = 590
# How often they say, or show, that it was a great question.
GREAT = {"desired_outcome": 0.24, "need": 0.11, "time": 0.07}
SEEN_AS_OURS = 0.8  # of the outcomes that we deliver are confirmed by whoever hears of them


def put_questions(
    setting: Setting, who: Member, row: Row, at: datetime, moves: Moves, kind: TouchKind, direction: Direction
) -> int:
    """A conversation about need, outcome, money, authority, time and fit; usually with the verdict after it."""
    case, rng = setting.cases[row.id], setting.rng
    minutes = rng.randint(7, 19)
    moves.touches.append(Dispose(row.id, "connected", at, who.id, kind, direction, minutes))
    # Chance of its own, so that the firm's other chances stay as they are.
    aside = Random(f"{who.worker.key}/{at.isoformat()}")
    for number, (question, given) in enumerate(_heard(setting, who, case).items()):
        case.answers[question] = given
        words = rng.choice(list(WORDS)) if question == "desired_outcome" else ""
        spoken = min(at + timedelta(minutes=1 + number), setting.until)
        moves.said.append(_said(aside, row.id, question, given, spoken, who.id, words))
        if aside.random() < GREAT.get(question, 0.02):
            moves.great.append((row.id, question, who.id, spoken))
    if rng.random() < DECIDED_AT_ONCE:
        decide(setting, who, row, min(at + timedelta(minutes=minutes), setting.until), moves)
    return minutes + 2


def _said(
    rng: Random, prospect: int, question: str, given: Given, at: datetime, by: int, wish: str
) -> Said:  # fmt: skip
    """One answer in full: their words, what proves it, which outcome of ours it is, and how long it took to ask."""
    words, outcome = WORDS.get(wish, ""), ""
    if wish and given.choice == "not_ours":
        words = rng.choices([said for said, _ in NOT_OURS], [weight for _, weight in NOT_OURS])[0]
    elif wish and given.choice == "ours" and rng.random() < SEEN_AS_OURS:
        outcome = wish
    proofs: Sequence[str] = EVIDENCE.get(question, ())
    proved = rng.choice(proofs) if proofs and given.grade is Grade.CORROBORATED else ""
    seconds = min(LONGEST, max(8, round(SECONDS.get(question, 45) * rng.lognormvariate(0, 0.5))))
    return Said(prospect, question, given.choice, at, by, words, given.grade, proved, outcome, seconds)


def _heard(setting: Setting, who: Member, case: Case) -> dict[str, Given]:
    """What was asked and understood; the skilled leave out and mishear less."""
    rng, heard = setting.rng, {}
    for question in setting.procedure.qualification.questions:
        left_out = not question.required and rng.random() < LEFT_OUT / who.worker.skill**3
        choice = case.truth.answers.get(question.key)
        known = question.key in case.answers and question.key not in ASKED_AGAIN
        if left_out or known or choice is None:
            continue
        if rng.random() < MISHEARD / who.worker.skill:
            choice = rng.choice([one.key for one in question.choices if one.gate == "pass"])
        checked = rng.random() < CORROBORATED * who.worker.skill
        heard[question.key] = Given(choice, Grade.CORROBORATED if checked else Grade.STATED)
    return heard


def decide(setting: Setting, who: Member, row: Row, at: datetime, moves: Moves) -> int:
    """The verdict that the answers advise; on a lead that came back, a seller's doubt counts too."""
    case, rules = setting.cases[row.id], setting.procedure.qualification
    weighing = weigh(case.answers, rules)
    came_back = row.stage == Stage.LEAD and setting.rng.random() < 0.5
    if weighing.advice is Verdict.QUALIFIED and not came_back:
        moves.verdicts.append(Decide(row.id, Verdict.QUALIFIED, at, who.id))
    elif weighing.advice is Verdict.DISQUALIFIED:
        reason = next((DISQUALIFIED[key] for key in weighing.gates_failed if key in DISQUALIFIED), "no_need")
        moves.verdicts.append(Decide(row.id, Verdict.DISQUALIFIED, at, who.id, reason))
    else:
        moves.verdicts.append(
            Decide(
                row.id,
                Verdict.NURTURE,
                at,
                who.id,
                _why_not_now(setting, weighing),
                revisit=_revisit(case, at),
            )
        )
    return 3


def _why_not_now(setting: Setting, weighing: Weighing) -> str:
    failed = next((NURTURED[key] for key in weighing.gates_failed if key in NURTURED), "")
    return failed or setting.rng.choices(["gathering", "timing", "under_contract"], [5, 3, 2])[0]


def _revisit(case: Case, at: datetime) -> datetime | None:
    """They often name a month; the procedure's own interval is used if they do not."""
    soon = case.decides_at - timedelta(days=45)
    return soon if case.truth.buys and soon > at + timedelta(days=20) else None
