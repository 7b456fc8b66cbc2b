"""The method `most_profit` of the procedure: chosen, explained, and still what routing has always promised."""

import sys
from dataclasses import replace

import pytest

from winnow.procedure.schema import Routing, RoutingRule
from winnow.prospects.words import Role
from winnow.route.assign.factors import Record, factors
from winnow.route.assign.known import Known, Price
from winnow.route.rules import Candidate, Routed, Wanted, explain, pick, prices

ANNA, BEN, CARA = (
    Candidate(1, "Anna", Role.SELLER, capacity=30),
    Candidate(2, "Ben", Role.SELLER, capacity=30),
    Candidate(3, "Cara", Role.SELLER, capacity=30, niches=frozenset({"health"})),
)
MAX = Candidate(8, "Max", Role.MANAGER)
EVERYBODY = (ANNA, BEN, CARA, MAX)
PROFIT = Routing(method="most_profit", fairness=0, explore=0)
HEALTH = RoutingRule(key="health", text="Health", message_has=("clinic",), need_niche="health")
RECORDS = Known(
    factors(
        Record(person, "", "", 60.0, orders)
        for person, orders in ((1, 90.0), (2, 60.0), (3, 75.0), (4, 30.0), (5, 45.0))
    )
)


def wanted(worth: float = 100.0, **more: object) -> Wanted:
    return replace(Wanted(Role.SELLER, worth=worth, number=int(worth)), **more)  # type: ignore[arg-type]


def routed(batch: list[Wanted], routing: Routing = PROFIT, loads: dict[int, int] | None = None,
           people: tuple[Candidate, ...] = EVERYBODY, known: Known = RECORDS) -> list[Routed]:  # fmt: skip
    return pick(batch, people, loads or {}, routing, known)


def test_the_best_prospects_go_to_who_makes_most_of_them() -> None:
    batch = [wanted(float(worth)) for worth in range(1, 91)]
    worth = dict.fromkeys((1, 2, 3), 0.0)
    for sought, got in zip(batch, routed(batch), strict=True):
        worth[got.owner] += sought.worth
    assert worth[1] > worth[3] > worth[2]


def test_most_room_stays_the_method_unless_another_is_chosen() -> None:
    assert [one.owner for one in pick([wanted()] * 3, EVERYBODY, {}, Routing())] == [1, 2, 3]


def test_a_specialist_is_not_spent_on_anyone() -> None:
    people = (replace(ANNA, capacity=40), replace(CARA, capacity=20))
    batch = [wanted(100 + one) for one in range(20)] + [wanted(50, message="our clinic")] * 20
    known = Known(
        factors(Record(p, "", "", 60.0, o) for p, o in ((1, 55.0), (3, 65.0), (4, 30.0), (5, 90.0)))
    )
    got = routed(batch, PROFIT.model_copy(update={"rules": (HEALTH,)}), people=people, known=known)
    assert [one.owner for one in got[20:]] == [3] * 20


def test_who_bids_most_beyond_the_price_of_the_place_gets_a_single_one() -> None:
    priced = replace(RECORDS, prices={1: Price(80.0), 2: Price(0.0), 3: Price(90.0)})
    assert routed([wanted()], known=priced)[0].owner == 2


def test_without_prices_a_place_costs_more_as_the_desk_fills() -> None:
    assert routed([wanted()], known=Known(), loads={1: 20, 2: 5, 3: 10})[0].owner == 2


def test_hours_count_where_they_are_known() -> None:
    people = (replace(ANNA, capacity=1),)
    got = routed([wanted(100, hours=10.0), wanted(60, hours=1.0)], people=(*people, MAX))
    assert [one.fallback for one in got] == ["capacity", ""]


def test_the_alternatives_say_what_they_would_have_brought_less() -> None:
    got = routed([wanted(float(worth)) for worth in range(1, 91)])[89]
    assert got.owner == 1
    assert {one.person for one in got.alternatives} == {2, 3}
    assert all(one.less >= 0 for one in got.alternatives)


def test_all_is_said_in_sentences() -> None:
    people = (*EVERYBODY, Candidate(4, "Dan", Role.SELLER, away=True))
    said = " ".join(
        explain(routed([wanted(float(worth)) for worth in range(1, 91)], people=people)[89], people)
    )
    for words in (
        "Anna: brings most, ",
        "Next best: ",
        "% less in all",
        "Dan skipped: away.",
    ):
        assert words in said


def test_what_was_explored_says_so_with_its_odds() -> None:
    routing = PROFIT.model_copy(update={"explore": 0.5})
    got = routed([wanted(float(worth)) for worth in range(1, 61)], routing)
    explored = [one for one in got if one.explored]
    assert 15 <= len(explored) <= 45
    assert "by chance" in " ".join(explain(explored[0], EVERYBODY))


