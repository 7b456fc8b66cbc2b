"""Wishes said in other words stand together; words of those who were ended stand out."""

import pytest

from winnow.qualify.suspects import telling_phrases
from winnow.qualify.wordings import clustered


def wishes(*said: str) -> list[tuple[str, int]]:
    return [(one.wording, one.count) for one in clustered(enumerate(said))]


@pytest.mark.parametrize(
    "said",
    [
        ("Water dispensers", "water dispenser!"),
        ("A water dispenser on each floor", "On each floor a water dispenser"),
        ("Wasserspender", "wasserspender, bitte"),
    ],
)
def test_the_same_wish_in_other_words_is_one(said):
    assert len(wishes(*said)) == 1


def test_different_wishes_stay_apart_the_most_wanted_first():
    assert wishes("A car park", "A pool", "a pool") == [("A pool", 2), ("A car park", 1)]


def test_a_prospect_counts_once_for_a_wish():
    assert clustered([(1, "A pool"), (1, "a pool")])[0].count == 1


def test_words_without_letters_are_no_wish():
    assert wishes("…", "  ") == []


THESIS = [
    "please answer ten questions for my thesis about pumps",
    "for my thesis I need your prices",
    "For my THESIS!",
]
LEADS = ["please send your prices", "we need ten pumps", "a quote for my firm", "an offer for our plant"]


def test_what_only_the_ended_wrote_stands_out():
    assert [(one.text, one.ended, one.others) for one in telling_phrases(THESIS, LEADS)] == [
        ("for my thesis", 3, 0)
    ]


def test_what_leads_write_too_does_not_stand_out():
    assert telling_phrases(THESIS, [*LEADS, "it was for my thesis once"] * 2) == []


def test_words_that_say_little_do_not_stand_out():
    assert telling_phrases(["do you have it"] * 5, LEADS) == []


def test_each_phrase_speaks_for_messages_of_its_own():
    ended = ["please answer my survey about pumps"] * 4 + ["spare parts wanted"] * 3
    found = [one.text for one in telling_phrases(ended, LEADS * 3)]
    assert len(found) == 2


def test_nothing_is_told_from_two():
    assert telling_phrases(THESIS[:2], LEADS) == []
