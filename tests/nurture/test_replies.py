"""What answers say of everybody who was asked: the weighting, its interval, and what it cannot know."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.nurture.replies import Stratum, replies
from winnow.nurture.words import Bought

COUNTS = st.dictionaries(st.sampled_from([one.value for one in Bought]), st.integers(1, 30), max_size=4)


def of(found, answer: Bought):
    return next(one for one in found.estimates if one.answer == answer)


def test_those_who_are_called_speak_for_all_who_are_silent():
    found = replies([Stratum("a", 100, {"deciding": 20}, {"elsewhere": 8, "no_longer": 2})])
    assert of(found, Bought.ELSEWHERE).share == pytest.approx(0.64)  # 8 of 10 called stand for 80 of 100
    assert (found.rate, found.called, found.guessed) == (pytest.approx(0.3), 10, 0)


def test_without_a_call_the_answers_speak_for_the_silent_and_it_is_said_to_be_a_guess():
    found = replies([Stratum("a", 100, {"elsewhere": 5, "deciding": 15}, {})])
    assert (of(found, Bought.ELSEWHERE).share, found.guessed) == (pytest.approx(0.25), 80)


def test_of_nobody_nothing_is_said():
    found = replies([Stratum("a", 50)])
    assert (found.rate, of(found, Bought.ELSEWHERE).share) == (0.0, None)
    assert replies([]).rate is None


@given(st.lists(st.tuples(COUNTS, COUNTS, st.integers(0, 200)), min_size=1, max_size=4))
def test_shares_add_up_and_lie_within_what_nobody_can_know(parts):
    strata = [
        Stratum(str(index), sum(mail.values()) + sum(call.values()) + more, mail, call)
        for index, (mail, call, more) in enumerate(parts)
    ]
    found = replies(strata)
    if not found.answered:
        return
    assert sum(one.share for one in found.estimates) == pytest.approx(1.0)
    for one in found.estimates:
        share, low, high = one.share, one.low, one.high
        assert share is not None
        assert low is not None
        assert high is not None
        assert low <= share + 1e-9
        assert share <= high + 1e-9
        assert one.least - 1e-9 <= share <= one.most + 1e-9


def test_where_the_silent_differ_the_calls_set_it_right_and_the_answers_alone_do_not():
    """The truth is drawn: buyers elsewhere rarely answer by mail; those drawn by lot all answer the call."""
    chance, hits, naive = random.Random(5), 0, []
    for _ in range(200):
        people = [chance.random() < 0.4 for _ in range(400)]
        answers = [chance.random() < (0.1 if elsewhere else 0.5) for elsewhere in people]
        mail = [one for one, answered in zip(people, answers, strict=True) if answered]
        called = chance.sample(
            [one for one, answered in zip(people, answers, strict=True) if not answered], 60
        )
        found = replies([Stratum("a", 400, counted(mail), counted(called))])
        estimate = of(found, Bought.ELSEWHERE)
        hits += estimate.low <= 0.4 <= estimate.high
        naive.append(sum(mail) / len(mail))
    assert hits >= 180  # of 200 at 95 %
    assert sum(naive) / len(naive) < 0.2


def counted(people: list[bool]) -> dict[str, int]:
    counts = {"elsewhere": sum(people), "deciding": len(people) - sum(people)}
    return {answer: count for answer, count in counts.items() if count}
