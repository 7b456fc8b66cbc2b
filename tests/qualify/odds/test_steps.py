"""The steps to the odds: exact, and in words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.qualify.learn import Step
from winnow.qualify.odds.steps import campaigns_in, kept, told


def steps(changes):
    found, at = [Step("base", "Every prospect starts with", 0.0, -2.0, math.exp(-2.0))], -2.0
    for place, by in enumerate(changes):
        found.append(Step(f"c{place}", f"c{place}: x", at, at + by, math.exp(by)))
        at += by
    return found, at


@given(st.lists(st.floats(-2, 2), max_size=40))
def test_the_kept_steps_multiply_to_the_same_odds(changes):
    whole, end = steps(changes)
    assert math.log(math.prod(times for _, _, times in kept(whole))) == pytest.approx(end, abs=1e-9)


def test_small_steps_go_together():
    whole, _ = steps([1.0, 0.001, -0.002])
    assert [name for name, _, _ in kept(whole)] == ["base", "c0", "everything else"]


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("message length", "message length: 27.5 to 31.5", "Message length: 28 to 31"),
        ("message length", "message length: 158.5 to 159.5", "Message length: 159"),
        ("attempts so far", "attempts so far: up to 0.5", "Attempts so far: 0"),
        ("days since inquiring", "days since inquiring: over 14.02", "Days since inquiring: over 14"),
        ("days since inquiring", "days since inquiring: 2.03 to 2.11", "Days since inquiring: about 2"),
        ("proof: time", "proof: time: corroborated", "By when? Proof: corroborated"),
        ("campaign", "campaign: #3", "Campaign: Spring"),
        ("answer: time", "answer: time: now", "By when? This quarter"),
        ("answer: time", "answer: time: unknown", "By when? Not answered."),
        ("answer: gone", "answer: gone: its_word", "gone its word"),
    ],
)
def test_a_step_in_words(name, said, words):
    questions = {"time": {"": "By when?", "now": "This quarter"}}
    assert told([[name, said, 2.0]], questions, {3: "Spring"})[0].text == words


def test_the_probability_beside_each_step_is_where_it_leads():
    assert [round(one.share, 3) for one in told([["base", "b", 0.25], ["c", "c: x", 4.0]], {}, {})] == [
        0.2,
        0.5,
    ]


def test_campaigns_are_found_by_their_numbers():
    assert campaigns_in([["campaign", "campaign: #12", 1.0], ["source", "source: #3", 1.0]]) == [12]
