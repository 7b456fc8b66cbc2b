"""One Idempotency-Key from many threads of several processes at once: one offer, whatever each of them sends."""

import time
from collections import Counter

import pytest

from tests.cli.installation import Installation
from tests.crash.processes import side_by_side

pytestmark = pytest.mark.crash

PROCESSES, THREADS = 3, 6
CALLER = """
from winnow.people.actions import create_token
from winnow.people.models import User
now = datetime.now(UTC)
ada = User.objects.get(name="Ada")
secret, _ = create_token("erp", ("offer",), user=ada, now=now)
print(secret, *[one.prospect for one in receive([raw(), raw()], now=now, terms=Terms(Actor("door")))])
"""


@pytest.fixture(scope="module")
def caller(firm: Installation) -> list[str]:
    """A token, and the numbers of two prospects."""
    return firm.python(CALLER).split()


def answers(firm: Installation, token: str, key: str, *prospects: str) -> list[tuple[int, int]]:
    call = (token, key, str(time.time() + 6), THREADS, *prospects)
    told = [line.split() for line in side_by_side(firm, "tests.crash.maker", *[call] * PROCESSES)]
    return [(int(status), int(number)) for status, number in told]


def test_the_same_request_makes_one_offer_and_the_others_are_told_of_it(
    firm: Installation, caller: list[str]
) -> None:
    token, prospect, _ = caller
    told = answers(firm, token, "same", prospect)
    assert Counter(status for status, _ in told) == {201: 1, 200: PROCESSES * THREADS - 1}
    assert len({number for _, number in told}) == 1
    assert firm.sql(f"select count(*) from offers_offer where prospect_id = {prospect}") == [(1,)]


def test_of_two_different_requests_one_is_made_and_the_other_refused(
    firm: Installation, caller: list[str]
) -> None:
    token, *prospects = caller
    before = firm.sql("select count(*) from offers_offer")[0][0]
    told = Counter(status for status, _ in answers(firm, token, "different", *prospects))
    half = PROCESSES * THREADS // 2
    assert told == {201: 1, 200: half - 1, 422: half}
    assert firm.sql("select count(*) from offers_offer") == [(before + 1,)]
