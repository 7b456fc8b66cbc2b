"""The disk fills while inquiries come in: they are turned away, none is acknowledged in vain, it recovers by itself.

A full disk is played by a limit on the size of files that the web process may write, which needs no mount and no root.
"""

import resource
from collections.abc import Iterator

import pytest

from tests.cli.installation import Installation
from tests.crash.crowd import Crowd
from tests.crash.processes import served

pytestmark = [pytest.mark.crash, pytest.mark.sqlite]

CLIENTS, EACH = 4, 60
FULL, FREED = 4096, resource.RLIM_INFINITY  # bytes up to which a file may be written


@pytest.fixture(scope="module")
def ordeal(firm: Installation) -> Iterator[tuple[Crowd, int, int]]:
    """What the clients saw, and how many were accepted once the disk was full and just before it was freed."""
    token = firm.run("token", "create", "--scope", "intake").stdout.strip()
    with served(firm) as web:
        crowd = Crowd(web.port, token, CLIENTS, EACH)
        crowd.start()
        crowd.wait_for(crowd.number // 3)
        process = web.web_process()
        resource.prlimit(process, resource.RLIMIT_FSIZE, (FULL, FREED))
        crowd.wait_for_refusals(CLIENTS)
        then = len(crowd.accepted)
        crowd.wait_for_refusals(4 * CLIENTS)
        later = len(crowd.accepted)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (FREED, FREED))
        crowd.wait()
        assert web.web_process() == process, "it was started anew"
        yield crowd, then, later


def test_nothing_is_acknowledged_while_the_disk_is_full(ordeal: tuple[Crowd, int, int]) -> None:
    _, then, later = ordeal
    assert then == later


def test_who_is_turned_away_is_told_when_to_come_back(ordeal: tuple[Crowd, int, int]) -> None:
    crowd, _, _ = ordeal
    assert set(crowd.statuses) == {201, 503}
    assert set(crowd.retry_after) == {True}


def test_after_room_was_made_everything_is_taken_in(ordeal: tuple[Crowd, int, int]) -> None:
    crowd, _, _ = ordeal
    assert len(crowd.accepted) == crowd.number


def test_the_rows_are_those_that_were_acknowledged(
    ordeal: tuple[Crowd, int, int], firm: Installation
) -> None:
    crowd, _, _ = ordeal
    assert dict(firm.sql("select message, id from prospects_inquiry")) == crowd.accepted
