"""The secrets of an installation."""

from pathlib import Path
from threading import Barrier, Thread

import pytest

from winnow.config import home as place


def test_many_starts_at_once_agree_on_one_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_HOME", str(tmp_path))
    found: list[str] = []
    together = Barrier(12)

    def start() -> None:
        together.wait()
        found.append(place.secret("secret"))

    threads = [Thread(target=start) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 12
    assert len(set(found)) == 1


def test_a_secret_is_readable_by_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_HOME", str(tmp_path))
    place.secret("secret")
    assert [(file.name, file.stat().st_mode & 0o777) for file in tmp_path.iterdir()] == [
        ("secret.key", 0o600)
    ]
