"""Apache Spark for a test or a command: `python -m tests.spark COMMAND …` fetches it once, if this machine has Java.

It is 456 MB, so it is not in `.venv`: it stays in `.cache/spark`, by a lock of its own.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "spark.lock"
PLACE = ROOT / ".cache" / "spark"
UV = ROOT / ".tools" / "bin" / "uv"


def main(command: list[str]) -> int:
    """Run the command with Spark on its path; its exit code."""
    if lacking():
        sys.stderr.write(f"Spark cannot run here: there is no {lacking()}.\n")
        return 2
    path = os.pathsep.join(filter(None, [str(fetched()), os.environ.get("PYTHONPATH")]))
    return subprocess.run(command, env=os.environ | {"PYTHONPATH": path}).returncode


def lacking() -> str:
    """What it would need and this machine has not."""
    return "" if shutil.which("java") else "java"


def fetched() -> Path:
    """Where it is installed, as the lock says; fetched if that has changed. Raises CalledProcessError."""
    mark, wanted = PLACE / "lock", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return PLACE
    shutil.rmtree(PLACE, ignore_errors=True)
    words = ["pip", "install", "--quiet", "--no-deps", "--require-hashes", "--python", sys.executable]
    subprocess.run([UV, *words, "--target", PLACE, "-r", LOCK], check=True)
    mark.write_text(wanted)
    return PLACE


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
