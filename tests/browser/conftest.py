"""A browser for each file, and homes that are made once and copied: a test that changes things has its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.desk_server import SEED, in_home, made, served
from tests.browser.desks_of_others import MORE


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """For one file only: while Playwright runs, Django refuses its database to other tests."""
    with sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


@pytest.fixture(scope="session")
def bare_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Winnow that nobody has set up; to be copied."""
    return made(tmp_path_factory.mktemp("pattern") / "bare")


@pytest.fixture(scope="session")
def desk_home(bare_home: Path) -> Path:
    """A Winnow with one inquiry on ben's desk; to be copied."""
    home = shutil.copytree(bare_home, bare_home.parent / "desk")
    in_home(home, SEED)
    return home


@pytest.fixture(scope="session")
def firm_home(desk_home: Path) -> Path:
    """The same where something is late, something held, and a campaign has sold; to be copied."""
    home = shutil.copytree(desk_home, desk_home.parent / "firm")
    in_home(home, MORE)
    return home


@pytest.fixture
def home(desk_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(desk_home, tmp_path / "home"))


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    """Of a running Winnow of its own with one inquiry on ben's desk."""
    with served(home) as url:
        yield url


@pytest.fixture(scope="module")
def firm(firm_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Winnow for one file, where something is late, held and sold."""
    with served(Path(shutil.copytree(firm_home, tmp_path_factory.mktemp("firm") / "home"))) as url:
        yield url
