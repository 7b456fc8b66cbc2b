"""What a question is worth asking: known truth, honest intervals, and a rule that says which to drop."""

from random import Random

import pytest

from winnow.procedure.schema import Choice, Question
from winnow.qualify.library import LEAST, Rank, line, separation
from winnow.qualify.taught import Taught, Worth

QUESTION = Question(
    key="money", about="money", text="How paid?",
    choices=(
        Choice(key="set", text="A budget", points=15), Choice(key="found", text="Can be found", points=9),
        Choice(key="later", text="Not this year", gate="nurture"),
        Choice(key="never", text="Never", gate="disqualify"),
    ),
)  # fmt: skip


def taught(**bought_of: tuple[int, int]) -> Taught:
    """From choice=(bought, judged)."""
    worths = [Worth("money", key, "", judged, judged, bought) for key, (bought, judged) in bought_of.items()]
    whole = [sum(column) for column in zip(*(one[3:] for one in worths), strict=True)] or [0, 0, 0]
    return Taught(worths=(Worth("money", "", "", *whole), *worths), seconds={"money": (200, 60.0)})


def test_a_question_that_tells_nothing_gets_a_half() -> None:
    found = separation([Rank(1, 50, 500), Rank(2, 50, 500)])
    assert found is not None
    assert found.value == pytest.approx(0.5)


def test_a_question_that_tells_everything_gets_nearly_one_and_is_never_certain_of_few() -> None:
    few, many = separation([Rank(1, 0, 3), Rank(2, 3, 0)]), separation([Rank(1, 0, 3000), Rank(2, 3000, 0)])
    assert few is not None
    assert many is not None
    assert few.low < 0.7
    assert many.low > 0.99


def test_one_answer_or_one_side_is_nothing_to_compare() -> None:
    assert separation([Rank(1, 5, 5)]) is None
    assert separation([Rank(1, 5, 0), Rank(2, 5, 0)]) is None


@pytest.mark.parametrize("size", [20, 200])
def test_the_interval_holds_the_truth_in_19_of_20_cases(size: int) -> None:
    odds, truth = (
        {3: (0.5, 0.2), 2: (0.3, 0.3), 1: (0.2, 0.5)},
        0.5 * 0.8 + 0.3 * 0.5 + 0.5 * (0.1 + 0.09 + 0.1),
    )
    rng, held = Random(7), 0
    for _ in range(600):
        drawn = [rng.choices(list(odds), [pair[side] for pair in odds.values()], k=size) for side in (0, 1)]
        found = separation([Rank(place, drawn[0].count(place), drawn[1].count(place)) for place in odds])
        held += found is not None and found.low <= truth <= found.high
    assert 0.93 <= held / 600 <= 0.985


def test_what_buyers_answer_better_is_kept() -> None:
    assert line(QUESTION, taught(set=(60, 100), found=(20, 100), later=(5, 100))).word == "keep"


def test_points_that_point_the_wrong_way_are_to_be_turned() -> None:
    assert line(QUESTION, taught(set=(20, 100), found=(60, 100), later=(80, 100))).word == "turn"


def test_a_question_that_tells_nothing_and_stops_nobody_is_to_be_dropped() -> None:
    found = line(QUESTION, taught(set=(1000, 5000), found=(1000, 5000)))
    assert found.word == "drop"
    assert "takes 60 s" in found.because


def test_a_question_that_tells_nothing_but_stops_some_is_kept() -> None:
    found = line(QUESTION, taught(set=(1000, 5000), found=(1000, 5000), never=(0, 500)))
    assert (found.word, found.stopped) == ("keep", 500)


def test_with_few_cases_nothing_is_said() -> None:
    few = LEAST - 1
    assert line(QUESTION, taught(set=(few, few), found=(0, 100))).word == "early"


def test_with_more_cases_it_is_not_proved_rather_than_dropped() -> None:
    assert line(QUESTION, taught(set=(20, 100), found=(20, 100))).word == "unproved"


def test_who_was_disqualified_by_the_answer_counts_neither_way() -> None:
    with_them = line(QUESTION, taught(set=(60, 100), found=(20, 100), never=(0, 900))).separation
    assert with_them == line(QUESTION, taught(set=(60, 100), found=(20, 100))).separation


def test_nothing_learned_yet_is_too_early() -> None:
    assert line(QUESTION, Taught()).word == "early"
