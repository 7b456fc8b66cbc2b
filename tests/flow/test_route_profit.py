"""With the method `most_profit` in force, inquiries and handovers find their owners through the same flow."""

from datetime import timedelta

import pytest

from tests.world import NOW, inquire, people
from winnow.flow.profit import known, reckon_if_due, worth_of
from winnow.flow.scene import Scene
from winnow.people.models import User
from winnow.procedure.actions import default_text, publish
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Role
from winnow.qualify.models import Handover
from winnow.web.views.prospect_moments import routing as told

pytestmark = pytest.mark.django_db


def most_profit(explore: float) -> None:
    people()
    text = default_text()
    for before, after in (
        ('method = "most_room"', 'method = "most_profit"'),
        ('first_desk = "qualifier"', 'first_desk = "seller"'),
        ("explore = 0.05", f"explore = {explore}"),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    publish(text, now=NOW, by=None, reason="Try")


@pytest.fixture
def profit() -> None:
    """Where nothing is given out by chance."""
    most_profit(explore=0)


@pytest.mark.usefixtures("profit")
def test_an_inquiry_finds_who_brings_most_and_says_who_else_could() -> None:
    inquire(country="US")
    [row] = Prospect.objects.all()
    [event] = Event.objects.filter(prospect_id=row.id)
    route = event.data["route"]
    assert row.owner.role == Role.SELLER
    assert route["brings"] > 0
    said = " ".join(told(route, {1: "Anna"}))
    assert "brings most" in said
    assert "Next best:" in said


def test_a_stated_share_is_given_out_by_chance_and_says_so() -> None:
    most_profit(explore=0.5)
    for _ in range(30):
        inquire(country="US")
    routes = [event.data["route"] for event in Event.objects.filter(kind="opened")]
    by_chance = [route["reason"] for route in routes if "given out to learn from" in route["reason"]]
    assert 3 < len(by_chance) < 27


@pytest.mark.usefixtures("profit")
def test_many_are_shared_out_and_a_handover_finds_a_seller() -> None:
    for _ in range(6):
        inquire(country="US")
    assert len({row.owner_id for row in Prospect.objects.all()}) == 2
    first = Prospect.objects.order_by("id").first()
    scene = Scene.of([first.id], now=NOW)
    assert scene.pick(first.id, Role.SELLER, [first.owner_id or 0]).owner != first.owner_id


def test_who_sold_more_of_accepted_leads_than_their_bands_promise_makes_more_of_them() -> None:
    cast = people()
    long_ago = NOW - timedelta(days=200)
    bought = {
        "state": "closed", "outcome": "bought", "closed_at": NOW, "order_count": 1,
        "next_action": "", "due_at": None, "available_at": None, "check_at": None,
    }  # fmt: skip
    for number in range(16):
        row = Prospect.objects.get(id=inquire(now=long_ago).prospect)
        taker = cast.anna if number < 8 else cast.ned
        Prospect.objects.filter(id=row.id).update(band="warm", **(bought if number < 7 else {}))
        Handover.objects.create(
            prospect=row, giver=cast.ben, taker=taker, at=long_ago, respond_by=long_ago, accepted_at=long_ago
        )
    found = known(NOW, seed=1).factors
    anna, ned = (found.of(one.id, one.team.name, "").mean for one in (cast.anna, cast.ned))
    assert anna > 1 > ned


def test_without_learned_odds_the_written_score_is_the_worth() -> None:
    people()
    row = Prospect.objects.get(id=inquire().prospect)
    assert worth_of(row) == (row.score / 100, 0.0, False)


@pytest.mark.usefixtures("profit")
def test_the_worker_prices_places_by_what_came_lately_and_intake_goes_by_it() -> None:
    User.objects.filter(name__in=["Anna", "Ned"]).update(capacity=14)
    for _ in range(24):
        inquire(country="US")
    later = NOW + timedelta(minutes=30)
    assert reckon_if_due(later)
    assert known(later, seed=1).prices[User.objects.get(name="Ned").pk].place > 0
    inquire(now=later, country="US")
    reason = Event.objects.filter(kind="opened").last().data["route"]["reason"]  # type: ignore[union-attr]
    assert "to others who are expected" in reason


@pytest.mark.usefixtures("profit")
def test_places_are_priced_now_and_then_and_forgotten_when_nobody_did_for_a_day() -> None:
    for _ in range(24):
        inquire(country="US")
    assert reckon_if_due(NOW)
    assert not reckon_if_due(NOW + timedelta(minutes=9))
    assert reckon_if_due(NOW + timedelta(minutes=11))
    assert known(NOW, seed=1).prices
    assert not known(NOW + timedelta(days=2), seed=1).prices


def test_where_most_room_decides_nothing_is_reckoned() -> None:
    people()
    assert not reckon_if_due(NOW)


@pytest.mark.usefixtures("profit")
def test_the_hotter_of_two_inquiries_brings_more() -> None:
    cold = inquire(country="US").prospect
    hot = inquire(country="US", message="Please send a quote: we want to order ten machines.").prospect
    brings = {
        event.prospect_id: event.data["route"]["brings"] for event in Event.objects.filter(kind="opened")
    }
    assert brings[hot] > brings[cold]
