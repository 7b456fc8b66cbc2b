"""What is tested on one database only must need none."""

import re

import pytest

from tests.steps import ASKED_ONCE, ROOT

DATABASE = re.compile(r"django_db|transactional_db|\bdb\b[,)]|\binstalled\b|tests\.world")


@pytest.mark.parametrize("folder", ASKED_ONCE)
def test_a_folder_that_is_tested_once_asks_no_database(folder):
    files = [file for file in (ROOT / folder).rglob("*.py") if file.name != "test_asked_once.py"]
    assert files
    assert not [file.name for file in files if DATABASE.search(file.read_text())]
