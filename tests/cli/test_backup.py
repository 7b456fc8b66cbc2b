"""Backups: of one instant while others write, refused when a byte is wrong, and brought back whole (R14)."""

import gzip
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.installation import AS_OF_BEFORE, REPOSITORY, Installation, empty
from winnow.backup.archive import DIGEST, TITLE

# Two rows that belong together, in one transaction each, for as long as it lives.
WRITE_PAIRS = """
from winnow.cli.ground import set_up; set_up()
import time
from datetime import UTC, datetime
from django.db import transaction
from winnow.prospects.models import Campaign, Cost
now = datetime(2026, 1, 1, tzinfo=UTC)
number = 0
while True:
    number += 1
    with transaction.atomic():
        one = Campaign.objects.create(name=f"Fair {number}", channel="trade_show", created_at=now)
        Cost.objects.create(campaign=one, at=now, amount=number, currency="EUR")
    time.sleep(0.002)
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Installation]:
    (tmp_path / "elsewhere").mkdir()
    with empty(tmp_path / "elsewhere") as installation:
        yield installation


@pytest.fixture
def saved(firm: Installation, tmp_path: Path) -> Path:
    file = tmp_path / "saved.winnow"
    firm.run("backup", str(file))
    return file


def test_a_restored_installation_holds_what_was_saved(
    firm: Installation, saved: Path, elsewhere: Installation
) -> None:
    elsewhere.run("restore", str(saved))
    told = elsewhere.run("export", "inquiries").stdout
    assert told == firm.run("export", "inquiries").stdout
    assert told.count("\n") == 5


def test_a_restored_installation_keeps_its_keys(
    firm: Installation, saved: Path, elsewhere: Installation
) -> None:
    elsewhere.run("restore", str(saved))
    key = elsewhere.home / "secret.key"
    assert (key.read_text(), key.stat().st_mode & 0o777) == ((firm.home / "secret.key").read_text(), 0o600)


def test_a_restored_installation_goes_on_numbering(saved: Path, elsewhere: Installation) -> None:
    elsewhere.run("restore", str(saved))
    assert elsewhere.python("print(inquire(email='new@m9.example.com').prospect)").strip() == "4"


def test_a_restored_installation_refuses_what_the_first_refused(saved: Path, elsewhere: Installation) -> None:
    elsewhere.run("restore", str(saved))
    told = elsewhere.facts("doctor", code=1 if elsewhere.database else 0)
    assert told["offending"] == {}
    assert not any("no longer refuses" in one for one in told["problems"])


def test_while_others_write_a_backup_is_of_one_instant(
    firm: Installation, tmp_path: Path, elsewhere: Installation
) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITE_PAIRS], env=firm.environment, cwd=REPOSITORY)
    try:
        deadline = time.monotonic() + 30
        while not firm.sql("SELECT 1 FROM prospects_cost LIMIT 1") and time.monotonic() < deadline:
            time.sleep(0.05)
        told = firm.facts("backup", str(tmp_path / "during.winnow"))
    finally:
        writer.kill()
        writer.wait()
    elsewhere.run("restore", str(tmp_path / "during.winnow"))
    pairs = elsewhere.sql(
        "SELECT (SELECT count(*) FROM prospects_campaign), (SELECT count(*) FROM prospects_cost)"
    )[0]
    assert pairs[0] == pairs[1] == told["rows"]["prospects_campaign"] == told["rows"]["prospects_cost"] > 0


@pytest.mark.parametrize("place", [0, 3, 20, 60, 88, 200, -1])
def test_one_wrong_byte_anywhere_is_refused(saved: Path, elsewhere: Installation, place: int) -> None:
    content = bytearray(saved.read_bytes())
    content[place] ^= 1
    saved.write_bytes(content)
    assert "is not restored" in elsewhere.run("restore", str(saved), code=1).stderr
    assert not elsewhere.home.exists()


def test_a_shortened_file_is_refused(saved: Path, elsewhere: Installation) -> None:
    saved.write_bytes(saved.read_bytes()[:-100])
    assert "its checksum is wrong" in elsewhere.run("restore", str(saved), code=1).stderr


def test_what_is_no_backup_is_refused(elsewhere: Installation, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear customer")
    said = elsewhere.run("restore", str(tmp_path / "letter.txt"), code=1).stderr
    assert "it is no backup made by this Winnow" in said


def test_a_file_with_the_right_checksum_of_something_else_is_refused(
    elsewhere: Installation, tmp_path: Path
) -> None:
    body = gzip.compress(b"no tar " * 200)
    forged = tmp_path / "forged.winnow"
    forged.write_bytes(TITLE + DIGEST + sha256(body).hexdigest().encode() + b"\n" + body)
    assert "is not restored" in elsewhere.run("restore", str(forged), code=1).stderr


def test_a_file_that_is_not_there_is_told(elsewhere: Installation) -> None:
    assert "No such file" in elsewhere.run("restore", "nothing.winnow", code=1).stderr


def test_nothing_is_restored_over_an_installation_unasked(firm: Installation, saved: Path) -> None:
    assert "--replace" in firm.run("restore", str(saved), code=1).stderr


def test_replacing_brings_back_what_was_saved_and_keeps_what_was_there(
    firm: Installation, saved: Path
) -> None:
    firm.python("inquire(email='later@m9.example.com')")
    firm.run("restore", str(saved), "--replace")
    assert firm.sql("SELECT count(*) FROM prospects_inquiry") == [(4,)]
    kept = list((firm.home / "backups").glob("before-restoring-*")) if not firm.database else []
    assert [firm.facts("restore", "--check", str(one))["rows"]["prospects_inquiry"] for one in kept] in (
        [5],
        [],
    )


@pytest.mark.sqlite
def test_a_damaged_database_is_put_aside_and_replaced(firm: Installation, saved: Path) -> None:
    with (firm.home / "winnow.sqlite3").open("r+b") as opened:
        opened.write(b"\xff" * 4096 * 40)
    firm.run("restore", str(saved), "--replace")
    assert firm.sql("SELECT count(*) FROM prospects_inquiry") == [(4,)]
    assert list((firm.home / "backups").glob("damaged-*/winnow.sqlite3"))


def test_a_backup_overwrites_nothing(firm: Installation, saved: Path) -> None:
    assert "overwrites nothing" in firm.run("backup", str(saved), code=1).stderr


def test_a_backup_is_readable_by_its_owner_alone(saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600


def test_a_backup_leaves_no_other_file(saved: Path) -> None:
    assert [path.name for path in saved.parent.iterdir() if path.name.startswith((".", "saved"))] == [
        "saved.winnow"
    ]


def test_a_backup_opens_without_winnow(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    subprocess.run(f"tail -n +3 {saved} | tar xz -C {tmp_path}/open", shell=True, check=True)
    assert (tmp_path / "open" / "manifest.json").exists()


def test_a_backup_of_a_newer_winnow_is_refused(
    firm: Installation, tmp_path: Path, elsewhere: Installation
) -> None:
    newer = (
        "INSERT INTO django_migrations (app, name, applied) VALUES ('procedure', '9999_later', '2030-01-01')"
    )
    code = (
        f"from django.db import connection; from pathlib import Path; connection.cursor().execute({newer!r})"
    )
    save = f"from winnow.backup.save import save; save(Path({str(tmp_path / 'newer.winnow')!r}), NOW)"
    firm.python(f"{code}; {save}")
    assert "made by a newer Winnow" in elsewhere.run("restore", str(tmp_path / "newer.winnow"), code=1).stderr


def test_a_backup_made_before_the_steps_were_summed_up_is_restored(
    firm: Installation, tmp_path: Path, elsewhere: Installation
) -> None:
    file = tmp_path / "before.winnow"
    firm.python(
        f"{AS_OF_BEFORE}from pathlib import Path; from winnow.backup.save import save; save(Path({str(file)!r}), NOW)"
    )
    elsewhere.run("restore", str(file))
    assert elsewhere.run("export", "inquiries").stdout.count("\n") == 5


def test_nothing_is_restored_under_a_running_worker(firm: Installation, saved: Path) -> None:
    worker = firm.start("work")
    try:
        deadline = time.monotonic() + 30
        while not list(firm.home.glob("workers/*.json")) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert "A worker is running" in firm.run("restore", str(saved), "--replace", code=1).stderr
    finally:
        worker.terminate()
        worker.communicate(timeout=30)
