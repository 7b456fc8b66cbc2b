"""When a customer's next step is. Pure."""

from datetime import datetime, timedelta

from winnow.customers.words import Step
from winnow.procedure.custom import Customers

OLD = timedelta(days=7)  # an order recorded later than that is history


def after_order(rule: Customers, ordered_at: datetime, now: datetime, number: int) -> datetime:
    """The first step after an order; those of history are spread by their number over the usual interval."""
    if now - ordered_at > OLD:
        return spread(rule, now, number)
    return max(ordered_at + timedelta(days=rule.first_step_days), now)


def spread(rule: Customers, now: datetime, number: int) -> datetime:
    """A day within the usual interval, told by a number, so that many do not fall on one day."""
    return now + timedelta(days=1 + number % rule.step_days)


def after_step(rule: Customers, now: datetime) -> datetime:
    """The next one after a step is on the desk or done."""
    return now + timedelta(days=rule.step_days)


def later(rule: Customers) -> Step:
    """What that is, unless a person has planned something else."""
    return Step(rule.later_step)
