"""The guards that hold for every test: skips, the network, the home."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
A_SKIPPED_TEST = "import pytest\n\ndef test_it():\n    pytest.skip('no luck')\n"
A_SKIPPED_FILE = "import pytest\n\npytest.skip('no luck', allow_module_level=True)\n"


def run_pytest(text: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    file = folder / "test_sample.py"
    file.write_text(text)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "--rootdir",
        str(REPOSITORY),
        str(file),
    ]
    command += ["-c", str(REPOSITORY / "pyproject.toml")]
    kept = {name: value for name, value in os.environ.items() if name != "WINNOW_FORBID_SKIPS"}
    return subprocess.run(command, cwd=REPOSITORY, env=kept | environment, capture_output=True, text=True)


@pytest.mark.parametrize("text", [A_SKIPPED_TEST, A_SKIPPED_FILE])
def test_a_skip_is_a_failure_where_skips_are_forbidden(text: str, tmp_path: Path) -> None:
    done = run_pytest(text, tmp_path, WINNOW_FORBID_SKIPS="1")
    assert (done.returncode != 0, "Skips are forbidden" in done.stdout) == (True, True)


def test_a_skip_is_a_skip_elsewhere(tmp_path: Path) -> None:
    assert "1 skipped" in run_pytest(A_SKIPPED_TEST, tmp_path).stdout


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as far, pytest.raises(AssertionError, match="only this machine"):
        far.connect(("192.0.2.1", 80))


def test_the_home_is_a_temporary_one() -> None:
    from django.conf import settings

    assert settings.HOME.name.startswith("winnow-test-")
