"""An upgrade that is killed at any moment is gone on with by starting again (R15)."""

import os
import signal
import subprocess
import sys

import pytest

from tests.cli.installation import REPOSITORY, Installation

# The moment between a migration's tables and the note that it was applied is the worst one to be killed at.
KILLED = """
import os, signal
from datetime import UTC, datetime
from django.db.migrations.recorder import MigrationRecorder
from winnow.cli.ground import set_up
set_up()
noted = MigrationRecorder.record_applied
def dies(self, app, name):
    if f"{app}.{name}" == os.environ["DIES_AT"]:
        os.kill(os.getpid(), signal.SIGKILL)
    noted(self, app, name)
MigrationRecorder.record_applied = dies
from winnow.cli.install import install
install(datetime.now(UTC))
"""
BACK = """
from django.core.management import call_command
call_command("migrate", "practice", "zero", verbosity=0)
"""
COUNTS = "SELECT (SELECT count(*) FROM prospects_inquiry), (SELECT count(*) FROM prospects_event)"


def killed_at(installation: Installation, migration: str) -> None:
    installation.home.mkdir(mode=0o700, exist_ok=True)
    environment = installation.environment | {"DIES_AT": migration}
    done = subprocess.run(
        [sys.executable, "-c", KILLED], env=environment, cwd=REPOSITORY, capture_output=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize(
    "migration", ["people.0001_whole", "prospects.0001_whole", "prospects.0002_refusals"]
)
def test_a_first_start_that_is_killed_is_gone_on_with_by_the_next(
    nothing: Installation, migration: str
) -> None:
    killed_at(nothing, migration)
    told = nothing.facts("init", "--yes")
    assert migration in told["migrated"]
    assert nothing.facts("doctor", code=1 if nothing.database else 0)["offending"] == {}


def test_an_upgrade_that_is_killed_says_what_to_do_and_loses_nothing(firm: Installation) -> None:
    before = firm.sql(COUNTS)
    firm.python(BACK)
    killed_at(firm, "practice.0001_whole")
    assert "Run `winnow init`" in firm.run("export", "inquiries", code=1).stderr
    assert "practice.0001_whole" in firm.facts("init", "--yes")["migrated"]
    assert firm.sql(COUNTS) == before
    if not firm.database:
        assert list((firm.home / "backups").glob("before-migrating-*"))


def test_killed_again_and_again_it_comes_to_its_end(nothing: Installation) -> None:
    for tenths in (4, 8, 12, 16, 20):
        running = nothing.start("init", "--yes")
        try:
            running.wait(tenths / 10)
        except subprocess.TimeoutExpired:
            os.kill(running.pid, signal.SIGKILL)
        running.communicate()
    nothing.run("init", "--yes")
    assert nothing.facts("doctor", code=1 if nothing.database else 0)["offending"] == {}
