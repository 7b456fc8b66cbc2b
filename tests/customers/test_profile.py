"""What separates customers: known effects are found, chance is not, and too few say nothing."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.customers.profile import Known, learn


def customers(count: int, good: float = 2.0, seed: int = 1) -> list[Known]:
    """Hotels bring `good` times the usual margin an hour; countries nothing."""
    rng = Random(seed)
    found = []
    for number in range(count):
        industry = rng.choice(["Hotel", "Law", "Steel"])
        properties = {
            "industry": industry, "country": rng.choice(["DE", "US"]), "employees": str(rng.randint(1, 900)),
            "name": f"Firm {number}", "title": rng.choice(["Head of IT", "Buyer"]),
        }  # fmt: skip
        hours = rng.uniform(2, 20)
        margin = hours * 100 * (good if industry == "Hotel" else 1) * rng.uniform(0.5, 1.5)
        found.append(Known(properties, hours, margin, rng.choice([0.0, 1.0])))
    return found


def test_what_separates_them_is_found_with_its_size():
    profile = learn(customers(300), 20)
    assert profile.separates
    hotel, law = profile.effects["industry"]["hotel"], profile.effects["industry"]["law"]
    assert hotel.log - law.log == pytest.approx(0.69, abs=0.2)
    score, why = profile.score({"industry": "hotel ", "country": "DE"})
    assert score > 120
    assert (why[0].name, why[0].value) == ("industry", "hotel")


def test_what_names_each_customer_is_no_property():
    assert learn(customers(100), 20).left_out["name"] == "names each customer"


def test_what_tells_the_result_outright_is_left_out():
    rows = [
        Known({**one.properties, "tier": f"tier {round(one.margin / 400)}"}, one.hours, one.margin)
        for one in customers(200)
    ]
    assert "afterwards" in learn(rows, 20).left_out["tier"]


def test_chance_is_not_taken_for_knowledge():
    told = [learn(customers(60, good=1.0, seed=seed), 20).sure for seed in range(40)]
    assert sum(one > 1.96 for one in told) <= 4


def test_from_few_customers_nothing_is_known():
    profile = learn(customers(12), 20)
    assert (
        profile.cannot
        == "Cannot be known from so few: 12 customers with time and margin known; 20 are needed."
    )
    assert not profile.separates


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0.1, 50), st.floats(-500, 5000)), max_size=60))
def test_a_score_is_always_a_positive_number(rows):
    profile = learn([Known({"kind": kind}, hours, margin) for kind, hours, margin in rows], 5)
    score, _ = profile.score({"kind": "a", "other": "x"})
    assert 0 < score < 1e6
