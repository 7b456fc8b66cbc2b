"""Installations, made once and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.installation import Installation, copied, empty


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with empty(tmp_path_factory.mktemp("pattern")) as installation:
        installation.run("init", "--yes")
        yield installation


@pytest.fixture
def installed(pattern: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A complete installation of its own."""
    with copied(pattern, tmp_path) as installation:
        yield installation


@pytest.fixture(scope="session")
def firm_pattern(pattern: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with copied(pattern, tmp_path_factory.mktemp("firm")) as installation:
        installation.python(
            "people(); [inquire(name=f'=cmd {n}', company='Müller GmbH', email=f'a{n}@m{n}.example.com')"
            " for n in range(3)]; inquire(email='a0@m0.example.com')"
        )
        yield installation


@pytest.fixture
def firm(firm_pattern: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An installation in which seven people pursue three prospects, one of whom inquired twice."""
    with copied(firm_pattern, tmp_path) as installation:
        yield installation


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[Installation]:
    """A place where Winnow could be, and is not."""
    with empty(tmp_path) as installation:
        yield installation
