"""The demo company: complete or not there, the same for the same seed."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.simulate.lives import END, START
from winnow.intake.models import Form
from winnow.people.models import Team, User
from winnow.prospects.models import Campaign, Cost
from winnow.simulate.demo import NotEmpty, build, is_built
from winnow.simulate.firm import firm
from winnow.simulate.proof import facts
from winnow.simulate.run import simulate

pytestmark = pytest.mark.django_db


def test_the_same_seed_lives_the_same_life_and_another_seed_another() -> None:
    digests = []
    for seed in (3, 3, 4):
        with transaction.atomic():
            told = facts(simulate(firm(), 0.5, 40, seed, START), 0)
            told.pop("cpu_seconds")
            digests.append(told)
            transaction.set_rollback(True)
    assert digests[0] == digests[1] != digests[2]


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[float]]:
    """A small demo, built once for the tests below; what was told of its progress."""
    with django_db_blocker.unblock(), transaction.atomic():
        shares: list[float] = []
        assert not is_built()
        build(1, END, lambda share, _words: shares.append(share), inquiries=20)
        yield shares
        transaction.set_rollback(True)


def test_the_demo_is_there_only_once_it_is_complete(told: list[float]) -> None:
    assert is_built()
    assert told[-1] == 1.0
    with pytest.raises(NotEmpty):
        build(1, END, lambda _share, _words: None)


def test_the_firm_has_what_a_demo_needs(told: list[float]) -> None:
    roles = Counter(User.objects.values_list("role", flat=True))
    assert roles == {"qualifier": 2, "seller": 4, "marketer": 1, "manager": 1, "admin": 1}
    assert Campaign.objects.count() == 12
    assert Counter(Campaign.objects.values_list("channel", flat=True)).keys() == {
        "trade_show", "paid_ad", "direct_mail", "web",
    }  # fmt: skip
    assert not Campaign.objects.filter(costs=None).exists()
    assert set(Team.objects.values_list("timezone", flat=True)) == {"Europe/Berlin", "America/New_York"}
    assert Cost.objects.filter(at__gt=END).count() == 0
    assert Form.objects.count() == 1
    assert not any(user.has_usable_password() for user in User.objects.all())
