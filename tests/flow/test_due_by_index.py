"""What is due, held, owed or sent before is found by an index, not by reading everything again and again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import NOW
from winnow.intake.queries import already
from winnow.people.models import User
from winnow.privacy.models import Basis
from winnow.prospects.models import Effect, Inquiry, Prospect

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]  # PostgreSQL would read so small a table as a whole

FOUND_BY = {
    "prospect_check": lambda: Prospect.objects.filter(check_at__lte=NOW).order_by("check_at"),
    "prospect_claim": lambda: Prospect.objects.filter(
        claimed_by=User(id=1), claimed_until__gt=NOW, state="working"
    ).order_by("claimed_until"),
    "prospect_response": lambda: Prospect.objects.filter(
        owner_id__in=[1], clock_started_at__gte=NOW, clock_started_at__isnull=False
    ).values("owner_id", "responded_at"),
    "basis_of_person": lambda: Basis.objects.filter(person_id__in=[1, 2]),
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


def test_what_was_sent_before_is_found_by_its_sources_ids() -> None:
    with CaptureQueriesContext(connection) as captured:
        already([("partner", "17")])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
        assert "inquiry_once_per_source" in str(cursor.fetchall())
