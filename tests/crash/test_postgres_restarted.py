"""PostgreSQL falls and comes back while clients post: what was acknowledged is there; no process of ours restarts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.installation import Installation
from tests.crash.crowd import Crowd
from tests.crash.processes import served
from tests.crash.scale import sized
from tests.postgres import Cluster, running_cluster

pytestmark = [pytest.mark.crash, pytest.mark.postgresql]

CLIENTS = 8
EACH, RESTARTS = sized(75, 250), sized(3, 5)
RECOVERED = 10.0  # seconds


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A server of its own, which flushes as it does where it is in earnest."""
    with running_cluster(durable=True) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def firm(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    home: Path = tmp_path_factory.mktemp("restarted") / "home"
    firm = Installation(home, cluster.url)
    firm.run("init", "--yes")
    firm.python("people()")
    return firm


@pytest.fixture(scope="module")
def crowd(cluster: Cluster, firm: Installation) -> Iterator[Crowd]:
    """What the clients saw while the database server fell again and again."""
    token = firm.run("token", "create", "--scope", "intake").stdout.strip()
    with served(firm) as web:
        process = web.web_process()
        crowd = Crowd(web.port, token, CLIENTS, EACH)
        crowd.start()
        for number in range(1, RESTARTS + 1):
            crowd.wait_for(crowd.number * number // (RESTARTS + 1))
            cluster.restart()
        crowd.wait()
        assert web.web_process() == process, "it was started anew"
        yield crowd


def test_every_client_gets_its_2xx_in_the_end(crowd: Crowd) -> None:
    assert (len(crowd.accepted), crowd.refusals) == (crowd.number, [])


def test_the_rows_are_those_that_were_acknowledged(crowd: Crowd, firm: Installation) -> None:
    rows = firm.sql("select message, id from prospects_inquiry")
    assert (dict(rows), len(rows)) == (crowd.accepted, crowd.number)


def test_nobody_waits_longer_than_ten_seconds(crowd: Crowd) -> None:
    assert max(crowd.pauses, default=0.0) < RECOVERED


def test_the_doctor_finds_nothing(crowd: Crowd, firm: Installation) -> None:
    assert firm.facts("doctor")["prospects"] == crowd.number


def test_winnow_never_asks_the_server_to_flush_later(firm: Installation) -> None:
    asked = "from django.db import connection as c; k = c.cursor(); k.execute('show synchronous_commit')"
    assert firm.python(f"{asked}; print(k.fetchone()[0])").strip() == "on"
