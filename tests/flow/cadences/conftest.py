"""Mails that nobody wrote need an address under which they can be ended."""

import pytest

from tests.nurture_world import PUBLIC


@pytest.fixture(autouse=True)
def _reached(settings) -> None:
    settings.PUBLIC_URL = PUBLIC
