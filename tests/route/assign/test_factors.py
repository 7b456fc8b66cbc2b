"""What people make of prospects: drawn towards the level above, and explored in the share that was said."""

import numpy as np
import pytest

from winnow.route.assign.explore import drawn, is_explored
from winnow.route.assign.factors import Estimate, Record, factors


def history(seed: int, people: int = 200, expected: float = 12.0) -> tuple[np.ndarray, list[Record]]:
    rng = np.random.default_rng(seed)
    true = rng.gamma(0.3**-2, 0.3**2, people)
    return true, [
        Record(one, "A", "", expected, float(rng.poisson(expected * factor)))
        for one, factor in enumerate(true)
    ]


def test_without_records_everybody_makes_the_same_of_it() -> None:
    assert factors(()).of(1, "A", "health") == (1.0, 0.0)


def test_the_spread_between_people_is_found_again() -> None:
    spreads = [factors(history(seed)[1]).spread[1] for seed in range(20)]
    assert np.mean(spreads) == pytest.approx(0.3, abs=0.03)


def test_shrunk_factors_are_nearer_to_the_truth_than_bare_ones_and_than_none() -> None:
    true, records = history(3)
    found = factors(records)
    shrunk = np.array([found.of(one, "A", "").mean for one in range(len(true))])
    bare = np.array([record.orders / record.expected for record in records])
    errors = [float(((guess - true) ** 2).mean()) for guess in (shrunk, bare, np.ones_like(true))]
    assert errors[0] == min(errors)


def test_a_new_person_is_what_the_team_is() -> None:
    rows = [Record(one, "A", "", 50.0, 75.0) for one in range(4)] + [Record(9, "B", "", 50.0, 20.0)]
    found = factors(rows)
    assert found.of(100, "A", "").mean == found.by_team["A"].mean > found.of(101, "B", "").mean


def test_of_a_new_person_less_is_known_than_of_one_with_records() -> None:
    found = factors(history(4)[1])
    assert found.of(10_000, "A", "").deviation > found.of(1, "A", "").deviation


def test_one_lucky_order_makes_nobody_a_star() -> None:
    rows = [*history(5)[1], Record(999, "A", "", 0.1, 1.0)]
    assert factors(rows).of(999, "A", "").mean < 1.5


def test_a_stated_share_is_explored() -> None:
    assert sum(is_explored(7, number, 0.05) for number in range(20_000)) / 20_000 == pytest.approx(
        0.05, abs=0.006
    )


def test_chance_can_be_repeated() -> None:
    known = [Estimate(1.0, 0.3), Estimate(1.0, 0.1)]
    assert [drawn(7, one, [4, 5], known) for one in range(20)] == [
        drawn(7, one, [4, 5], known) for one in range(20)
    ]


def test_the_less_is_known_the_likelier_is_the_draw_and_its_odds_are_told() -> None:
    known = [Estimate(1.0, 0.3), Estimate(1.0, 0.1)]
    draws = [drawn(7, one, [4, 5], known) for one in range(2_000)]
    share = sum(person == 4 for person, _ in draws) / len(draws)
    assert dict(draws) == {4: pytest.approx(0.9), 5: pytest.approx(0.1)}
    assert share == pytest.approx(0.9, abs=0.03)


def test_where_all_is_known_alike_everybody_is_drawn_alike() -> None:
    assert drawn(1, 1, [4, 5], [Estimate(1.0, 0.0)] * 2)[1] == 0.5
