"""Columns that know the outcome, made from it, and the identifiers that come with every export."""

from collections.abc import Callable

import numpy as np

Sold = np.ndarray
Plant = Callable[[Sold, np.random.Generator], np.ndarray]


def texts(values) -> np.ndarray:
    found = np.empty(len(values), dtype=object)
    found[:] = list(values)
    return found


def answer(sold, rng):
    return texts(np.where(sold > 0, "yes", "no").tolist())


def answer_with_slips(sold, rng):
    slips = rng.random(len(sold)) < 0.03
    return texts(np.where((sold > 0) ^ slips, "A", "B").tolist())


def score_computed_afterwards(sold, rng):
    return rng.normal(3.0 * sold, 1.0)


def contract_of_buyers(sold, rng):
    known = (sold > 0) & (rng.random(len(sold)) < 0.9)
    return texts([f"standard {rng.integers(4)}" if here else None for here in known])


def reason_lost(sold, rng):
    known = (sold == 0) & (rng.random(len(sold)) < 0.8)
    return texts([str(rng.choice(["price", "timing", "competitor"])) if here else None for here in known])


def order_value(sold, rng):
    return np.where(sold > 0, rng.lognormal(8, 1, len(sold)).round(2), 0.0)


def stage_at_export(sold, rng):
    lost = rng.choice(["open", "waiting", "closed"], len(sold))
    won = rng.choice(["signed", "waiting"], len(sold), p=[0.8, 0.2])
    return texts(np.where(sold > 0, won, lost).tolist())


def calls_until_the_end(sold, rng):
    return rng.poisson(np.where(sold > 0, 9.0, 1.5)).astype(float)


def rating_by_the_seller(sold, rng):
    words = np.array(["hot", "warm", "cold", "dead"])
    won = rng.choice(words, len(sold), p=[0.55, 0.35, 0.095, 0.005])
    lost = rng.choice(words, len(sold), p=[0.01, 0.19, 0.4, 0.4])
    return texts(np.where(sold > 0, won, lost).tolist())


def cleaned_for_losers(sold, rng):
    known = (sold > 0) | (rng.random(len(sold)) < 0.02)
    return np.where(known, rng.normal(40, 10, len(sold)), np.nan)


def welcome_pack(sold, rng):
    return texts(np.where((sold > 0) & (rng.random(len(sold)) < 0.4), "sent", "not sent").tolist())


def customer_number(sold, rng):
    return texts([f"{number:08x}" for number in rng.permutation(len(sold) * 50)[: len(sold)]])


def running_number(sold, rng):
    return 10_000.0 + np.cumsum(rng.integers(1, 5, len(sold)))


OF_THE_OUTCOME: tuple[Plant, ...] = (
    answer, answer_with_slips, score_computed_afterwards, contract_of_buyers, reason_lost, order_value,
    stage_at_export, calls_until_the_end, rating_by_the_seller, cleaned_for_losers, welcome_pack,
)  # fmt: skip
NUMBERING: tuple[Plant, ...] = (customer_number, running_number)
