"""Fifty clicks on "accept" at once, from five processes, after one that was killed in the middle: one order."""

import subprocess
import sys
import time

import pytest

from tests.cli.installation import REPOSITORY, Installation
from tests.crash.processes import side_by_side

pytestmark = pytest.mark.crash

PROCESSES, CLICKS = 5, 10
OFFER = """
from datetime import timedelta
from dataclasses import replace
from tests.offers_world import PAGE
from winnow.flow.offers import links
from winnow.flow.offers.making import Make, make
from winnow.offers import queries
from winnow.people.models import User
now = datetime.now(UTC)
prospect = receive([raw()], now=now, terms=Terms(Actor("door")))[0].prospect
page = replace(PAGE, valid_until=(now + timedelta(days=20)).date())
offer = make(Make("one", prospect, now, User.objects.get(name="Anna").pk, "nonce", page), now=now)
print(links.path_of(offer), queries.page_of(offer).hash)
"""


@pytest.fixture(scope="module")
def statuses(firm: Installation) -> list[str]:
    """What the fifty clicks were answered, once a first one had died with its order half written."""
    path, hashed = firm.python(OFFER).split()
    words = [sys.executable, "-m", "tests.crash.buyer", path, hashed, "0", "kill"]
    died = subprocess.run(words, env=firm.environment, cwd=REPOSITORY, capture_output=True, timeout=60)
    assert died.returncode == -9, died.stderr
    assert firm.sql("select count(*) from prospects_order") == [(0,)]
    at = str(time.time() + 8)
    return side_by_side(firm, "tests.crash.buyer", *[(path, hashed, at, str(CLICKS))] * PROCESSES)


def test_each_click_is_told_that_it_was_accepted(statuses: list[str]) -> None:
    assert [one.strip() for one in statuses] == ["302"] * PROCESSES * CLICKS


def test_there_is_one_order_one_acceptance_and_one_customer(statuses: list[str], firm: Installation) -> None:
    assert firm.sql("select count(*), sum(amount) from prospects_order") == [(1, 1_900)]
    assert firm.sql("select count(*) from offers_answer") == [(1,)]
    assert firm.sql("select count(*) from prospects_event where kind = 'ordered'") == [(1,)]
    assert firm.sql("select stage, state, outcome from prospects_prospect") == [
        ("customer", "closed", "bought")
    ]
