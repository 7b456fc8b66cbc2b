"""The firm of most tests of the flow, and one prospect of hers that they are about."""

import pytest

from tests.cut_world import champion
from tests.world import Cast, inquire, people
from winnow.qualify.models import LearnedModel


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


@pytest.fixture
def one(cast: Cast) -> int:
    return inquire(name="Mette Krag", email="mette@nordlys.example.com").prospect


@pytest.fixture
def model(cast: Cast) -> LearnedModel:
    """In use."""
    return champion()
