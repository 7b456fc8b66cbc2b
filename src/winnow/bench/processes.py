"""What processes cost, as Linux counts it: seconds of CPU, and the most memory they ever held."""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from winnow.bench.place import Place

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of(root: int) -> float:
    """Seconds of CPU of a process and its children, those that have ended included; 0 where it cannot be seen."""
    try:
        fields = Path(f"/proc/{root}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS + sum(cpu_of(child) for child in _children(root))


def peak_of(root: int) -> float:
    """The most megabytes that a process held, and each of its children that runs still; 0 where it cannot be seen."""
    try:
        lines = Path(f"/proc/{root}/status").read_text().splitlines()
    except OSError:
        return 0.0
    held = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
    return held / 1024 + sum(peak_of(child) for child in _children(root))


def _children(process: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def database_process(where: Place) -> int:
    """The postmaster, if it runs on this machine; 0 for SQLite, which works inside our own processes."""
    if not where.url:
        return 0
    first_line = "select split_part(pg_read_file('postmaster.pid'), chr(10), 1)"
    return int(where.sql(first_line)[0][0])


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process that ended: seconds of the wall clock and of CPU, and megabytes at its peak."""

    seconds: float
    cpu: float
    peak: float
    printed: str


def cost_of(where: Place, module: str, *words: str) -> Cost:
    """Run it to its end. Raises RuntimeError if it failed."""
    began = time.perf_counter()
    with where.start(module, *words) as process:
        return _ended(process, began)


def _ended(process: "subprocess.Popen[str]", began: float) -> Cost:
    """It prints little, so that reading one stream after the other cannot block it."""
    printed = process.stdout.read() if process.stdout else ""
    complaints = process.stderr.read() if process.stderr else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"it failed: {complaints.strip()[-2000:]}")
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, printed)
