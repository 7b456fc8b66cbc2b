"""Why this prospect is on the desk now, in one line."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from winnow.prospects.words import NextAction, Queue

WORDS = {
    NextAction.QUALIFY: "Reached: put the questions",
    NextAction.ACCEPT: "A lead waits for your yes or no",
    NextAction.CLOSE_DEAL: "Bring it to a yes or no",
    NextAction.CARE: "A customer's next step",
    NextAction.REVISIT: "Time to look again",
    NextAction.REVIEW: "A manager must decide",
}


def why_now(
    queue: str,
    next_action: str,
    due_at: datetime,
    now: datetime,
    attempts: int = 0,
    *,
    planned: int = 0,
    channel: str = "",
    zone: str = "UTC",
) -> str:
    """One line for the desk. `planned` is the number of steps of the cadence, `zone` the reader's."""
    if queue == Queue.PROMISED:
        return f"Promised {_words(next_action)} {_at(due_at, now, zone)}{_late(due_at, now)}"
    if own := WORDS.get(NextAction(next_action)):
        return f"{own}{_left_or_late(due_at, now)}"
    if queue == Queue.NEW:
        over = due_at < now
        side = "over its clock" if over else "left on its clock"
        return f"New {_words(channel)} inquiry, {span(abs(due_at - now))} {side}".replace("  ", " ")
    if queue == Queue.RETRY:
        number = f"Attempt {attempts + 1}" + (f" of {planned}" if attempts < planned else "")
        return f"{number} is due{_late(due_at, now)}"
    if queue == Queue.BACKLOG:
        return f"From earlier records, never tried; due {_at(due_at, now, zone)}{_late(due_at, now)}"
    return f"Planned {_words(next_action)} {_at(due_at, now, zone)}{_late(due_at, now)}"


def span(length: timedelta) -> str:
    """A length of time in its largest whole unit: "12 minutes", "1 hour", "3 days"."""
    minutes = int(length.total_seconds() // 60)
    for unit, size in (("day", 1440), ("hour", 60), ("minute", 1)):
        if (count := minutes // size) or unit == "minute":
            return f"{count} {unit}{'' if count == 1 else 's'}"
    raise AssertionError("minutes are the last unit")  # pragma: no cover


def _words(word: str) -> str:
    return {"email": "e-mail"}.get(word, word.replace("_", " "))


def _at(due_at: datetime, now: datetime, zone: str) -> str:
    local, today = due_at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    return (
        f"at {local:%H:%M}"
        if local.date() == today
        else f"on {local:%a} {local.day} {local:%b} at {local:%H:%M}"
    )


def _late(due_at: datetime, now: datetime) -> str:
    return f", {span(now - due_at)} late" if now - due_at >= timedelta(minutes=1) else ""


def _left_or_late(due_at: datetime, now: datetime) -> str:
    return _late(due_at, now) or f", {span(max(due_at - now, timedelta(0)))} left"
