"""The written score: what holds, what it adds up to, and how it is explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.procedure.schema import Band, Factor, Scorecard
from winnow.prospects.words import Channel
from winnow.qualify.score import Facts, explain, rate

CARD = Scorecard(
    base=30,
    factors=(
        Factor(
            key="referred", text="Somebody recommended us", field="channel", values=("Referral",), points=20
        ),
        Factor(key="phone", text="Left a phone number", field="has_phone", values=("yes",), points=10),
        Factor(key="no_company", text="Names no company", field="has_company", values=("no",), points=-5),
        Factor(key="long", text="Wrote more than a line", field="message_words", at_least=4, points=8),
        Factor(key="buys", text="Speaks of buying", field="message", values=("order", "RFP"), points=12),
        Factor(
            key="decides", text="A title that decides", field="title", values=("CTO", "Head of"), points=9
        ),
        Factor(key="again", text="Has inquired before", field="repeats", at_least=2, points=15),
        Factor(key="any_campaign", text="Came by a campaign", field="campaign", points=1),
    ),
)


def held(**facts: object) -> set[str]:
    return {key for key, _ in rate(Facts(has_company=True, **facts), CARD).reasons} - {"base"}  # type: ignore[arg-type]


def test_every_score_starts_with_the_base() -> None:
    assert rate(Facts(has_company=True), CARD).reasons == (("base", 30),)


@pytest.mark.parametrize(
    ("facts", "factor"),
    [
        ({"channel": Channel.REFERRAL}, "referred"),
        ({"has_phone": True}, "phone"),
        ({"message": "a b c d"}, "long"),
        ({"message": "Orders?"}, "buys"),
        ({"message": "our RFP"}, "buys"),
        ({"title": "Head of IT"}, "decides"),
        ({"title": "CTO/owner"}, "decides"),
        ({"repeats": 2}, "again"),
        ({"campaign": "Spring"}, "any_campaign"),
    ],
)
def test_a_factor_adds_its_points_where_it_holds(facts: dict[str, object], factor: str) -> None:
    assert held(**facts) == {factor}


@pytest.mark.parametrize(
    "facts",
    [{"message": "a b c"}, {"message": "border"}, {"message": "rfps"}, {"title": "Director"}, {"repeats": 1}],
)
def test_a_factor_that_only_looks_alike_adds_nothing(facts: dict[str, object]) -> None:
    assert held(**facts) == set()


def test_a_factor_can_hold_because_something_is_missing() -> None:
    assert ("no_company", -5) in rate(Facts(), CARD).reasons


def test_a_score_above_the_most_is_cut_and_the_waterfall_says_so() -> None:
    card = Scorecard(base=95, factors=(Factor(key="x", text="X", field="has_phone", points=20),))
    score = rate(Facts(has_phone=True), card)
    assert score.points == 100
    assert [line.running for line in explain(score.reasons, card)] == [95, 115, 100]


def test_a_reason_whose_factor_has_left_the_scorecard_is_still_explained() -> None:
    lines = explain((("base", 30), ("old_factor", 5)), Scorecard())
    assert (lines[1].text, lines[1].running) == ("old factor", 35)


def test_the_band_is_the_highest_one_reached() -> None:
    assert [rate(Facts(), Scorecard(base=base)).band for base in (0, 44, 45, 69, 70)] == [
        "cool", "cool", "warm", "warm", "hot",
    ]  # fmt: skip


def test_a_score_below_every_band_gets_the_lowest() -> None:
    assert rate(Facts(), Scorecard(base=5, bands=(Band(key="a", text="A", at_least=10),))).band == "a"


def test_two_scorecards_are_never_confused() -> None:
    other = Scorecard(base=10)
    assert [rate(Facts(), card).points for card in (CARD, other, CARD)] == [25, 10, 25]


FACTS = st.builds(
    Facts,
    channel=st.sampled_from(list(Channel)),
    campaign=st.sampled_from(["", "Spring"]),
    has_phone=st.booleans(),
    has_company=st.booleans(),
    message=st.text(max_size=60),
    title=st.sampled_from(["", "CTO", "Head of Sales", "Cook"]),
    repeats=st.integers(0, 4),
)


@given(FACTS, st.integers(-100, 200))
def test_the_steps_add_up_to_the_uncut_sum(facts: Facts, base: int) -> None:
    score = rate(facts, CARD.model_copy(update={"base": base}))
    assert score.points == max(0, min(100, sum(points for _, points in score.reasons)))


@given(FACTS)
def test_the_waterfall_ends_at_the_score(facts: Facts) -> None:
    score = rate(facts, CARD)
    assert explain(score.reasons, CARD)[-1].running == score.points


@given(st.lists(FACTS, max_size=5))
def test_what_was_scored_before_changes_nothing(several: list[Facts]) -> None:
    fresh = [rate(facts, CARD.model_copy()) for facts in several]
    assert [rate(facts, CARD) for facts in several] == fresh
