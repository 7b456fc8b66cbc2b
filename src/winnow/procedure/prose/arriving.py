"""How an inquiry arrives: our hours, how soon we answer, what is held back, and what a repeat does. Pure."""

from winnow.procedure.prose.words import (
    ACTIONS,
    BY_CHANNEL,
    bullets,
    listed,
    many,
    minutes,
    quoted,
    said,
    sentence,
    working_day,
)
from winnow.procedure.schema import Clock, Procedure, Screen, Weekday, WorkingHours

_DAYS: dict[Weekday, str] = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def when_we_work(procedure: Procedure) -> str:
    teams = sorted(procedure.hours.items(), key=lambda item: (item[0] != "default", item[0]))
    told = [_team_hours(name, hours) for name, hours in teams]
    return "\n\n".join(
        [*told, "Clocks stand still outside these hours, unless this document says otherwise."]
    )


def _team_hours(name: str, hours: WorkingHours) -> str:
    who = "Every team without hours of its own" if name == "default" else f"The team {quoted(name)}"
    return f"{who} works {in_words(hours)}."


def in_words(hours: WorkingHours) -> str:
    """The week of a team, its clock, and its days off."""
    spans: dict[tuple[str, ...], list[str]] = {}
    for day in (day for day in _DAYS if hours.week.get(day)):
        spans.setdefault(hours.week[day], []).append(_DAYS[day])
    week = [f"{_days(days)} {listed(span.replace('-', '–') for span in at)}" for at, days in spans.items()]
    zone = hours.timezone.replace("_", " ")
    return f"{listed(week, 'and')} ({zone} time){_days_off(hours)}"


def _days(days: list[str]) -> str:
    """ "Monday to Friday", or each day by its name if they do not follow one another."""
    whole = list(_DAYS.values())
    start = whole.index(days[0])
    in_a_row = len(days) > 2 and whole[start : start + len(days)] == days
    return f"{days[0]} to {days[-1]}" if in_a_row else listed(days)


def _days_off(hours: WorkingHours) -> str:
    off = [f"the public holidays of {hours.holidays_of}"] if hours.holidays_of else []
    off += [day.isoformat() for day in hours.holidays]
    return f", and not on {listed(off)}" if off else ""


def how_soon_we_answer(procedure: Procedure) -> str:
    clocks = sorted(procedure.clocks.items(), key=lambda item: (item[0] == "default", item[1].respond_within))
    day = working_day(procedure)
    stops = (
        "The clock starts when the inquiry comes in and stops only when a person has tried to reach the "
        "inquirer and has logged it. An automatic reply does not count, nor does opening the page."
    )
    return f"{stops}\n\n{bullets(_clock(str(channel), clock, day) for channel, clock in clocks)}"


def _clock(channel: str, clock: Clock, day: int) -> str:
    kind, day = ("", 0) if clock.around_the_clock else ("working ", day)
    within = minutes(clock.respond_within, kind, day)
    night = ", day and night, on every day of the year" if clock.around_the_clock else ""
    told = "its owner is told at once" if clock.notify else "its owner finds it in the queue"
    asked = BY_CHANNEL[channel]
    return f"{asked[:1].upper()}{asked[1:]} is answered by a person within **{within}**{night}: " + (
        f"first by {ACTIONS[clock.first_action]}; {told}."
    )


def what_is_held_back(procedure: Procedure) -> str:
    screen = procedure.screen
    opening = (
        "What looks like spam is held back before any clock starts. Held back is not deleted: a marketer "
        "reviews the quarantine and lets through whatever is honest."
    )
    return f"{opening}\n\n{bullets(_screening(screen))}"


def _screening(screen: Screen) -> list[str]:
    lines = [
        f"An inquiry is held back when its signs of spam add up to {screen.spam_threshold} points. "
        f"{_phrases(screen)}",
        f"More than {many(screen.links_allowed, 'link')} in a message count as a sign, and so does a form "
        f"that was filled in within {screen.min_fill_seconds:g} seconds.",
        _mail("Disposable mail addresses", screen.disposable_mail),
        _mail("Free mail addresses", screen.free_mail),
    ]
    if screen.competitor_domains:
        verb = "held back" if screen.competitor_action == "quarantine" else "let through, but marked"
        lines.append(f"Inquiries of our competitors ({_domains(screen.competitor_domains)}) are {verb}.")
    if screen.harvester_domains or screen.harvester_phrases or screen.harvester_inquiries:
        lines.append(_harvesters(screen))
    if screen.blocked_domains:
        lines.append(f"Senders at {_domains(screen.blocked_domains)} are always held back.")
    if screen.allowed_return_hosts:
        lines.append(f"A form may lead its sender back to {_domains(screen.allowed_return_hosts)} only.")
    return lines


def _harvesters(screen: Screen) -> str:
    """Who gathers information and never buys, and by what they are known."""
    known = [f"senders at {_domains(screen.harvester_domains)}"] if screen.harvester_domains else []
    if screen.harvester_phrases:
        known.append(f"whoever writes {listed(map(quoted, screen.harvester_phrases), 'or')}")
    done = "held back" if screen.harvester_action == "quarantine" else "let through, but marked"
    told = [f"Who gathers information and never buys is {done}: {listed(known)}."] if known else []
    if screen.harvester_inquiries:
        often = many(screen.harvester_inquiries, "time")
        told.append(f"Who has inquired {often} without one conversation is marked on the desk.")
    return " ".join(told)


def _phrases(screen: Screen) -> str:
    if not screen.spam_phrases:
        return "No phrase counts as a sign yet."
    strongest = sorted(screen.spam_phrases, key=lambda phrase: -phrase.weight)[:3]
    examples = listed((f"{quoted(one.text)} with {one.weight}" for one in strongest), "and")
    return f"{sentence(many(len(screen.spam_phrases), 'phrase'))[:-1]} count as signs, such as {examples}."


def _mail(what: str, how: str) -> str:
    done = {"quarantine": "held back", "flag": "let through, but marked", "accept": "as welcome as any other"}
    return f"{what} are {done[how]}."


def _domains(domains: tuple[str, ...]) -> str:
    return listed(said(domain) for domain in domains)


def when_somebody_asks_again(procedure: Procedure) -> str:
    repeat, one = procedure.repeat, "It stays the same prospect, with one owner and one history."
    working = {
        "reclock": "its response clock starts again",
        "keep": "its next action stays as it was",
    }[repeat.working]
    reopens = "it goes back to a desk"
    noted = "the inquiry is noted, and nothing else changes"
    return (
        f"Somebody who inquires again is never turned away and never becomes a second prospect. {one}\n\n"
        + bullets(
            [
                f"If the prospect is being worked, {working}.",
                f"If it is in nurture, {reopens if repeat.nurture == 'reopen' else noted}.",
                f"If it was closed, {reopens if repeat.closed == 'reopen' else noted}.",
                "If the person had asked not to be contacted, the manager is told and decides.",
            ]
        )
    )
