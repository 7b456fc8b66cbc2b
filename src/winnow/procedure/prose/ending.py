"""What the result of a touch sets next, how a prospect ends, and who looks after it meanwhile. Pure."""

from winnow.procedure.prose.words import (
    OF_OUTCOME,
    bullets,
    listed,
    many,
    minutes,
    number,
    quoted,
    said,
    table,
)
from winnow.procedure.schema import Closing, Disposition, Procedure
from winnow.prospects.words import Outcome

_THEN = {
    "retry": "the next attempt of the cadence",
    "call_back": "a call at the promised time",
    "qualify": "the questions, then a verdict",
    "nurture": "nurture",
    "keep": "the next action stays as it is",
    "to_owner": "to whoever already looks after this customer",
}

_OFF_THE_CARD = {
    "phone": "the number comes off the card, and whoever has an address is written to",
    "email": "the address comes off the card, and whoever has a number is called",
}


def what_a_result_sets_next(procedure: Procedure) -> str:
    opening = (
        "Every touch ends with one of these results, chosen with one key. The result sets the next action, "
        "so nobody has to remember it."
    )
    rows = [(row.on_key or "–", said(row.text), _next(row), _counts(row)) for row in procedure.dispositions]
    return f"{opening}\n\n{table(('Key', 'Result', 'What happens next', 'Counts as'), rows)}"


def _next(row: Disposition) -> str:
    closed = f"closed as {OF_OUTCOME[row.outcome]}" if row.outcome else ""
    asked = ["a reason"] if row.needs_reason else []
    asked += ["a date and time"] if row.ask_when else []
    then = closed or _THEN[row.then]
    if row.wrong:
        then = f"{_OFF_THE_CARD[row.wrong]}; {then}"
    return then + (f"; asks for {listed(asked)}" if asked else "")


def _counts(row: Disposition) -> str:
    kind = (
        "a conversation"
        if row.reached
        else "an attempt"
        if row.attempt
        else "neither attempt nor conversation"
    )
    return f"{kind}, {minutes(row.default_minutes, '')}"


def how_it_ends(procedure: Procedure) -> str:
    opening = (
        "A prospect ends with one of these outcomes, and never by being forgotten. Who cannot be reached, or "
        "buys later, is not finished: nurture keeps them."
    )
    return "\n\n".join([opening, *(_closing(outcome, how) for outcome, how in procedure.closing.items())])


def _closing(outcome: Outcome, how: Closing) -> str:
    asks = ["the order itself"] if outcome is Outcome.BOUGHT else []
    asks += ["a reason"] if how.reasons else []
    asks += ["who won instead"] if how.ask_competitor else []
    asks += ["a note"] if how.needs_note else []
    needs = f" It asks for {listed(asks)}." if asks else ""
    parts = [f"### {said(how.text)}", f"The outcome is “{OF_OUTCOME[outcome]}”.{needs}"]
    if how.reasons:
        parts.append(f"Its reasons are {listed((quoted(one.text) for one in how.reasons), 'or')}.")
    if how.checklist:
        since = {
            "inquiry": "Before closing",
            "lead": "Once it was a lead",
            "opportunity": "Once it was an opportunity",
        }
        parts.append(
            f"{since[how.checklist_after_stage]}, we ask ourselves whether we have done all we could:"
        )
        parts.append(bullets(map(said, how.checklist)))
    return "\n\n".join(parts)


def who_keeps_the_rest(procedure: Procedure) -> str:
    nurture, importing = procedure.nurture, procedure.importing
    return (
        "What is not ripe is off the sellers' desks and belongs to marketing. It still has an owner and a "
        f"date: we look again after {many(nurture.revisit_days, 'day')}, unless another date was agreed, and "
        f"go on for {many(nurture.horizon_days, 'day')}.\n\n"
        "History that is brought in from a file starts no clock and sends nothing. Its open prospects are "
        f"given to their owners at {number(importing.per_person_per_day)} a person a day, over at most "
        f"{many(importing.within_days, 'day')}."
    )
