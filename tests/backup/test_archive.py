"""What a backup file may hold, and what is refused though its checksum is right."""

import io
import tarfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from winnow.backup.archive import Damaged, Manifest, manifest_of, pack, unpack

MANIFEST = Manifest("0", "2026-03-02T10:00:00+00:00", "sqlite", [], {})


@pytest.fixture
def there(tmp_path: Path) -> Path:
    folder = tmp_path / "there"
    folder.mkdir()
    return folder


def member(name: str, kind: bytes = tarfile.REGTYPE, leads_to: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, leads_to, 4 if kind == tarfile.REGTYPE else 0
    return made


def forged(tmp_path: Path, members: Iterable[tarfile.TarInfo], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup with a right checksum that holds these."""

    def add(tar: tarfile.TarFile, *_: object, **__: object) -> None:
        for one in members:
            tar.addfile(one, io.BytesIO(b"four" if one.size else b""))

    (tmp_path / "from").mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(tarfile.TarFile, "add", add)
        pack(tmp_path / "from", MANIFEST, tmp_path / "forged.winnow")
    return tmp_path / "forged.winnow"


def test_what_was_packed_comes_out_with_its_rights_and_times(tmp_path: Path, there: Path) -> None:
    (tmp_path / "from" / "home" / "deep").mkdir(parents=True)
    for name, mode in (("secret.key", 0o600), ("deep/tool", 0o755), ("open", 0o666)):
        file = tmp_path / "from" / "home" / name
        file.write_text(name)
        file.chmod(mode)
    pack(tmp_path / "from", MANIFEST, tmp_path / "one.winnow")
    assert manifest_of(tmp_path / "one.winnow") == MANIFEST
    unpack(tmp_path / "one.winnow", there)
    home = there / "home"
    assert [(home / name).read_text() for name in ("secret.key", "deep/tool", "open")] == [
        "secret.key",
        "deep/tool",
        "open",
    ]
    rights = [(home / name).stat().st_mode & 0o722 for name in ("secret.key", "deep/tool", "open")]
    assert rights == [0o600, 0o700, 0o600]
    was = tmp_path / "from" / "home" / "secret.key"
    assert (home / "secret.key").stat().st_mtime == pytest.approx(was.stat().st_mtime, abs=1)


@pytest.mark.parametrize("name", ["../out", "/tmp/out", "home/../../out", "..", ".", "a/../b"])
def test_a_name_that_leads_elsewhere_is_refused(
    tmp_path: Path, there: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    file = forged(tmp_path, [member(name)], monkeypatch)
    with pytest.raises(Damaged, match="leads elsewhere"):
        unpack(file, there)
    assert [*there.iterdir()] == []
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_what_is_neither_file_nor_folder_is_refused(
    tmp_path: Path, there: Path, monkeypatch: pytest.MonkeyPatch, kind: bytes
) -> None:
    file = forged(tmp_path, [member("home", kind, "/etc"), member("home/passwd")], monkeypatch)
    with pytest.raises(Damaged, match="home is no file"):
        unpack(file, there)
    assert [*there.iterdir()] == []


def test_a_name_that_stands_there_twice_is_refused(
    tmp_path: Path, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = forged(tmp_path, [member("rows"), member("rows")], monkeypatch)
    with pytest.raises(Damaged, match="rows twice"):
        unpack(file, there)
