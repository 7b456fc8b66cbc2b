"""The throw-away PostgreSQL of the tests themselves."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres import fresh_database, running_postgres


@pytest.fixture(scope="module")
def durable_url() -> Iterator[str]:
    with running_postgres(durable=True) as url:
        yield url


def setting(url: str, name: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("select current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""


def test_a_durable_server_flushes_each_commit(durable_url: str) -> None:
    assert (setting(durable_url, "fsync"), setting(durable_url, "synchronous_commit")) == ("on", "on")


def test_no_other_machine_can_connect(durable_url: str) -> None:
    assert setting(durable_url, "listen_addresses") == ""


def test_a_fresh_database_is_gone_afterwards(durable_url: str) -> None:
    with fresh_database(durable_url, "short_lived") as url:
        assert setting(url, "server_encoding") == "UTF8"
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_a_killed_parent_leaves_no_server_behind(tmp_path: Path) -> None:
    tell_and_wait = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)"
    command = [sys.executable, "-m", "tests.postgres", "--", sys.executable, "-c", tell_and_wait]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as wrapper:
        assert wrapper.stdout
        url = wrapper.stdout.readline().strip()
        os.killpg(wrapper.pid, signal.SIGKILL)
    assert becomes_unreachable(url)


def becomes_unreachable(url: str) -> bool:
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            return True
        time.sleep(0.1)
    return False


def test_the_exit_code_of_the_command_is_kept() -> None:
    command = [sys.executable, "-m", "tests.postgres", "--", sys.executable, "-c", "raise SystemExit(7)"]
    assert subprocess.run(command).returncode == 7
