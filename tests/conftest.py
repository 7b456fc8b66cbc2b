"""What holds for every test: its own home, no network, no silent skip, the same examples each time."""

import importlib
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis.configuration import set_hypothesis_home_dir

REPOSITORY = Path(__file__).resolve().parents[1]
TESTS = REPOSITORY / "tests"
SHARED = Path(os.environ.get("WINNOW_SHARED") or REPOSITORY.parent / "shared")
SKIPS_FORBIDDEN = os.environ.get("WINNOW_FORBID_SKIPS") == "1"

set_hypothesis_home_dir(REPOSITORY / ".cache" / "hypothesis")
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("repeatable" if SKIPS_FORBIDDEN or os.environ.get("CI") else "explore")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data sets beside the checkout."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no real data at {SHARED / 'data'}; WINNOW_SHARED can name another place")
    return SHARED / "data"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's browser."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no chromium on this machine; as root: apt-get install chromium")
    return found


# What is never deleted must still go between two tests that really commit


@pytest.fixture(scope="session", autouse=True)
def _refusals_stand_aside_for_the_clean_up() -> Iterator[None]:
    """SQLite empties tables by DELETE, which triggers refuse; PostgreSQL truncates, which none of them sees."""
    from django.db import connection
    from django.test import TransactionTestCase

    refusals = importlib.import_module("winnow.prospects.migrations.0002_refusals")
    tear_down = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def guarded(self: Any) -> None:
        if connection.vendor == "sqlite":
            with connection.schema_editor() as editor:
                refusals.allow(None, editor)
        tear_down(self)
        if connection.vendor == "sqlite":
            with connection.schema_editor() as editor:
                refusals.refuse(None, editor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", guarded)
        yield


# No network


@pytest.fixture(scope="session", autouse=True)
def only_this_machine_is_reached() -> Iterator[None]:
    """Nothing phones home: a connection to any other machine is an error in the test that makes it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _only_local(getattr(socket.socket, name)))
        yield


def _only_local(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        remote = self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(str(address[0]))
        if remote:
            raise AssertionError(f"a test tried to reach {address[0]}; only this machine may be reached")
        return connect(self, address)

    return guarded


def _is_local(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


# Which tests belong to which database, and to which step


BROWSER = "browser"  # the folder of whatever drives one
PROCESSES = ("bench", "cli", "crash")  # folders whose tests start `winnow` over a database of its own
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    kinds = ["nothing", "database", "processes", "browser"]
    parser.addoption("--asking", choices=kinds, help="only tests that ask this of the machine")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Folders that hold nothing of what is asked are not even read: that takes as long as many a test."""
    asking = config.getoption("asking")
    if not asking or collection_path.parent != TESTS or not collection_path.is_dir():
        return None
    folder = collection_path.name
    of = {"browser": folder == BROWSER, "processes": folder in PROCESSES}
    return None if of.get(asking, folder not in PROCESSES) else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out (not skip) what only concerns the other database, and what another step asks."""
    from django.db import connection

    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    asking = config.getoption("asking")
    elsewhere = {
        item for item in items if item.get_closest_marker(other) or (asking and asks(item) != asking)
    }
    if elsewhere:
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]


def asks(item: pytest.Item) -> str:
    """What a test asks of the machine; whoever says "nothing" is refused a database by pytest-django itself."""
    folder = item.path.relative_to(TESTS).parts[0]
    if item.get_closest_marker("browser"):
        assert folder == BROWSER, f"{item.nodeid} drives the browser: it belongs in tests/{BROWSER}"
        return "browser"
    if folder in PROCESSES:
        return "processes"
    fixtures = set(getattr(item, "fixturenames", ()))
    return "database" if item.get_closest_marker("django_db") or DATABASE & fixtures else "nothing"


def pytest_sessionfinish() -> None:
    """The process from which tests of processes fork theirs ends with the last of them."""
    if nursery := sys.modules.get("tests.cli.nursery"):
        nursery.close()


# No silent skips


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Where skips are forbidden, a skipped test has failed."""
    report: Any = yield
    return _without_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The same for a whole file that is skipped while it is read."""
    report: Any = yield
    return _without_skip(report)


def _without_skip(report: Any) -> Any:
    if SKIPS_FORBIDDEN and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Skips are forbidden here (WINNOW_FORBID_SKIPS). {reason}"
    return report
