"""Trying to reach a prospect, and what comes of it before any question is put."""

from datetime import datetime, timedelta

from winnow.flow.mailing.outgoing import Draft
from winnow.flow.work import Dispose
from winnow.followup.queries import calendar
from winnow.followup.windows import days_later, end_of_day
from winnow.prospects.words import Direction, NextAction, Queue, TouchKind
from winnow.simulate.board import Row
from winnow.simulate.cases import Case, Setting
from winnow.simulate.house import Member
from winnow.simulate.moves import Moves
from winnow.simulate.qualifying import put_questions

AT_ONCE, AT_ONCE_HELPS = timedelta(minutes=30), 1.25  # answered while they still think of it
KEPT_APPOINTMENT = 0.86  # finds them, when the call was agreed
MAIL_ANSWERED = 0.5  # of the chance of a call
UNWELCOME_HOURS = 0.5
NEVER_AGAIN, PUT_OFF, LATER = 0.012, 0.15, 0.05
NAMES_A_DAY = 0.6  # of those who are not ready yet; for the others we choose the day ourselves
MISSED = (("no_answer", 1, 50), ("left_voicemail", 2, 35), ("gatekeeper", 3, 15))  # minutes, weight
WRITTEN = frozenset({NextAction.EMAIL, NextAction.MESSAGE, NextAction.LETTER, NextAction.SOCIAL})
GREETING = "Thank you for your inquiry. When may I call you, and at which number?"
CLOSING = timedelta(minutes=45)  # nobody agrees a call for the last minutes of a day
IN_THE_MORNING = 180  # minutes after the desk opens; "in March" is a day, not its last hour
QUARTER = 15  # minutes to which appointments are rounded


def attempt(setting: Setting, who: Member, row: Row, at: datetime, moves: Moves) -> int:
    """One attempt; returns the minutes it took."""
    case, rng = setting.cases[row.id], setting.rng
    writes = "phone" not in case.inquirer.fields or case.number_is_dead or row.next_action in WRITTEN
    if case.wrote:
        return reached(setting, who, row, at, moves, TouchKind.EMAIL)
    if writes:
        if row.attempts and rng.random() < case.truth.reach * MAIL_ANSWERED:
            return reached(setting, who, row, at, moves, TouchKind.EMAIL, Direction.IN)
        moves.touches.append(Dispose(row.id, "email_sent", at, who.id, kind=TouchKind.EMAIL))
        if "email" in case.inquirer.fields:
            moves.letters.append(letter(row.id, who, at))
        return 3
    if not case.truth.number_works:
        case.number_is_dead = True
        moves.touches.append(Dispose(row.id, "wrong_number", at, who.id))
        return 2
    if rng.random() < _chance(case, row, at):
        return reached(setting, who, row, at, moves)
    key, minutes, _ = rng.choices(MISSED, [weight for *_, weight in MISSED])[0]
    moves.touches.append(Dispose(row.id, key, at, who.id))
    return minutes


def _chance(case: Case, row: Row, at: datetime) -> float:
    if row.queue == Queue.PROMISED:
        return KEPT_APPOINTMENT
    chance = case.truth.reach
    if row.clock_started_at and at - row.clock_started_at <= AT_ONCE:
        chance *= AT_ONCE_HELPS
    return chance if 8 <= at.astimezone(case.zone).hour < 18 else chance * UNWELCOME_HOURS


