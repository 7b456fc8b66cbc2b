"""An import is killed again and again and gone on with: each row of its file is applied once."""

import csv
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.cli.installation import Installation
from tests.crash.processes import begin, kill
from tests.crash.scale import sized

pytestmark = pytest.mark.crash

ROWS, KILLS = sized(9_000, 60_000), sized(3, 12)
BAD = 10  # every so many rows one is rejected
PATIENCE = 180.0  # seconds until an import shows that it works


@pytest.fixture(scope="module")
def survivor(firm: Installation) -> Installation:
    """The firm after one import was killed at random moments, at times its process alone, and then ended."""
    file = _file(firm.home.parent / "people.csv")
    draw = random.Random(16)
    process = begin(firm, "import", str(file), "--source", "old", "--channel", "list")
    try:
        for number in range(KILLS):
            _wait_for_rows(firm, number * ROWS // (KILLS + 1))
            time.sleep(draw.random() * 0.4)
            if number % 2:
                kill(process)
            else:
                os.kill(process.pid, signal.SIGKILL)  # what reads ahead for it must end by itself
                process.wait()
            process = begin(firm, "import", "resume", "1")
    finally:
        kill(process)
    unfinished = firm.sql("select count(*) from intake_import where status = 'running'")[0][0]
    if unfinished:
        firm.run("import", str(file), "--source", "old", "--channel", "list")
    return firm


def _file(path: Path) -> Path:
    with path.open("w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["Ref", "Email", "Name", "Date", "Message"])
        for n in range(ROWS):
            date = "never" if n % BAD == 0 else "2025-11-03"
            person = n if n % 3 else n // 2
            lines.writerow(
                [f"r{n}", f"p{person}@firm{person}.example.com", f"Pat {person}", date, "Please " * 20]
            )
    return path


def _wait_for_rows(firm: Installation, rows: int) -> None:
    give_up = time.monotonic() + PATIENCE
    while (firm.sql("select coalesce(sum(rows_done), -1) from intake_import")[0][0]) < rows:
        if time.monotonic() > give_up:
            raise AssertionError(f"no progress: {(firm.home / 'import.log').read_text()[-2000:]}")
        time.sleep(0.02)


def test_the_import_has_ended_with_every_row_counted_once(survivor: Installation) -> None:
    (told,) = survivor.facts("import", "list")
    assert (told["status"], told["rows"], told["rejected"]) == ("done", ROWS, ROWS // BAD)
    assert told["accepted"] + told["repeated"] == ROWS - ROWS // BAD


def test_each_row_is_there_once(survivor: Installation) -> None:
    found = survivor.sql(
        "select count(*), count(distinct external_id) from prospects_inquiry where batch = 1"
    )
    assert tuple(found[0]) == (ROWS - ROWS // BAD,) * 2


def test_each_rejected_row_is_kept_once_and_in_the_error_file(survivor: Installation) -> None:
    found = survivor.sql("select count(*), count(distinct row) from intake_held where batch = 1")
    assert tuple(found[0]) == (ROWS // BAD,) * 2
    (told,) = survivor.facts("import", "list")
    assert len(Path(told["errors_file"]).read_text().splitlines()) == ROWS // BAD + 1


def test_nothing_that_read_ahead_is_left_running(survivor: Installation) -> None:
    mine = str(survivor.home).encode()
    left = [
        process
        for process in Path("/proc").glob("[0-9]*")
        if mine in _read(process / "environ") and b"spawn_main" in _read(process / "cmdline")
    ]
    assert left == []


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_the_doctor_finds_nothing_dropped(survivor: Installation) -> None:
    told = survivor.python(
        "from winnow.prospects.models import Prospect; "
        "print(Prospect.objects.filter(owner=None).count() + Prospect.objects.filter(next_action='').count())"
    )
    assert told.strip() == "0"
