"""Funnel, time in stages, dispositions and verdicts, conversion, and what was left to others: by hand."""

from datetime import date
from decimal import Decimal

import pytest

from tests.measure.company import asked, at, facts, moved, ordered, touched
from winnow.measure.canonical import Unknown
from winnow.measure.metrics.conversion import conversion, histories, young_cohorts
from winnow.measure.metrics.dispositions import dispositions, verdicts
from winnow.measure.metrics.funnel import funnel, time_in_stages
from winnow.measure.metrics.rule45 import left_to_others
from winnow.measure.metrics.scope import Scope
from winnow.measure.shares import Share

SPRING = {"campaign_id": "spring"}


@pytest.fixture(scope="module")
def company():
    """March: four who asked, a lead after 2 days, an opportunity after 3 more, orders after 10 and 20. May: one."""
    return facts(
        inquiries=[
            asked("ann", **SPRING), asked("bob", **SPRING), asked("cat", **SPRING), asked("dan", **SPRING),
            asked("eve", at(days=70), campaign_id="summer"),
        ],
        touches=[
            touched("ann", at(days=1), disposition="talked"),
            touched("ann", at(days=8), disposition="talked"),
            touched("bob", at(days=1), disposition="no_answer"),
        ],
        stages=[
            moved("ann", at(days=2), stage="lead", event="qualified"),
            moved("ann", at(days=5), stage="opportunity"),
            moved("cat", at(days=30), state="closed", outcome="bought_elsewhere", event="closed"),
            moved("dan", at(days=4), state="nurture", event="nurtured", reason="next year"),
        ],
        orders=[ordered("ann", at(days=10), "300"), ordered("bob", at(days=20), "100")],
    )  # fmt: skip


def test_cohorts_count_who_got_there_by_now(company):
    march, may = funnel(company).cohorts
    assert (march.month, march.inquiries, march.leads, march.opportunities, march.customers) == (
        date(2026, 3, 1), 4, 2, 2, 2,
    )  # fmt: skip
    assert (march.steps, march.bought) == ((Share(2, 4), Share(2, 2), Share(2, 2)), Share(2, 4))
    assert (may.month, may.inquiries, may.customers) == (date(2026, 5, 1), 1, 0)


def test_a_cohort_is_young_until_most_orders_would_have_come(company):
    assert funnel(company).grown_after == 20  # of 10 and 20 days, nine in ten
    assert [one.young for one in funnel(company).cohorts] == [False, False]
    assert [one.young for one in funnel(company, by="campaign").cohorts] == [False, False]


def test_a_stage_lasts_until_the_next_the_end_or_now(company):
    inquiry, lead, opportunity = time_in_stages(company)
    assert (inquiry.entered, inquiry.passed, inquiry.median) == (5, 2, None)
    assert (list(inquiry.curve.age), list(inquiry.curve.share)) == ([2, 20], pytest.approx([0.2, 0.4]))
    assert (lead.entered, lead.passed, list(lead.curve.age)) == (2, 2, [0, 3])  # bob's order came unannounced
    assert (opportunity.passed, list(opportunity.curve.age)) == (2, [0, 5])


def test_dispositions_by_campaign_and_age(company):
    found = [(one.of, one.age, one.disposition, one.touches) for one in dispositions(company)]
    assert found == [
        ("spring", "to 7 days", "no_answer", 1),
        ("spring", "to 7 days", "talked", 1),
        ("spring", "to 30 days", "talked", 1),
    ]
    assert dispositions(company, Scope(since=at(days=40))) == ()


def test_verdicts_by_campaign_age_and_reason(company):
    found = {(one.of, one.age, one.verdict, one.reason): one.prospects for one in verdicts(company)}
    assert found == {
        ("spring", "to a year", "qualified", None): 1,
        ("spring", "to a year", "nurture", "next year"): 1,
        ("spring", "to a year", "disqualified", None): 1,
        ("spring", "to a year", None, None): 1,
        ("summer", "to 90 days", None, None): 1,
    }


def test_the_curve_counts_who_has_not_bought_yet(company):
    (whole,) = conversion(company).groups
    assert (whole.prospects, whole.customers) == (5, 2)
    assert [whole.curve.at(age).value for age in (9, 10, 25)] == pytest.approx([0, 1 / 5, 2 / 5])


def test_curves_by_campaign(company):
    found = {one.of: (one.prospects, one.customers) for one in conversion(company, by="campaign").groups}
    assert found == {"spring": (4, 2), "summer": (1, 0)}


def test_asking_and_buying_are_in_days_of_local_time(company):
    bought = histories(company)[None]
    assert sorted(bought.bought[bought.happened] - bought.asked[bought.happened]) == pytest.approx([10, 20])


def test_too_few_to_foresee_is_said(company):
    found = young_cohorts(company, horizons=(365,))
    assert isinstance(found.cohorts[-1].by[365], Unknown)
    assert isinstance(found.tested[365], Unknown)


def test_what_was_left_to_others():
    # 1,000 × 45 % = 450; 2 bought here, 1 elsewhere; at a mean order of 200
    found = facts(
        inquiries=[asked(f"p{n}", **SPRING) for n in range(1000)],
        stages=[
            moved("p0", at(days=1), state="closed", outcome="bought_elsewhere"),
            moved("p3", at(days=1), state="closed", outcome="not_buying"),
        ],
        orders=[ordered("p1", at(days=10), "300"), ordered("p2", at(days=20), "100")],
    )
    (spring,) = left_to_others(found)
    assert (spring.yardstick.expected, spring.yardstick.unaccounted, spring.not_buying) == (450, 447, 1)
    assert spring.money == {"EUR": Decimal(447 * 200)}
    assert left_to_others(found, per_cent=Decimal(30))[0].yardstick.expected == 300


def test_without_stages_and_orders_nothing_is_known():
    empty = facts(inquiries=[asked("ann", **SPRING)])
    kinds = [funnel(empty), time_in_stages(empty), verdicts(empty), dispositions(empty), conversion(empty)]
    assert [type(one) for one in kinds] == [Unknown] * 5
