"""Why this one now, in one line."""

from datetime import datetime, timedelta

import pytest

from tests.followup.world import berlin
from winnow.followup.order import span, why_now

NOW = berlin(2, 14)


@pytest.mark.parametrize(
    ("queue", "action", "due_at", "line"),
    [
        ("1_promised", "call_back", berlin(2, 14), "Promised call back at 14:00"),
        ("1_promised", "call_back", berlin(2, 13), "Promised call back at 13:00, 1 hour late"),
        ("1_promised", "meeting", berlin(3, 9), "Promised meeting on Tue 3 Mar at 09:00"),
        ("2_new", "call", berlin(2, 14, 12), "New web inquiry, 12 minutes left on its clock"),
        ("2_new", "call", berlin(2, 12), "New web inquiry, 2 hours over its clock"),
        ("2_new", "accept", berlin(2, 17), "A lead waits for your yes or no, 3 hours left"),
        ("3_retry", "call", berlin(2, 17), "Attempt 3 of 6 is due"),
        ("3_retry", "email", berlin(1, 14), "Attempt 3 of 6 is due, 1 day late"),
        ("3_retry", "qualify", berlin(2, 17), "Reached: put the questions, 3 hours left"),
        ("4_backlog", "call", berlin(4, 17), "From earlier records, never tried; due on Wed 4 Mar at 17:00"),
        ("5_later", "revisit", berlin(1, 14), "Time to look again, 1 day late"),
        ("5_later", "email", berlin(4, 9), "Planned e-mail on Wed 4 Mar at 09:00"),
    ],
)
def test_the_line_says_why_now(queue: str, action: str, due_at: datetime, line: str) -> None:
    said = why_now(queue, action, due_at, NOW, 2, planned=6, channel="web", zone="Europe/Berlin")
    assert said == line


def test_an_attempt_beyond_the_cadence_names_no_total() -> None:
    assert why_now("3_retry", "call", NOW, NOW, 6, planned=6) == "Attempt 7 is due"


def test_an_inquiry_of_unknown_channel_is_simply_new() -> None:
    assert why_now("2_new", "call", NOW, NOW) == "New inquiry, 0 minutes left on its clock"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        ({"minutes": 1}, "1 minute"),
        ({"minutes": 59}, "59 minutes"),
        ({"hours": 25}, "1 day"),
        ({"days": 3}, "3 days"),
    ],
)
def test_a_length_of_time_is_said_in_its_largest_unit(length: dict[str, int], words: str) -> None:
    assert span(timedelta(**length)) == words
