"""With the method `most_profit` in force, inquiries and handovers find their owners through the same flow."""

import pytest

from tests.world import NOW, inquire, people
from winnow.flow.scene import Scene
from winnow.procedure.actions import default_text, publish
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Role
from winnow.web.views.prospect_moments import routing as told

pytestmark = pytest.mark.django_db


@pytest.fixture
def profit() -> None:
    people()
    text = default_text().replace('method = "most_room"', 'method = "most_profit"', 1)
    publish(
        text.replace('first_desk = "qualifier"', 'first_desk = "seller"', 1), now=NOW, by=None, reason="Try"
    )


@pytest.mark.usefixtures("profit")
def test_an_inquiry_finds_who_brings_most_and_says_who_else_could() -> None:
    inquire(country="US")
    [row] = Prospect.objects.all()
    [event] = Event.objects.filter(prospect_id=row.id)
    route = event.data["route"]
    assert row.owner.role == Role.SELLER
    assert route["brings"] > 0
    said = " ".join(told(route, {1: "Anna"}))
    assert "brings most" in said or "given out to learn from" in said
    assert "Next best:" in said


@pytest.mark.usefixtures("profit")
def test_many_are_shared_out_and_a_handover_finds_a_seller() -> None:
    for _ in range(6):
        inquire(country="US")
    assert len({row.owner_id for row in Prospect.objects.all()}) == 2
    first = Prospect.objects.order_by("id").first()
    scene = Scene.of([first.id], now=NOW)
    assert scene.pick(first.id, Role.SELLER, [first.owner_id]).owner != first.owner_id
