"""A backup that does not hold what it says is refused before anything is touched (R14)."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.installation import Installation
from winnow.backup.archive import Manifest, manifest_of, pack, unpack

Forge = Callable[[Path, Manifest], Manifest]


def rows_that_are_not_there(folder: Path, said: Manifest) -> Manifest:
    return replace(said, rows={**said.rows, "prospects_inquiry": 400})


def a_table_that_is_not_there(folder: Path, said: Manifest) -> Manifest:
    return replace(said, rows={**said.rows, "prospects_of_gold": 0})


def migrations_that_it_does_not_have(folder: Path, said: Manifest) -> Manifest:
    return replace(said, migrations=said.migrations[:-1])


def rows_that_break_the_rules(folder: Path, said: Manifest) -> Manifest:
    """An open prospect without an owner: the same number of rows, and what the database refuses."""
    file = folder / "database.sqlite3"
    if file.exists():
        with closing(sqlite3.connect(file)) as opened:
            opened.execute("PRAGMA ignore_check_constraints = ON")
            opened.execute("UPDATE prospects_prospect SET owner_id = NULL")
            opened.commit()
        return said
    columns = json.loads((folder / "columns.json").read_text())["prospects_prospect"]
    table = folder / "tables" / "prospects_prospect"
    lines = [line.split("\t") for line in table.read_text().splitlines()]
    for cells in lines:
        cells[columns.index("owner_id")] = "\\N"
    table.write_text("".join("\t".join(cells) + "\n" for cells in lines))
    return said


def a_table_that_is_cut_short(folder: Path, said: Manifest) -> Manifest:
    file = folder / "database.sqlite3"
    if file.exists():
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    else:
        table = folder / "tables" / "prospects_event"
        table.write_bytes(table.read_bytes()[:-20])
    return said


@pytest.fixture
def forged(firm: Installation, tmp_path: Path) -> Callable[[Forge], Path]:
    """A backup with a right checksum that somebody has changed."""

    def make(forge: Forge) -> Path:
        source, folder = tmp_path / "sound.winnow", tmp_path / "unpacked"
        firm.run("backup", str(source))
        folder.mkdir()
        unpack(source, folder)
        said = manifest_of(source)
        (folder / "manifest.json").unlink()
        pack(folder, forge(folder, said), tmp_path / "forged.winnow")
        return tmp_path / "forged.winnow"

    return make


FORGERIES = [
    rows_that_are_not_there, a_table_that_is_not_there, migrations_that_it_does_not_have, rows_that_break_the_rules,
    a_table_that_is_cut_short,
]  # fmt: skip


def state(firm: Installation) -> tuple[object, ...]:
    key = (firm.home / "secret.key").read_text()
    rows = firm.sql("SELECT count(*), max(id) FROM prospects_event")
    return key, rows, firm.sql("SELECT count(*) FROM prospects_inquiry")


@pytest.mark.parametrize("forge", FORGERIES)
def test_it_is_refused_and_what_was_there_stays_as_it_was(
    firm: Installation, forged: Callable[[Forge], Path], forge: Forge
) -> None:
    file = forged(forge)
    firm.python("inquire(email='later@m9.test')")
    before = state(firm)
    assert "is not restored" in firm.run("restore", str(file), "--replace", code=1).stderr
    assert state(firm) == before


@pytest.mark.sqlite
def test_a_damaged_database_stays_where_it_is_until_the_backup_has_proved_sound(
    firm: Installation, forged: Callable[[Forge], Path]
) -> None:
    file, database = forged(rows_that_are_not_there), firm.home / "winnow.sqlite3"
    with database.open("r+b") as opened:
        opened.write(b"\xff" * 4096 * 40)
    before = database.read_bytes()
    assert "is not restored" in firm.run("restore", str(file), "--replace", code=1).stderr
    assert database.read_bytes() == before
