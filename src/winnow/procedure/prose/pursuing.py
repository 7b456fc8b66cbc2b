"""How often we try, by which way, and how an attempt may be put off. Pure."""

from winnow.procedure.prose.words import (
    ACTIONS,
    BY_CHANNEL,
    listed,
    many,
    number,
    quoted,
    said,
    sentence,
)
from winnow.procedure.pursuing import DEFAULT, channels_of
from winnow.procedure.schema import Cadence, Procedure, Step

PARTS = {"any": "", "morning": ", in the morning", "midday": ", at midday", "afternoon": ", in the afternoon"}


def how_often_we_try(procedure: Procedure) -> str:
    cadences = sorted(procedure.cadences.items(), key=lambda item: (item[0] != DEFAULT, item[0]))
    calling, snooze = procedure.calling, procedure.snooze
    hours = (
        f"We offer calls only between {calling.start} and {calling.end} of the prospect's own local time, never twice "
        "running in the same part of the day, and rather on a weekday that was not tried yet. A "
        "call that was promised is made at the promised time, and never before it. Who left no telephone number is "
        "written to where a call was meant, and who left no address is called."
    )
    off = (
        f"A next action can be put off for at most {many(snooze.longest_days, 'day')}, with the reason, and "
        f"{many(snooze.in_a_row, 'time')} running without an attempt. What was promised cannot be put off."
    )
    return "\n\n".join([*(_cadence(name, one, procedure) for name, one in cadences), hours, off])


def _cadence(name: str, cadence: Cadence, procedure: Procedure) -> str:
    days = sum(step.after_days for step in cadence.steps)
    steps = "\n".join(
        f"{place}. {_step(step, place, procedure)}" for place, step in enumerate(cadence.steps, start=1)
    )
    return (
        f"**{whose(name, cadence, procedure)}** is tried {number(len(cadence.steps))} times over "
        f"{many(days, 'working day')}:"
        f"\n\n{steps}\n\nNurture takes over only after at least {many(cadence.least_attempts, 'attempt')} "
        f"over at least {many(cadence.least_days, 'day')}."
    )


def whose(name: str, cadence: Cadence, procedure: Procedure) -> str:
    """Whom a cadence is for: "A web inquiry that is hot, without answer"."""
    if name == DEFAULT:
        return "Whoever does not answer"
    texts = {band.key: band.text for band in procedure.scorecard.bands}
    channels = channels_of(name, cadence)
    who = listed((sentence(BY_CHANNEL[one])[:-1] for one in channels), "or") if channels else "Whoever"
    conditions = []
    if cadence.stages:
        conditions.append(f"is at the stage {listed(cadence.stages, 'or')}")
    if cadence.bands:
        conditions.append(f"is {listed((said(texts.get(one, one)).lower() for one in cadence.bands), 'or')}")
    if not channels and not conditions:
        return f"Whoever one of us put into {quoted(cadence.text)} and who does not answer"
    which = f" {'that ' if channels else ''}{listed(conditions)}" if conditions else ""
    return f"{who}{which} without answer" if channels else f"{who}{which} and does not answer"


def _step(step: Step, place: int, procedure: Procedure) -> str:
    if place == 1:
        when = "at once" if not step.after_days else f"after {many(step.after_days, 'working day')}"
    else:
        when = f"{many(step.after_days, 'working day')} later" if step.after_days else "on the same day"
    template = procedure.mail.template(step.template) if step.template else None
    what = f" {quoted(template.text)}" if template else ""
    by_itself = ", sent by itself" if step.automatic else ""
    return sentence(f"{ACTIONS[step.kind]}{what} {when}{PARTS[step.part_of_day]}{by_itself}")
