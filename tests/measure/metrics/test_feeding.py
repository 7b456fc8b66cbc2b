"""Which campaigns to stop and which to feed, on a company whose campaigns are known to pay, to lose, or neither."""

from datetime import timedelta

import pytest

from tests.measure.company import START, asked, facts, ordered
from winnow.measure.canonical import Unknown
from winnow.measure.figures.feeding import feeding_blocks
from winnow.measure.metrics.feeding import FEED, FREE, STOP, UNTOLD, feeding
from winnow.measure.metrics.scope import ALL
from winnow.measure.names import Names

SIZE, BUYERS = 60, {"pays": 24, "loses": 0, "dear": 12, "free": 12}
COST = {"pays": "200", "loses": "2000", "dear": "1000", "young": "20"}


def cohort(campaign, buyers, began=0.0):
    """Inquirers an hour apart; every so many of them buys 5 to 40 days later."""
    people = [f"{campaign}{number}" for number in range(SIZE)]
    asks = [START + timedelta(days=began, hours=number) for number in range(SIZE)]
    inquiries = [
        asked(one, when, campaign_id=campaign, channel="web") for one, when in zip(people, asks, strict=True)
    ]
    every = SIZE // buyers if buyers else SIZE + 1
    bought = [
        ordered(one, when + timedelta(days=5 + number % 36), "100", margin="100")
        for number, (one, when) in enumerate(zip(people, asks, strict=True))
        if number % every == 1
    ][:buyers]
    return inquiries, bought


@pytest.fixture(scope="module")
def company():
    parts = [cohort(name, buyers) for name, buyers in BUYERS.items()] + [cohort("young", 0, began=97)]
    names = (*BUYERS, "young")
    return facts(
        inquiries=[one for inquiries, _ in parts for one in inquiries],
        orders=[one for _, orders in parts for one in orders],
        campaigns=[{"campaign_id": one, "name": f"The {one}", "channel": "web"} for one in names],
        costs=[
            {"campaign_id": one, "at": START, "amount": cost, "currency": "EUR"} for one, cost in COST.items()
        ],
    )


@pytest.fixture(scope="module")
def found(company):
    return {one.money.of: one for one in feeding(company, ALL)}


@pytest.mark.parametrize(
    ("campaign", "advice"),
    [("pays", FEED), ("loses", STOP), ("dear", UNTOLD), ("young", UNTOLD), ("free", FREE)],
)
def test_only_what_chance_cannot_explain_is_stopped_or_fed(found, campaign, advice):
    assert found[campaign].advice == advice


def test_what_to_stop_comes_first_then_what_to_feed(company):
    assert [one.advice for one in feeding(company, ALL)] == [STOP, FEED, UNTOLD, UNTOLD, FREE]


def test_a_young_campaign_is_expected_to_bring_what_such_inquirers_brought(found):
    bought = sum(BUYERS.values()) / (SIZE * len(BUYERS))
    assert found["young"].to_come.value == pytest.approx(bought * SIZE, rel=0.15)
    assert found["young"].to_come.low < bought * SIZE < found["young"].to_come.high


def test_an_old_campaign_of_which_nobody_bought_is_expected_to_bring_nothing_more(found):
    assert found["loses"].to_come.value == pytest.approx(0, abs=1)


def test_no_campaign_can_be_expected_to_lose_more_than_was_spent(company):
    block = feeding_blocks(company, ALL, Names.of(company))[0]
    lows = [row[7]["low"] for row in block.rows if row[7]]
    assert min(lows) >= -1


def test_campaigns_are_called_by_their_names_and_can_be_opened(company):
    table, curves = feeding_blocks(company, ALL, Names.of(company))
    assert table.rows[0][0] == {"campaign": "loses", "name": "The loses", "by": "campaign", "of": "loses"}
    assert [one.label for one in curves.picture.lines] == [row[0]["name"] for row in curves.rows]


def test_without_costs_it_cannot_be_known():
    silent = facts(inquiries=[asked("ann", campaign_id="spring")], orders=[ordered("ann", START)])
    assert isinstance(feeding(silent, ALL), Unknown)
    assert feeding_blocks(silent, ALL, Names.of(silent))[0].unknown
