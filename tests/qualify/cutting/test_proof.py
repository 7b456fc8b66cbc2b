"""What a cut is decided on."""

from itertools import pairwise

import pytest

from tests.cut_world import unseen
from winnow.qualify.cutting.proof import Wish, decided, promised, proof, tags, what_would_help, without_model


def test_only_who_was_looked_at_on_arrival_counts() -> None:
    told = unseen(size=2_000)
    known = proof(told, 1)
    assert 0.45 < len(known.past.sold) / 2_000 < 0.55
    assert known.orders < sum(told["sold"])


def test_by_another_seed_others_were_looked_at_on_arrival() -> None:
    assert proof(unseen(), 1).past.score.sum() != proof(unseen(), 2).past.score.sum()


def test_whom_a_cut_has_sifted_proves_nothing_as_mostly_the_better_part_was_worked() -> None:
    told = unseen(size=2_000)
    better = {
        number for number, chance in zip(told["prospects"], told["probability"], strict=True) if chance > 0.02
    }
    assert len(proof(told, 1, better).past.sold) < len(proof(told, 1).past.sold)
    assert proof(told, 1, better).past.score.max() <= 0.02


def test_a_model_that_kept_nothing_proves_nothing() -> None:
    decision = decided(proof({}, 1), Wish("lose_at_most", 0.05), 0.95)
    assert "Not with these data" in decision.refusal


def test_prospects_are_ranked_by_profit_an_hour_where_margins_are_known() -> None:
    told = unseen(size=200)
    told["margin"] = [1.0 / (0.001 + chance) ** 2 for chance in told["probability"]]
    plain, rich = proof(unseen(size=200), 1), proof(told, 1)
    assert (plain.by_profit, rich.by_profit) == (False, True)
    assert plain.past.rank.argmax() != rich.past.rank.argmax()


def test_hours_that_nobody_knows_do_not_count() -> None:
    told = unseen(size=200) | {"hours": [None] * 200}
    assert not proof(told, 1).by_profit


def test_a_share_promises_its_bound_and_a_promise_what_was_asked() -> None:
    known = proof(unseen(), 1)
    share, asked = Wish("share", 0.5), Wish("lose_at_most", 0.05)
    assert promised(share, decided(known, share, 0.95)) == decided(known, share, 0.95).price.bound
    assert promised(asked, decided(known, asked, 0.95)) == 0.05


def test_every_twentieth_has_a_price_that_only_grows() -> None:
    found = tags(proof(unseen(), 1), 0.95)
    assert [round(one.share, 2) for one in found] == [round(step / 20, 2) for step in range(21)]
    assert all(one.lost <= other.lost for one, other in pairwise(found))


def test_later_blocks_follow_earlier_ones() -> None:
    block = proof(unseen(), 1).past.block
    assert (block[1:] >= block[:-1]).all()
    assert block[0] == 0


@pytest.mark.parametrize(
    ("told", "words"), [(unseen(size=400), "more order"), (unseen(strength=0), "More of the same will not")]
)
def test_a_refusal_says_what_would_change_it(told: dict, words: str) -> None:
    assert words in what_would_help(proof(told, 1), 0.05, 0.95)


def test_without_a_model_the_orders_there_are_and_needed_are_named() -> None:
    assert "There are 12 orders" in without_model(12)
    assert " 59 " in without_model(12)
