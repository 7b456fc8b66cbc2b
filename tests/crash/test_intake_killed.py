"""The web process is killed again and again while clients post: nothing acknowledged is missing, nothing is doubled."""

from collections.abc import Iterator

import pytest

from tests.cli.installation import Installation
from tests.crash.crowd import Crowd
from tests.crash.processes import Served, examined, served
from tests.crash.scale import sized

pytestmark = pytest.mark.crash

CLIENTS = 10
EACH, KILLS = sized(120, 1_000), sized(4, 20)


@pytest.fixture(scope="module")
def crowd(firm: Installation) -> Iterator[Crowd]:
    """What the clients saw while the web process, alone or with its arbiter, was killed between their posts."""
    token = firm.run("token", "create", "--scope", "intake").stdout.strip()
    with served(firm) as web:
        crowd = Crowd(web.port, token, CLIENTS, EACH)
        crowd.start()
        for number in range(1, KILLS + 1):
            crowd.wait_for(crowd.number * number // (KILLS + 1))
            _kill(web, everything=number % 2 == 0)
        crowd.wait()
        yield crowd


def _kill(web: Served, everything: bool) -> None:
    if everything:
        web.kill()
        web.start()
    else:
        web.kill_web_process()


def test_every_client_gets_its_2xx_in_the_end(crowd: Crowd) -> None:
    assert (len(crowd.accepted), crowd.refusals) == (crowd.number, [])


def test_there_is_one_inquiry_for_each_key(crowd: Crowd, firm: Installation) -> None:
    counts = firm.sql("select count(*), count(distinct message) from prospects_inquiry")
    assert counts == [(crowd.number, crowd.number)]


def test_what_was_acknowledged_is_what_is_there(crowd: Crowd, firm: Installation) -> None:
    rows = firm.sql("select message, id from prospects_inquiry")
    assert dict(rows) == crowd.accepted


def test_every_inquiry_has_its_prospect_with_owner_and_deadline(crowd: Crowd, firm: Installation) -> None:
    rows = firm.sql(
        "select count(distinct p.id) from prospects_inquiry i join prospects_prospect p on p.id = i.prospect_id"
        " where p.due_at is not null and p.owner_id is not null and p.next_action <> ''"
    )
    assert rows == [(crowd.number,)]


def test_every_prospect_was_opened_once(crowd: Crowd, firm: Installation) -> None:
    rows = firm.sql("select count(*), count(distinct prospect_id) from prospects_event where kind = 'opened'")
    assert rows == [(crowd.number, crowd.number)]


def test_the_doctor_finds_nothing(crowd: Crowd, firm: Installation) -> None:
    found = examined(firm)
    assert (found["offending"], found["prospects"]) == ({}, crowd.number)


@pytest.mark.sqlite
def test_the_file_is_whole(crowd: Crowd, firm: Installation) -> None:
    assert firm.sql("pragma integrity_check") == [("ok",)]
