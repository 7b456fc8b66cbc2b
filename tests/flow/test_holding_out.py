"""What a campaign caused: its audience divided by chance, and what both parts ordered."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.world import NOW, Cast, inquire
from winnow.flow import holding_out
from winnow.flow.finish import Bought, order
from winnow.flow.holding_out import Audience
from winnow.measure.canonical import Unknown
from winnow.people.actions.record import NotDone
from winnow.prospects.models import Campaign, Cost, Drawn
from winnow.tables import read

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=20)
FIFTH = Decimal("0.2")


@pytest.fixture
def fair(cast: Cast) -> Campaign:
    return Campaign.objects.create(name="Spring letter", channel="direct_mail", created_at=NOW)


def people(count: int) -> Audience:
    return Audience(tuple(f"kim@firm{number}.test" for number in range(count)), (), 0)


def buy(address: str, cast: Cast, margin: int = 100) -> None:
    one = inquire(email=address).prospect
    order([Bought(one, Decimal(300), "EUR", LATER, cast.anna.id, Decimal(margin))], now=LATER)


def test_the_stated_share_is_left_untouched_and_no_address_is_kept(fair: Campaign) -> None:
    made = holding_out.draw(fair, people(200), FIFTH, by=None, now=NOW)
    assert (made.holdout.touched, made.holdout.held, len(made.touch)) == (160, 40, 160)
    assert not any("firm" in one.digest for one in Drawn.objects.all())


def test_a_file_gives_each_address_once_and_tells_what_is_none() -> None:
    table = read(b"Name,E-Mail\nKim,kim@firm1.test\nKim,KIM@firm1.test\nLee,nothing\nAnn,ann@firm2.test\n")
    found = holding_out.audience(table)
    assert found == Audience(("kim@firm1.test", "ann@firm2.test"), ((4, "nothing"),), 1)


def test_a_file_without_addresses_is_refused_with_its_headers() -> None:
    with pytest.raises(NotDone, match="Name, Town"):
        holding_out.audience(read(b"Name,Town\nKim,Kiel\n"))


@pytest.mark.parametrize("share", ["0", "0.6", "1"])
def test_none_and_more_than_half_cannot_be_held_out(fair: Campaign, share: str) -> None:
    with pytest.raises(NotDone, match="at most half"):
        holding_out.draw(fair, people(100), Decimal(share), by=None, now=NOW)


def test_too_few_to_leave_anybody_alone_are_refused(fair: Campaign) -> None:
    with pytest.raises(NotDone, match="Too few"):
        holding_out.draw(fair, people(2), FIFTH, by=None, now=NOW)


def test_orders_of_both_parts_are_compared_where_people_were_drawn(fair: Campaign, cast: Cast) -> None:
    made = holding_out.draw(fair, people(200), FIFTH, by=None, now=NOW)
    held = sorted(set(people(200).addresses) - set(made.touch))
    for address in [*made.touch[:4], held[0]]:
        buy(address, cast)
    buy("stranger@firm999.test", cast)  # was not in the audience
    Cost.objects.create(campaign=fair, at=NOW.date(), amount=Decimal(50), currency="EUR")
    Cost.objects.create(campaign=fair, at=NOW.date() - timedelta(days=9), amount=Decimal(7), currency="EUR")

    found = holding_out.compared(made.holdout, LATER)

    assert (found.touched.part, found.touched.whole, found.held.part, found.held.whole) == (4, 160, 1, 40)
    assert (found.margin, found.cost) == (100, 50)
    assert not isinstance(found.found, Unknown)
    assert found.found.orders[0] == pytest.approx(160 * (4 / 160 - 1 / 40))


def test_what_was_ordered_before_the_drawing_does_not_count(fair: Campaign, cast: Cast) -> None:
    buy("kim@firm1.test", cast)
    made = holding_out.draw(fair, people(200), FIFTH, by=None, now=LATER + timedelta(days=1))
    found = holding_out.compared(made.holdout, LATER + timedelta(days=2))
    assert (found.touched.part, found.held.part, found.margin) == (0, 0, None)


def test_fewer_than_thirty_in_a_part_say_nothing(fair: Campaign) -> None:
    made = holding_out.draw(fair, people(100), FIFTH, by=None, now=NOW)
    assert isinstance(holding_out.compared(made.holdout, LATER).found, Unknown)
