"""Who is at work now comes first, by the hours of their teams and their own absences."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import NOW, Cast, inquire, people
from winnow.flow.at_work import everybody
from winnow.flow.finish import Rest, nurture
from winnow.flow.tick import tick
from winnow.people.models import Absence, Load
from winnow.procedure.actions import default_text, publish
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Queue

pytestmark = pytest.mark.django_db
WEEK = ", ".join(f'{day} = ["09:00-17:00"]' for day in ("mon", "tue", "wed", "thu", "fri"))
NEW_YORK = (
    f'\n[hours."New York"]\ntimezone = "America/New_York"\nholidays_of = "US-NY"\nweek = {{ {WEEK} }}\n'
)
HOUR = 60


@pytest.fixture
def cast() -> Cast:
    return firm("true")


def firm(at_work: str) -> Cast:
    """Anna sells in Berlin, where it is ten in the morning; Ned in New York, where it is four."""
    cast = people()
    text = default_text().replace("at_work = false", f"at_work = {at_work}", 1) + NEW_YORK
    publish(
        text.replace('first_desk = "qualifier"', 'first_desk = "seller"', 1), now=NOW, by=None, reason="Try"
    )
    return cast


def opens_in(at: datetime = NOW) -> dict[str, int]:
    return {one.name: one.opens_in for one in everybody(in_force(at)[1], at)[0]}


def test_who_is_asleep_opens_when_their_own_hours_begin(cast: Cast) -> None:
    assert (opens_in()["Anna"], opens_in()["Ned"]) == (0, 5 * HOUR)


def test_an_inquiry_comes_to_who_is_at_work_and_says_why_not_the_other(cast: Cast) -> None:
    for _ in range(3):
        inquire()
    assert {row.owner for row in Prospect.objects.all()} == {cast.anna}
    assert Event.objects.first().data["route"]["skipped"] == [[cast.ned.pk, "busier"]]  # type: ignore[union-attr]


def test_over_night_it_comes_to_who_is_back_first(cast: Cast) -> None:
    evening = NOW.replace(hour=23)
    Absence.objects.create(user=cast.anna, starts=date(2026, 3, 5), ends=date(2026, 3, 6))
    opens = opens_in(evening)
    assert opens["Anna"] == (datetime(2026, 3, 9, 8, tzinfo=NOW.tzinfo) - evening) // timedelta(minutes=1)
    assert opens["Ned"] == 15 * HOUR


def test_hours_cost_no_statement_of_their_own(cast: Cast) -> None:
    in_force(NOW)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        everybody(in_force(NOW)[1], NOW)
    assert len([one for one in asked.captured_queries if "people_absence" in one["sql"]]) == 1
    assert len(asked.captured_queries) <= 2


def test_whom_somebody_was_promised_to_is_at_work_then_whatever_the_routing_prefers() -> None:
    cast, tomorrow = firm("false"), NOW + timedelta(days=1)
    prospect = inquire().prospect
    nurture([Rest(prospect, NOW, cast.anna.pk, "Call me tomorrow", tomorrow, promised=True)], now=NOW)
    Load.objects.filter(user=cast.anna).update(working=100)

    tick(tomorrow, worker="w")

    row = Prospect.objects.get(id=prospect)
    assert (row.owner, row.queue, row.available_at) == (cast.anna, Queue.PROMISED, tomorrow)