def test_the_same_seed_decides_the_same() -> None:
    routing = PROFIT.model_copy(update={"explore": 0.3, "fairness": 0.6})
    batch = [wanted(float(worth)) for worth in range(1, 81)]
    assert routed(batch, routing) == routed(batch, routing)


def test_another_seed_explores_others() -> None:
    routing = PROFIT.model_copy(update={"explore": 0.3})
    batch = [wanted(float(worth)) for worth in range(1, 81)]
    assert routed(batch, routing) != routed(batch, routing, known=replace(RECORDS, seed=1))


def test_a_company_stays_with_who_knows_it() -> None:
    got = routed([wanted(company_owner=2), wanted(90, company="acme"), wanted(80, company="acme")])
    assert got[0].owner == 2
    assert got[1].owner == got[2].owner
    assert "knows the company" in got[2].reason


def test_one_too_many_is_given_up_as_ever() -> None:
    got = routed([wanted(10), wanted(20)], people=(replace(ANNA, capacity=1), MAX))
    assert [(one.owner, one.fallback) for one in got] == [(1, "capacity"), (1, "")]


def test_without_numpy_and_scipy_most_room_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "winnow.route.assign.choose", None)
    assert [one.owner for one in routed([wanted()] * 3)] == [1, 2, 3]


# Limits and hours, whatever the method


@pytest.mark.parametrize("method", ["most_room", "most_profit"])
def test_over_the_limit_of_work_a_lead_waits_with_the_manager(method: str) -> None:
    routing = PROFIT.model_copy(update={"method": method, "wip_limit": 2})
    got = routed([wanted(10), wanted(20), wanted(30)], routing, people=(ANNA, MAX))
    assert sorted(one.owner for one in got) == [1, 1, 8]
    assert [one.waits for one in got if one.owner == 8] == [True]


def test_the_limit_of_work_is_not_for_qualifiers() -> None:
    desk = Candidate(5, "Eva", Role.QUALIFIER)
    got = pick([Wanted(Role.QUALIFIER)] * 3, (desk, MAX), {}, Routing(wip_limit=1))
    assert [one.owner for one in got] == [5, 5, 5]


def test_without_a_manager_nothing_waits_without_an_owner() -> None:
    got = pick([wanted()] * 2, (ANNA,), {}, Routing(wip_limit=1))
    assert [(one.owner, one.fallback) for one in got] == [(1, ""), (1, "capacity")]


@pytest.mark.parametrize("method", ["most_room", "most_profit"])
def test_who_is_at_work_or_soonest_comes_first(method: str) -> None:
    people = (
        replace(ANNA, opens_in=600),
        replace(BEN, opens_in=60),
        replace(CARA, opens_in=60, capacity=1),
        MAX,
    )
    routing = PROFIT.model_copy(update={"method": method, "at_work": True})
    got = routed([wanted(float(one)) for one in range(1, 33)], routing, people=people)
    assert sum(one.owner == 1 for one in got) == 1


def test_a_priced_place_goes_to_who_is_worth_it_and_the_price_is_said() -> None:
    dear = Known(RECORDS.factors, {1: Price(40.0), 2: Price(0.0), 3: Price(0.0)})
    assert [routed([wanted(50.0)], known=one)[0].owner for one in (RECORDS, dear)] == [1, 3]
    [rich] = routed([wanted(1000.0)], known=dear)
    assert rich.owner == 1
    assert "although the place is worth 3% of it to others who are expected" in rich.reason


def test_the_dearest_place_is_the_one_that_most_will_need() -> None:
    sample = [wanted(float(worth), message="our clinic") for worth in range(20, 60)]
    routing = PROFIT.model_copy(update={"rules": (HEALTH,)})
    found = prices(sample, EVERYBODY, {1: 30, 2: 30, 3: 10, 8: 0}, routing, RECORDS, len(sample))
    assert found[3].place > 0
    assert (found[1].place, found[2].place) == (0, 0)


def test_among_those_who_bring_as_much_at_the_same_price_most_room_decides() -> None:
    free = Known(prices={one.id: Price() for one in (ANNA, BEN, CARA)})
    assert routed([wanted()], loads={1: 3, 2: 1, 3: 2}, known=free)[0].owner == 2


@pytest.mark.parametrize("fairness", [0.0, 0.5])
def test_small_batches_one_after_the_other_reach_everybody_alike(fairness: float) -> None:
    loads = dict.fromkeys((1, 2, 3), 0)
    for number in range(9):
        for got in routed(
            [wanted(50.0, number=2 * number), wanted(50.0, number=2 * number + 1)],
            PROFIT.model_copy(update={"fairness": fairness}), loads, known=Known(),
        ):  # fmt: skip
            loads[got.owner] += 1
    assert set(loads.values()) == {6}
