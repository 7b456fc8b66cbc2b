"""The firm with tracks, which asks what became of it."""

import pytest

from tests.nurture_world import PUBLIC, tracks
from tests.world import Cast


@pytest.fixture
def cast(db: None, settings) -> Cast:
    settings.PUBLIC_URL = PUBLIC
    return tracks()
