"""Firms that live through kills: real installations, each with the small firm of the tests in it."""

from collections.abc import Iterator

import pytest

from tests.cli.installation import Installation, copied, empty


@pytest.fixture(scope="session")
def firm_pattern(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with empty(tmp_path_factory.mktemp("firm")) as installation:
        installation.run("init", "--yes")
        installation.python("people()")
        yield installation


@pytest.fixture(scope="module")
def firm(firm_pattern: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One for the whole file: its tests look at what one ordeal left."""
    with copied(firm_pattern, tmp_path_factory.mktemp("killed")) as installation:
        yield installation
