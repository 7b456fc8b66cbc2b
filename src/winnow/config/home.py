"""Where this installation keeps its files, and the secrets generated at its first start."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def place() -> Path:
    """WINNOW_HOME, or `winnow` in the user's data folder, whether it is there or not."""
    fallback = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "winnow"
    return Path(os.environ.get("WINNOW_HOME") or fallback).expanduser().resolve()


def home() -> Path:
    """The home; made private on first use."""
    folder = place()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def put(file: Path, write: Callable[[Path], object]) -> None:
    """Write a file in one step, so that a reader never meets half of it: `write` is given a draft beside it."""
    draft = file.with_suffix(".part")
    write(draft)
    draft.replace(file)


def secret(name: str) -> str:
    """A secret of this installation: read from its file, or generated; two starts at once agree on one."""
    file = home() / f"{name}.key"
    if not file.exists():
        _make(file)
    return _read(file)


def _make(file: Path) -> None:
    """It appears whole or not at all, so that who starts at the same moment never reads half of it."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
            new.flush()
            os.fsync(new.fileno())
        with suppress(FileExistsError):
            file.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


def _read(file: Path) -> str:
    value = file.read_text().strip()
    if len(value) < 32:
        raise RuntimeError(
            f"{file} is empty or damaged. Restore it from a backup, or delete it to make a new one."
        )
    return value
