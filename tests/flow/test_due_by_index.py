"""What is due, held or owed is found by an index, not by reading all prospects, every few seconds, for ever."""

import pytest

from tests.world import NOW
from winnow.people.models import User
from winnow.prospects.models import Effect, Inquiry, Prospect

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]  # PostgreSQL would read so small a table as a whole

FOUND_BY = {
    "prospect_check": lambda: Prospect.objects.filter(check_at__lte=NOW).order_by("check_at"),
    "prospect_claim": lambda: Prospect.objects.filter(
        claimed_by=User(id=1), claimed_until__gt=NOW, state="working"
    ).order_by("claimed_until"),
    "effect_due": lambda: Effect.objects.filter(due_at__lte=NOW).order_by("due_at", "id"),
    "inquiry_batch": lambda: Inquiry.objects.filter(batch=1).order_by("id"),
}


@pytest.mark.parametrize("index", FOUND_BY)
def test_the_index_made_for_it_is_used(index: str) -> None:
    assert index in FOUND_BY[index]().explain()


def test_holds_that_ran_out_are_found_by_theirs() -> None:
    assert (
        "prospect_claim"
        in Prospect.objects.filter(claimed_by__isnull=False, claimed_until__lte=NOW).explain()
    )
