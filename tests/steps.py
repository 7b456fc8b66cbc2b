"""Every check, in order, in one readable list: `python -m tests.steps test|lint [PYTEST ARGUMENTS]`.

The first step that fails ends the run and is named. One step more runs side by side than there are processors, as
those of real processes and of the browser wait much; what they print is shown one after the other.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests import spark

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / ".cache" / "steps"
BROWSER_TESTS = ROOT / "tests" / "browser"
TEMPORARY = Path(tempfile.gettempdir()) / f"winnow-steps-{os.getpid()}"
PATIENCE = 20  # seconds that an interrupted step has for tidying up
NO_TESTS = 5  # pytest's exit code when it found none

PYTHON = (sys.executable, "-m")
ON_POSTGRES = (*PYTHON, "tests.postgres", "--")
ON_SPARK = (*PYTHON, "tests.spark")
SPARK_TESTS = "tests/measure/test_spark.py"
SOURCES = ("run", "src", "tests", "benchmarks")
DRIFT = (*PYTHON, "django", "makemigrations", "--check", "--dry-run", "--settings", "tests.settings")
PYTEST = (*PYTHON, "pytest", "--durations=12")


@dataclass
class Step:
    """One check: its name, its command, and how it went."""

    name: str
    command: tuple[str, ...]
    fine: tuple[int, ...] = (0,)
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    began: float = 0.0
    seconds: float = 0.0


def main(words: list[str]) -> int:
    """Run the steps of `test` or `lint`; 0 when all passed."""
    kind, arguments = words[0], tuple(words[1:])
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(143))
    done: list[Step] = []
    try:
        make_room_for_temporary_files()
        for group in reading() if kind == "lint" else [*reading()[:-1], reading()[-1] + testing(arguments)]:
            run_side_by_side(group)
            done += group
    except StepFailed as failure:
        say(f"\nFAILED: {failure}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130
    finally:
        shutil.rmtree(TEMPORARY, ignore_errors=True)
    report(done)
    return 0


def reading() -> list[list[Step]]:
    """The checks that only read the source."""
    return [
        [Step("Formatting", (*PYTHON, "ruff", "format", "--check", *SOURCES))],
        [Step("Lint", (*PYTHON, "ruff", "check", *SOURCES))],
        [Step("Types", (*PYTHON, "mypy"))],
    ]


def testing(arguments: tuple[str, ...]) -> list[Step]:
    """The checks that run Winnow, the longest first; a choice by `arguments` (pytest's) may leave some without tests.

    What asks no database says the same beside each: it is asked once.
    """
    fine = (0, NO_TESTS) if arguments else (0,)

    def tests(name: str, asking: str, before: tuple[str, ...] = ()) -> Step:
        return Step(f"Tests {name}", (*before, *PYTEST, f"--asking={asking}", *arguments), fine)

    return [
        tests("of real processes on PostgreSQL", "processes", ON_POSTGRES),
        *([tests("in a browser", "browser")] if browser_is_ready() else []),
        tests("on PostgreSQL", "database", ON_POSTGRES),
        tests("of real processes on SQLite", "processes"),
        tests("on SQLite", "database"),
        tests("that ask no database", "nothing"),
        *(
            []
            if spark.lacking()
            else [Step("Figures on Spark", (*ON_SPARK, *PYTEST, SPARK_TESTS, *arguments), fine)]
        ),
        Step("Migrations agree with the models, on SQLite", DRIFT),
        Step("Migrations agree with the models, on PostgreSQL", ON_POSTGRES + DRIFT),
    ]


# Running


class StepFailed(Exception):
    """The step that this names did not pass."""


def run_side_by_side(steps: list[Step]) -> None:
    """Keep every processor busy, show what each prints in order, and fail for the first that failed."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    try:
        for step in steps:
            show(step, steps)
    finally:
        for step in steps:
            end(step)


def go_on(steps: list[Step]) -> None:
    """Note which have ended; begin as many others as there is room for."""
    for step in steps:
        if step.process and not step.seconds and step.process.poll() is not None:
            step.seconds = time.monotonic() - step.began
    running = sum(step.process is not None and not step.seconds for step in steps)
    waiting = [step for step in steps if step.process is None]
    for step in waiting[: max(0, (os.cpu_count() or 2) + 1 - running)]:
        start(step)


def start(step: Step) -> None:
    """Start in a session of its own, so that Ctrl-C comes to us and we end each step in an orderly way."""
    step.began = time.monotonic()
    with _output_file(step).open("wb") as output:
        step.process = subprocess.Popen(
            step.command,
            cwd=ROOT,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def show(step: Step, all_steps: list[Step]) -> None:
    """What a step prints, until it has ended. Raises StepFailed."""
    go_on(all_steps)
    heading(step)
    assert step.process
    with _output_file(step).open("rb") as grown:
        while True:
            go_on(all_steps)
            ended = step.seconds > 0
            sys.stdout.buffer.write(grown.read())
            sys.stdout.buffer.flush()
            if ended:
                break
            time.sleep(0.2)
    _output_file(step).unlink()
    if step.process.returncode not in step.fine:
        raise StepFailed(f"{step.name} (exit code {step.process.returncode}), after {step.seconds:.0f} s")


def end(step: Step) -> None:
    """Leave no process of a step behind: ask it first, as Ctrl-C would, then insist."""
    if not step.process:
        return
    if step.process.poll() is None:
        os.killpg(step.process.pid, signal.SIGINT)
        _wait(step.process)
    with suppress(ProcessLookupError):
        os.killpg(step.process.pid, signal.SIGKILL)
    step.process.wait()


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(PATIENCE)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        return


def _output_file(step: Step) -> Path:
    return OUTPUT / f"{step.name.lower().replace(' ', '-').replace(',', '')}-{os.getpid()}.txt"


def clean_environment() -> dict[str, str]:
    """Ours without what would point the tests at a real installation, and with our temporary folder.

    A step computes in one thread: several that wait for each other take turns with those of the other steps.
    What Python compiles of the tests is kept: each step would compile all of them anew.
    """
    dangerous = ("DATABASE_URL", "WINNOW_HOME", "WINNOW_URL", "WINNOW_DEMO", "DJANGO_SETTINGS_MODULE")
    unwanted = (*dangerous, "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return kept | {"TMPDIR": str(TEMPORARY), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def make_room_for_temporary_files() -> None:
    """A folder for all that the steps leave behind; PostgreSQL's account passes through it to its own."""
    TEMPORARY.mkdir()
    TEMPORARY.chmod(0o711)


# The browser


def browser_is_ready() -> bool:
    """Whether there are browser tests and what they drive, installed now if that is possible."""
    if not list(BROWSER_TESTS.glob("**/test_*.py")):
        return skipped("tests/browser holds none")
    if not missing_packages():
        return True
    wanted = " ".join(missing_packages())
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return skipped(f"only root can install what is missing: apt-get install {wanted}")
    say(f"\n== Installing {wanted} (once on this machine)")
    for words in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", *missing_packages()]):
        unasked = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", *words], env=unasked, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return not missing_packages() or skipped(f"apt-get could not install {wanted} (see above)")


def missing_packages() -> list[str]:
    """Debian's packages that the browser tests need and this machine lacks."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    return ([] if browser else ["chromium", "fonts-dejavu-core"]) + ([] if driver_runs() else ["libatomic1"])


def driver_runs() -> bool:
    """Playwright's driver is a program of its own, which needs a library that a bare Debian lacks."""
    from playwright._impl._driver import compute_driver_executable

    program = compute_driver_executable()[0]
    return subprocess.run([program, "--version"], capture_output=True).returncode == 0


def skipped(reason: str) -> bool:
    """Say loudly what is not tested, or fail where nothing may be skipped."""
    if os.environ.get("WINNOW_FORBID_SKIPS") == "1":
        raise StepFailed(f"Tests in a browser: {reason}")
    say(f"\n**** SKIPPED: browser tests, because {reason}.")
    return False


# Saying what happens


def heading(step: Step) -> None:
    say(f"\n== {step.name}")


def report(steps: list[Step]) -> None:
    say("\n== All steps passed")
    for step in steps:
        say(f"{step.seconds:7.1f} s  {step.name}")
    if spark.lacking():
        say(f"\n**** LEFT OUT: figures on Spark, for there is no {spark.lacking()} (docs/measuring.md).")


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
