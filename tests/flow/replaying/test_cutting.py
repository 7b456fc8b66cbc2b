"""A cut decided again: other exceptions, another share, and nothing new where nothing changed."""

from datetime import timedelta

import pytest

from tests.cut_world import FORTY, half, scored
from tests.world import NOW, inquire
from winnow.flow.replaying.cutting import cut_again, told
from winnow.flow.replaying.gathering import gather
from winnow.flow.replaying.recorded import Placed, Won
from winnow.flow.replaying.run import replay
from winnow.flow.tick import tick
from winnow.procedure.actions import default_text
from winnow.procedure.learned import Cut as Rule
from winnow.procedure.parse import parse
from winnow.prospects.models import Prospect
from winnow.prospects.words import Channel

LATER = NOW + timedelta(minutes=5)
RULE = Rule(spare_repeats=True, spare_channels=(Channel.REFERRAL,))
PLACED = [
    Placed(1, "web", False, 0.1, True, False, ""),
    Placed(2, "web", False, 0.2, True, True, ""),  # worked all the same
    Placed(3, "referral", False, 0.3, False, False, "referral"),
    Placed(4, "web", True, 0.4, False, False, "repeat"),
    Placed(5, "web", False, 0.6, False, False, ""),
    Placed(6, "web", False, None, False, False, ""),
]


def again(rule: Rule = RULE, share: float | None = None) -> set[int]:
    return set(cut_again(PLACED, rule, share).after)


def test_the_same_rule_sets_aside_the_same() -> None:
    assert again() == {1}
    assert not cut_again(PLACED, RULE, None).newly


@pytest.mark.parametrize(
    ("rule", "gone"),
    [
        (Rule(spare_repeats=True), {1, 3}),
        (Rule(spare_repeats=False, spare_channels=(Channel.REFERRAL,)), {1, 4}),
        (Rule(spare_repeats=False), {1, 3, 4}),
        (Rule(spare_channels=(Channel.WEB, Channel.REFERRAL)), set()),
    ],
)
def test_who_is_not_spared_any_more_is_set_aside(rule: Rule, gone: set[int]) -> None:
    assert again(rule) == gone


def test_another_share_goes_by_the_rank_in_the_batch() -> None:
    assert again(share=0.6) == {1, 5}
    assert again(share=0.05) == set()


def test_each_tenth_of_the_ranks_tells_its_orders() -> None:
    found = told(cut_again(PLACED, RULE, 0.6), PLACED, {5: [Won(NOW, 100.0, None)]})
    assert (found["newly"], found["newly_ordered"], found["freed"], found["placed"]) == (1, 1, 0, 6)
    assert found["tenths"][5] == {"placed": 1, "ordered": 1, "thrown_away": 1}
    assert sum(one["placed"] for one in found["tenths"]) == 5


def test_who_was_set_aside_already_costs_nothing_again(cast, model):
    scored(model, FORTY)
    half(cast)
    tick(LATER, worker="w")
    gone = Prospect.objects.filter(state="nurture").values_list("id", flat=True)
    assert gone
    history = gather(NOW - timedelta(days=1), LATER + timedelta(days=1), lambda _share: None)
    history.orders = {number: [Won(LATER, 100.0, 30.0)] for number in gone}
    same = replay(history, parse(default_text()), lambda _share: None)
    assert same["expected"]["orders"]["value"] == 0
    assert same["cut"]["thrown_before"] == same["cut"]["thrown_away"] == len(gone)
    harder = replay(history, parse(default_text()), lambda _share: None, 0.8)
    assert harder["cut"]["newly"] > 0


def test_who_had_inquired_before_is_known_of_everybody(cast, model):
    again = inquire(email="pat@again.test").prospect
    inquire(email="pat@again.test")
    numbers = scored(model, FORTY)
    half(cast)
    tick(LATER, worker="w")
    history = gather(NOW - timedelta(days=1), LATER + timedelta(days=1), lambda _share: None)
    assert {one.prospect for one in history.placed} >= set(numbers)
    assert not any(one.repeat for one in history.placed if one.prospect != again)
