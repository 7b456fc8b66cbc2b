"""The leak guard on columns made from the outcome, planted into real data, and on the data as they are."""

from dataclasses import replace

import numpy as np
import pytest

from tests.truth import planted, sets
from winnow.qualify.learn import Frame, History, find_leaks

CLEAN = [sets.x_education, sets.bank, sets.olist, sets.applications, sets.pipeline]
ROWS = 5_000


def names(history):
    return [each.column for each in find_leaks(history)]


@pytest.fixture(scope="module", params=CLEAN, ids=lambda load: load.__name__)
def clean(request):
    history = request.param()
    return history.take(np.sort(np.random.default_rng(5).permutation(len(history))[:ROWS]))


def test_no_wolf_is_cried_on_honest_columns(clean):
    assert names(clean) == []


def test_nor_without_time(clean):
    assert names(History(clean.frame, clean.sold)) == []


def test_all_that_was_planted_is_named_and_nothing_else(clean):
    rng = np.random.default_rng(3)
    plants = {plant.__name__: plant(clean.sold, rng) for plant in planted.OF_THE_OUTCOME + planted.NUMBERING}
    frame = Frame({**clean.frame.columns, **plants})
    assert names(clean.with_frame(frame)) == list(plants)


def test_a_date_after_the_decision_is_named():
    rng = np.random.default_rng(2)
    decided = np.datetime64("2025-01-01T00:00:00") + np.arange(500) * np.timedelta64(3600, "s")
    closed = decided + (rng.integers(0, 40, 500) * 86_400).astype("timedelta64[s]")
    history = History(Frame({"closed": closed}), rng.integers(0, 2, 500), decided=decided)
    (found,) = find_leaks(history)
    assert found.reason.startswith("Holds dates later than the decision for ")


def test_a_date_of_the_decision_itself_is_fine():
    rng = np.random.default_rng(2)
    decided = np.datetime64("2025-01-01T00:00:00") + rng.integers(0, 300, 500) * np.timedelta64(86_400, "s")
    history = History(Frame({"came": decided}), rng.integers(0, 2, 500), decided=decided)
    assert names(history) == []


def test_what_somebody_vouches_for_is_let_pass(clean):
    rng = np.random.default_rng(3)
    plants = {plant.__name__: plant(clean.sold, rng) for plant in planted.OF_THE_OUTCOME + planted.NUMBERING}
    planted_into = clean.with_frame(Frame({**clean.frame.columns, **plants}))
    vouched = next(iter(plants))
    assert names(replace(planted_into, known_before=frozenset({vouched}))) == list(plants)[1:]


def test_only_what_is_judged_by_its_values_is_called_so(clean):
    rng = np.random.default_rng(3)
    told, numbered = planted.OF_THE_OUTCOME[0], planted.NUMBERING[0]
    frame = Frame(
        {**clean.frame.columns, "told": told(clean.sold, rng), "numbered": numbered(clean.sold, rng)}
    )
    assert [one.is_judged for one in find_leaks(clean.with_frame(frame))] == [True, False]


def test_every_reason_is_one_sentence():
    reasons = [each.reason for each in find_leaks(sets.x_education(whole=True))]
    assert all(reason.endswith(".") and reason.count(". ") == 0 for reason in reasons)


def test_what_sellers_filled_in_afterwards_is_named_in_x_education():
    assert {"Tags", "Lead Quality", "Lead Profile", "Prospect ID", "Lead Number"} <= set(
        names(sets.x_education(whole=True))
    )


def test_the_length_of_the_call_is_named_in_the_bank_campaign():
    assert names(sets.bank(whole=True)) == ["duration"]


def test_columns_of_closed_deals_are_named_in_olist():
    kept = {"first_contact_date", "landing_page_id", "origin"}
    history = sets.olist(whole=True)
    assert set(names(history)) == set(history.frame.names) - kept


def test_close_date_and_value_are_named_in_the_pipeline():
    assert names(sets.pipeline(whole=True)) == ["opportunity_id", "close_date", "close_value"]
