"""The demo's frame: made once, gone on with, made anew when its making was killed. The company here is a small one."""

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.installation import REPOSITORY, Installation, a_free_port, status_of

pytestmark = pytest.mark.sqlite  # a demo is never made anywhere else

# Stands in for the simulator in the demo's own process; builds the firm of the tests, or dies half-way.
SMALL_COMPANY = """
import os, sys, types
def build(seed, now, progress):
    from tests.world import people, inquire
    people()
    if os.environ.get("DIE"):
        os.kill(os.getpid(), 9)
    inquire()
    progress(1.0, f"built from {seed}")
sys.modules["winnow.simulate.demo"] = types.SimpleNamespace(build=build)
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return company(tmp_path, monkeypatch)


def company(folder: Path, during: pytest.MonkeyPatch) -> Installation:
    """A place for a demo whose company is made at once."""
    (folder / "stand-in").mkdir()
    (folder / "stand-in" / "sitecustomize.py").write_text(SMALL_COMPANY)
    during.setenv("PYTHONPATH", f"{folder / 'stand-in'}:{REPOSITORY}")
    return Installation(folder / "demo")


def shown(shop: Installation, *words: str) -> str:
    """What a demo says that is looked at and then stopped by Ctrl-C."""
    port = a_free_port()
    demo = shop.start("demo", "--no-browser", "--port", str(port), *words)
    try:
        status = status_of(f"http://127.0.0.1:{port}/accounts/login/")
    finally:
        demo.send_signal(signal.SIGINT)
        said = demo.communicate(timeout=60)[0]
    assert (status, demo.returncode) == (200, 0), said
    return said


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, str]]:
    """A demo that was shown once, and what it said."""
    with pytest.MonkeyPatch.context() as during:
        shop = company(tmp_path_factory.mktemp("shown"), during)
        yield shop, shown(shop)


@pytest.fixture
def again(first: tuple[Installation, str], shop: Installation) -> Installation:
    """A copy of it, to be started once more."""
    shutil.copytree(first[0].home, shop.home)
    return shop


def test_the_first_start_makes_a_company_and_prints_a_link_for_each_role(
    first: tuple[Installation, str],
) -> None:
    _, said = first
    assert "built from 2026" in said
    links = dict(re.findall(r"^  (\w+) +http://127\.0\.0\.1:\d+/in/(\S+)/$", said, re.MULTILINE))
    assert list(links) == ["admin", "manager", "seller", "qualifier", "marketer"]
    assert said.endswith("Stopped.\n")


def test_another_start_goes_on_where_it_was(again: Installation) -> None:
    said = shown(again)
    assert "built from" not in said
    assert again.facts("doctor")["prospects"] == 1


def test_a_making_that_was_killed_begins_anew(shop: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as during:
        during.setenv("DIE", "1")
        demo = shop.start("demo", "--no-browser", "--port", str(a_free_port()))
        demo.communicate(timeout=60)
    said = shown(shop)
    assert "made anew" in said
    assert shop.facts("doctor")["prospects"] == 1


def test_another_seed_is_refused_unless_made_anew(again: Installation) -> None:
    assert "made from seed 2026" in again.run("demo", "--seed", "7", "--no-browser", code=1).stderr
    assert "built from 7" in shown(again, "--seed", "7", "--fresh")


def test_a_real_installation_stays_as_it_is(shop: Installation) -> None:
    shop.run("init", "--yes")
    assert "holds a Winnow that is no demo" in shop.run("demo", "--fresh", "--no-browser", code=1).stderr


def test_nothing_lives_on_when_the_demo_is_killed(shop: Installation) -> None:
    port = a_free_port()
    demo = shop.start("demo", "--no-browser", "--port", str(port))
    status_of(f"http://127.0.0.1:{port}/accounts/login/")
    demo.kill()
    demo.communicate(timeout=60)
    assert _ended(shop.home)


def _ended(home: Path) -> bool:
    """Whether no process has this home in its environment any more, within some seconds."""
    for _ in range(150):
        listed = subprocess.run(
            ["grep", "-lsa", str(home), *map(str, Path("/proc").glob("[0-9]*/environ"))], capture_output=True
        )
        if not listed.stdout:
            return True
        time.sleep(0.1)
    return False
