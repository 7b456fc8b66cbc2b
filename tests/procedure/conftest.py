"""The text and the procedure that ship."""

from pathlib import Path

import pytest

from winnow.procedure.parse import parse
from winnow.procedure.schema import Procedure

DEFAULT = Path(__file__).resolve().parents[2] / "src/winnow/procedure/default.toml"


@pytest.fixture(scope="session")
def text() -> str:
    return DEFAULT.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def procedure(text: str) -> Procedure:
    return parse(text)
