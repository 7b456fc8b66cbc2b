"""The company that follow-up tests happen in: Berlin, Monday to Friday, 9 to 17."""

from datetime import UTC, date, datetime

from winnow.followup.calendars import calendar_of
from winnow.procedure.schema import Cadence, Clock, Closing, Disposition, Procedure, Step, WorkingHours
from winnow.prospects.words import Channel, NextAction, Outcome, TouchKind

NINE_TO_FIVE = ("09:00-17:00",)
HOURS = WorkingHours(
    timezone="Europe/Berlin",
    week={
        "mon": NINE_TO_FIVE,
        "tue": NINE_TO_FIVE,
        "wed": NINE_TO_FIVE,
        "thu": NINE_TO_FIVE,
        "fri": NINE_TO_FIVE,
    },
    holidays=(date(2026, 3, 11),),
)
BERLIN = calendar_of(HOURS)

STEPS = (
    Step(after_days=0),
    Step(after_days=0, part_of_day="afternoon"),
    Step(kind=TouchKind.EMAIL, after_days=1, part_of_day="morning"),
    Step(after_days=2, part_of_day="midday"),
)


def result(key: str, then: str, **other: object) -> Disposition:
    return Disposition(key=key, text=key.replace("_", " ").capitalize(), then=then, **other)  # type: ignore[arg-type]


NO_ANSWER = result("no_answer", "retry")
CALL_BACK = result("call_back", "call_back", reached=True, ask_when=True)
CONNECTED = result("connected", "qualify", reached=True)
BAD_TIMING = result("bad_timing", "nurture", reached=True)
NOT_INTERESTED = result("not_interested", "close", outcome=Outcome.NOT_BUYING)
TALKED = result("talked", "keep", reached=True)
CUSTOMER = result("already_customer", "to_owner", reached=True)
DISPOSITIONS = (NO_ANSWER, CALL_BACK, CONNECTED, BAD_TIMING, NOT_INTERESTED, TALKED, CUSTOMER)

PROCEDURE = Procedure(
    hours={"default": HOURS},
    clocks={
        "default": Clock(respond_within=240),
        Channel.WEB: Clock(respond_within=30),
        Channel.PHONE: Clock(respond_within=15, around_the_clock=True),
        Channel.EMAIL: Clock(respond_within=120, first_action=NextAction.EMAIL),
    },
    cadences={"default": Cadence(steps=STEPS, least_attempts=6, least_days=14)},
    dispositions=DISPOSITIONS,
    closing={outcome: Closing(text=outcome.value) for outcome in Outcome},
)


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant in March 2026, before the clocks change; Monday is the 2nd."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)
