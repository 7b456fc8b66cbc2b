"""Eight processes write to one SQLite file: they wait for one another, and nobody is told that it is locked."""

import pytest

from tests.cli.installation import Installation
from tests.crash.processes import side_by_side
from tests.crash.scale import sized

pytestmark = [pytest.mark.crash, pytest.mark.sqlite]

WRITERS, EACH = 8, sized(60, 1_250)


def test_nobody_is_told_that_the_database_is_locked(firm: Installation) -> None:
    complaints = side_by_side(firm, "tests.crash.writer", *((n, EACH) for n in range(WRITERS)))
    assert complaints == []
    assert firm.sql("select count(*), count(distinct person_id) from prospects_prospect") == [
        (WRITERS * EACH, WRITERS * EACH)
    ]
