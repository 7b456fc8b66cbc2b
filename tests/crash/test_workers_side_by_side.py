"""Two workers over the same rows: what one does, the other does not do again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.cli.installation import Installation
from tests.crash.late import late_prospects, steps_taken, told

pytestmark = pytest.mark.crash

DUE = 300


def test_two_workers_take_each_step_once_between_them(firm: Installation) -> None:
    late_prospects(firm, DUE)
    with ThreadPoolExecutor() as both:
        counts = list(both.map(lambda _: firm.facts("work", "--once"), range(2)))
    firm.run("work", "--once")
    assert steps_taken(firm) == {"warned": DUE, "reassigned": DUE, "manager": DUE}
    assert sum(one["warned"] for one in counts) == DUE
    owed, delivered, notifications = told(firm)
    assert owed == delivered == notifications
