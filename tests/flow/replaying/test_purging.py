"""The pipeline of history judged again: what is small and still goes after its warning, unless it was kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

from winnow.flow.replaying.purging import purged
from winnow.flow.replaying.recorded import History, Step
from winnow.procedure.dealing import Purge

START = datetime(2025, 1, 6, 9, tzinfo=UTC)
RULE = Purge(on=True)


def history(*steps: tuple[int, str, dict[str, Any]]) -> History:
    """Of one small opportunity beside a large one; each step says on which day it was."""
    told = [Step(1, START, "opened", 7), Step(1, START, "money", 7, {"amount": "90000", "currency": "EUR"})]
    told += [Step(2, START, "opened", 7), Step(2, START, "money", 7, {"amount": "500", "currency": "EUR"})]
    told += [Step(2, START + timedelta(days=day), what, 7, data) for day, what, data in steps]
    return History(START, START + timedelta(days=120), steps=told, currency="EUR")


def gone(*steps: tuple[int, str, dict[str, Any]]) -> dict[int, int]:
    """After how many days each would have been let go."""
    return {one.prospect: (one.at - START).days for one in purged(history(*steps), RULE)}


def test_what_is_neither_big_nor_moving_goes() -> None:
    assert gone().keys() == {2}


def test_what_was_kept_goes_only_after_its_day() -> None:
    day = gone()[2]
    until = START + timedelta(days=day + 20)
    assert gone((day - 1, "kept", {"until": f"{until:%-d %b %Y}"}))[2] > day + 20


def test_what_ended_before_is_not_let_go() -> None:
    assert not gone((5, "ended", {}))