def reached(
    setting: Setting, who: Member, row: Row, at: datetime, moves: Moves,
    kind: TouchKind = TouchKind.CALL, direction: Direction = Direction.OUT,
) -> int:  # fmt: skip
    """They are on the line: it may end at once, be put off, or become the questions that qualify."""
    case, rng = setting.cases[row.id], setting.rng
    case.heard_at, case.wrote = at, False
    if ends := _ends_at_once(setting, case, row, at):
        key, reason, note, minutes = ends
        competitor = case.truth.competitor if key == "bought_elsewhere" else ""
        moves.touches.append(
            Dispose(
                row.id, key, at, who.id, kind, direction, minutes, note, reason, competitor=competitor,
                checked=checklist(setting), mirror=mirror(setting),
            )
        )  # fmt: skip
        return minutes
    put_off = PUT_OFF * (5 if setting.wrapping_up else 1)
    if kind is TouchKind.CALL and row.queue != Queue.PROMISED and rng.random() < put_off:
        when = appointment(setting, who, at)
        setting.tally.promised += 1
        setting.promises.make(row.id, when, at)
        moves.touches.append(
            Dispose(row.id, "call_back", at, who.id, kind, direction, 3, "In a meeting now.", when=when)
        )
        return 3
    if case.truth.answers["time"] in ("later", "this_year") and rng.random() < LATER * 3:
        opens = days_later(calendar(setting.procedure, who.team, at), at, rng.randint(28, 110))
        when = rounded(opens + timedelta(minutes=rng.randint(15, IN_THE_MORNING)))
        reason = rng.choice(["Next budget year", "After the refurbishment", "Contract runs until then"])
        named = rng.random() < NAMES_A_DAY
        moves.touches.append(
            Dispose(
                row.id, "bad_timing", at, who.id, kind, direction, 7, reason=reason, when=when, promised=named
            )
        )
        if named:
            setting.promises.make(row.id, when, at)
        return 7
    return put_questions(setting, who, row, at, moves, kind, direction)


def _ends_at_once(setting: Setting, case: Case, row: Row, at: datetime) -> tuple[str, str, str, int] | None:
    """Disposition, reason, note, minutes; None if the conversation goes on."""
    rng, truth = setting.rng, case.truth
    if truth.temper < NEVER_AGAIN:
        return "do_not_contact", "asked", "Wants no more calls.", 2
    if truth.intent == "applicant":
        return "duplicate_or_spam", "applicant", "Looks for a job.", 2
    if truth.buys and at > case.decides_at:
        reason = rng.choices(["too_late", "price", "relationship", "product"], [5, 3, 2, 1])[0]
        return "bought_elsewhere", reason, "Had ordered before we spoke.", 5
    if truth.intent == "none" or (truth.intent == "curious" and rng.random() < 0.45):
        reason = rng.choices(["no_need", "not_served", "in_house", "not_told"], [6, 2, 1, 1])[0]
        return "not_interested", reason, "", 4
    return None


def letter(prospect: int, who: Member, at: datetime) -> Draft:
    """What somebody writes who could not call."""
    key = f"letter:{prospect}:{at.isoformat()}"
    text = f"{GREETING}\n\n{who.worker.name}"
    return Draft(key, prospect, who.id, "Your inquiry", text, at, logs=False, at_once=True)


def mirror(setting: Setting) -> tuple[tuple[str, str], ...]:
    """What a seller sees in the mirror."""
    seen = {
        "who_decides": "Their managing director; we spoke twice.", "which_outcome": "Fewer breakdowns.",
        "not_asked": "What waiting costs them.", "would_have_to": "A smaller first order.",
    }  # fmt: skip
    return tuple((one.key, seen.get(one.key, "We do not know.")) for one in setting.procedure.deals.mirror)


def checklist(setting: Setting) -> tuple[str, ...]:
    """Everything that any outcome asks whether it was done."""
    return tuple(line for rule in setting.procedure.closing.values() for line in rule.checklist)


def appointment(setting: Setting, who: Member, at: datetime) -> datetime:
    """A time that suits both: later today, or within the next working days."""
    rng, hours = setting.rng, calendar(setting.procedure, who.team, at)
    today = at + timedelta(minutes=rng.randint(60, 270))
    if rng.random() < 0.45 and today + CLOSING <= end_of_day(hours, at):
        return rounded(today)
    opens = days_later(hours, at, rng.randint(1, 3))
    then = opens + timedelta(minutes=rng.randint(15, 450))
    return rounded(min(then, end_of_day(hours, opens) - CLOSING))


def rounded(at: datetime) -> datetime:
    """To the next quarter of an hour."""
    ahead = (QUARTER - at.minute % QUARTER) % QUARTER
    return at.replace(second=0, microsecond=0) + timedelta(minutes=ahead or QUARTER)
