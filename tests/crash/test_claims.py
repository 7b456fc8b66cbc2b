"""Twenty people reach for the same prospects: each is held by one of them, and nobody is left with work unseen."""

from datetime import datetime

import pytest

from tests.cli.installation import Installation
from tests.crash.processes import side_by_side
from tests.crash.scale import sized

pytestmark = pytest.mark.crash

PEOPLE, PROSPECTS, PROCESSES = 20, sized(240, 500), 4
# Half of them wait at desks of the twenty, the other half with a manager, where all twenty may take them from.
SETTING = f"""
from datetime import timedelta
from winnow.flow.work import Reassign, reassign
from winnow.people.models import User
from winnow.prospects.models import Prospect
then, now = datetime.now(UTC) - timedelta(days=5), datetime.now(UTC)
team, ben, cem = Team.objects.get(name="Berlin"), User.objects.get(name="Ben"), User.objects.get(name="Cem")
for number in range({PEOPLE} - 1):
    User.objects.create_user(f"q{{number}}@winnow.example", None, name=f"Q{{number}}", role="qualifier", team=team,
                             joined_at=then)
receive([raw() for _ in range({PROSPECTS})], now=then, terms=Terms(Actor("door")))
late = Prospect.objects.order_by("id").values_list("id", flat=True)[: {PROSPECTS} // 2]
reassign([Reassign(one, then, cem.id, "stuck", cem.id) for one in late], now=then)
print(now.isoformat(), *User.objects.filter(role="qualifier").values_list("id", flat=True))
"""


@pytest.fixture(scope="module")
def held(firm: Installation) -> list[int]:
    """The prospects that the twenty held, one entry for each time one of them held one."""
    now, *people = firm.python(SETTING).split()
    shifts = [(datetime.fromisoformat(now).isoformat(), *people[n::PROCESSES]) for n in range(PROCESSES)]
    return [int(line) for line in side_by_side(firm, "tests.crash.seller", *shifts)]


def test_each_prospect_is_held_once(held: list[int]) -> None:
    assert (len(held), len(set(held))) == (PROSPECTS, PROSPECTS)


def test_each_has_one_touch(held: list[int], firm: Installation) -> None:
    counts = firm.sql("select count(*), count(distinct prospect_id) from prospects_touch")
    assert counts == [(PROSPECTS, PROSPECTS)]


def test_nobody_is_left_holding_anything(held: list[int], firm: Installation) -> None:
    assert firm.sql("select count(*) from prospects_prospect where claimed_until is not null") == [(0,)]
