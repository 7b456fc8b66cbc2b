"""A large batch: copied where the database can take one table while the next is made ready."""

from collections import Counter

import pytest

from tests.world import NOW, Cast, raw
from winnow.flow import Terms, receive
from winnow.people.models import Load
from winnow.prospects.models import Event, Prospect
from winnow.prospects.transitions import Actor

pytestmark = pytest.mark.django_db


def test_of_many_each_person_has_one_prospect_with_history_and_the_loads_add_up(cast: Cast) -> None:
    batch = [raw(email=f"pat@firm{n % 290}.example.com") for n in range(300)]
    receipts = receive(batch, now=NOW, terms=Terms(Actor("import"), history=True))
    assert [one.prospect for one in receipts[290:]] == [one.prospect for one in receipts[:10]]
    rows = Prospect.objects.all()
    assert (len(rows), sum(row.inquiries for row in rows)) == (290, 300)
    assert Event.objects.filter(kind="opened").values("prospect").distinct().count() == 290
    held = Counter(row.owner_id for row in rows)
    assert dict(Load.objects.filter(user__in=held).values_list("user", "working")) == held
