"""Steps of a cadence that Winnow takes by itself, and what a person's attempts do beside them."""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.followup.world import BERLIN, NO_ANSWER, PROCEDURE, berlin
from winnow.followup.after import After, ToNurture, Ways, after, by_itself_after
from winnow.followup.attempts import Setting
from winnow.followup.course import Course
from winnow.followup.plan import GRACE, Plan
from winnow.procedure.schema import Cadence, Mail, Step, Template
from winnow.prospects.words import NextAction, Queue, TouchKind

MONDAY = berlin(2, 10)
SELLING = PROCEDURE.model_copy(
    update={
        "mail": Mail(templates=(Template(key="tried", text="Tried you", subject="Hello", body="Hello"),)),
        "cadences": {
            "default": Cadence(
                steps=(
                    Step(after_days=0),
                    Step(kind=TouchKind.EMAIL, after_days=0, template="tried", automatic=True),
                    Step(after_days=1),
                ),
                least_attempts=2,
                least_days=0,
            )
        },
    }
)
COURSE = Course(SELLING.cadence_of("web"))


def sold(course: Course, at: datetime = MONDAY, **other: object) -> After:
    return after(NO_ANSWER, SELLING, course, at=at, calendar=BERLIN, **other)  # type: ignore[arg-type]


def test_a_mail_of_the_cadence_goes_out_by_itself_in_the_readers_hours() -> None:
    plan = sold(COURSE, prospect_tz="America/New_York")
    assert isinstance(plan, Plan)
    assert (plan.next_action, plan.queue) == (NextAction.EMAIL, Queue.BY_ITSELF)
    assert plan.due_at - GRACE == berlin(2, 13)  # seven in the morning there
    assert "“Tried you” goes out by itself, step 2 of 3" in plan.note


def test_an_attempt_meanwhile_leaves_the_mail_where_it_is() -> None:
    plan = sold(COURSE)
    assert isinstance(plan, Plan)
    again = sold(replace(COURSE, attempts=1, steps=1), MONDAY + timedelta(minutes=5), current=plan)
    assert again is plan


def test_whose_address_is_not_known_is_called_instead_of_written_to_by_itself() -> None:
    plan = sold(COURSE, ways=Ways(email=False))
    assert isinstance(plan, Plan)
    assert (plan.next_action, plan.queue) == (NextAction.CALL, Queue.RETRY)


def test_a_mail_that_a_cap_puts_off_gives_nobody_up_before_the_days_are_over() -> None:
    done = Course(PROCEDURE.cadence_of("web"), attempts=9, steps=9, began=berlin(2, 9))
    here = Setting(PROCEDURE, berlin(20, 10), BERLIN, "", Ways())
    assert isinstance(by_itself_after(here, done, berlin(20, 10)), ToNurture)
    assert isinstance(by_itself_after(here, done, berlin(3, 10)), Plan)


def test_mails_by_themselves_are_no_attempts_of_a_person() -> None:
    used_up = replace(COURSE, attempts=0, steps=2)
    assert isinstance(sold(used_up), Plan)  # one attempt of two, though three steps are behind it
    assert isinstance(sold(replace(used_up, attempts=1)), ToNurture)
