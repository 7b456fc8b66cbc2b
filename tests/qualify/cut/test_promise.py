"""What may be promised, how often it is kept, and when nothing is promised."""

import numpy as np
import pytest

from tests.qualify.cut.made import known, market, truly_lost
from winnow.qualify.cut import Of, in_blocks, past, promise
from winnow.qualify.cut.safe import safe_money, safe_share

TRIES = 200
NOISE = 2 * (0.05 * 0.95 / TRIES) ** 0.5


@pytest.mark.parametrize("lose", [0.05, 0.02])
def test_a_promise_is_broken_in_at_most_one_of_twenty_samples(lose: float) -> None:
    broken = 0
    for seed in range(TRIES):
        score, sold = market(np.random.default_rng(seed), 1_500)
        broken += truly_lost(safe_share(past(score, sold).rank, sold, lose)) > lose
    assert broken / TRIES <= 0.05 + NOISE


def test_a_promise_about_money_is_kept_with_amounts_of_any_size() -> None:
    """A few orders bring most of the money, and they are not ranked higher than others."""
    rng, broken = np.random.default_rng(5), 0
    for _ in range(TRIES):
        score, sold = market(rng, 1_500)
        amount = np.minimum(rng.pareto(1.5, 1_500) + 0.2, 20.0)
        share = safe_money(past(score, sold, amount=amount), 0.1, largest=20.0)
        broken += share > 0 and truly_lost(share) > 0.1
    assert broken / TRIES <= 0.05 + NOISE


def test_equal_amounts_allow_about_the_cut_that_sales_allow() -> None:
    score, sold = market(np.random.default_rng(1), 4_000)
    by_sales = safe_share(past(score, sold).rank, sold, 0.05)
    by_money = safe_money(past(score, sold, amount=np.full(4_000, 7.0)), 0.05)
    assert 0.7 * by_sales < by_money <= by_sales * 1.02


def test_a_larger_loss_allows_a_larger_cut() -> None:
    score, sold = market(np.random.default_rng(2), 3_000)
    shares = [safe_share(past(score, sold).rank, sold, lose) for lose in (0.02, 0.05, 0.1, 0.2, 0.4)]
    assert shares == sorted(shares)


def test_more_confidence_allows_a_smaller_cut() -> None:
    score, sold = market(np.random.default_rng(2), 3_000)
    shares = [safe_share(past(score, sold).rank, sold, 0.05, sure) for sure in (0.8, 0.9, 0.95, 0.99)]
    assert shares == sorted(shares, reverse=True)


def test_too_few_orders_are_refused_and_the_missing_ones_counted() -> None:
    score = np.linspace(0, 1, 400)
    found = promise(past(score, score > 0.9), 0.05)
    assert not found.is_given
    assert "19 more orders" in found.why
    assert found.why.startswith("Not with these data")


def test_without_a_signal_nothing_is_promised() -> None:
    found = promise(known(4, 5_000, signal=0.0), 0.05)
    assert found.share == 0
    assert "beyond chance" in found.why


def test_a_trifle_of_a_signal_is_no_reason_to_cut() -> None:
    found = promise(known(4, 60_000, signal=0.08), 0.05)
    assert found.share == 0
    assert "hardly higher" in found.why


def test_a_market_that_stands_still_gets_its_promise() -> None:
    found = promise(known(6, 6_000), 0.05)
    assert found.is_given
    assert truly_lost(found.share) <= 0.05


def _moving(seed: int, blocks: int = 10, size: int = 600):
    """Each block turns the ranking round or not: what the last ones allowed tells nothing of the next."""
    rng, scores, sales = np.random.default_rng(seed), [], []
    for number in range(blocks):
        score, sold = market(rng, size)
        scores.append(-score if number % 3 == 2 else score)
        sales.append(sold)
    return past(np.concatenate(scores), np.concatenate(sales), np.repeat(np.arange(blocks), size))


def test_a_promise_that_was_not_kept_on_later_blocks_is_withdrawn() -> None:
    found = promise(_moving(8), 0.1)
    assert found.share < found.allowed or found.allowed == 0
    assert found.why.startswith(("Withdrawn", "Narrowed", "Not with"))


def test_a_ranking_that_fades_narrows_the_promise() -> None:
    rng, scores, sales = np.random.default_rng(11), [], []
    for number in range(12):
        score, sold = market(rng, 900, signal=2.5 if number < 8 else 0.5)
        scores.append(score)
        sales.append(sold)
    fading = past(np.concatenate(scores), np.concatenate(sales), np.repeat(np.arange(12), 900))
    early = safe_share(fading.rank[:7_200], fading.sold[:7_200], 0.05)
    assert promise(fading, 0.05).share < early / 2


def test_folds_that_are_no_time_are_not_tried_on_one_another() -> None:
    score, sold = market(np.random.default_rng(1), 3_000)
    found = promise(past(score, sold, np.arange(3_000) % 5, in_time=False), 0.05)
    assert found.tried == ()
    assert found.is_given


def test_money_is_promised_by_its_own_measure() -> None:
    score, sold = market(np.random.default_rng(1), 6_000)
    amount = np.where(score > 0, 10.0, 1.0)
    in_money = promise(past(score, sold, in_blocks(sold), amount), 0.05, of=Of.MONEY)
    in_sales = promise(past(score, sold, in_blocks(sold), amount), 0.05)
    assert in_money.share > in_sales.share
