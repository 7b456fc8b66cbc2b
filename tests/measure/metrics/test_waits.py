"""Response, coverage and persistence, against counts done by hand."""

import pytest

from tests.measure.company import asked, at, facts, moved, ordered, touched
from winnow.measure.canonical import Unknown
from winnow.measure.metrics.persistence import coverage, persistence
from winnow.measure.metrics.response import response
from winnow.measure.metrics.scope import Scope
from winnow.measure.shares import Share
from winnow.measure.working_hours import EVERYBODY, openings


@pytest.fixture(scope="module")
def company():
    """Answered after 10, 20 and 40 minutes; closed untouched after 30; waiting since 60; and one that is spam."""
    promise = {"promised_at": at(minutes=15)}
    return facts(
        as_of=at(hours=1),
        openings=openings(
            {EVERYBODY: [(at(minutes=-60), at(minutes=15)), (at(minutes=30), at(hours=9))]}, at(days=1)
        ),
        inquiries=[
            asked("a10", channel="web", **promise),
            asked("b20", channel="web", **promise),
            asked("c40", channel="phone"),
            asked("d30", channel="phone", **promise),
            asked("e60", channel="phone", promised_at=at(hours=2)),
            asked("spam", channel="web"),
        ],
        touches=[
            touched("a10", at(minutes=1), kind="automatic"),
            touched("a10", at(minutes=10), by="una"),
            touched("b20", at(minutes=20), by="una", reached=True),
            touched("c40", at(minutes=40), by="vic"),
            touched("c40", at(minutes=50), by="vic", reached=True),
        ],
        stages=[
            moved("d30", at(minutes=30), state="closed", outcome="not_buying"),
            moved("spam", at(minutes=2), state="closed", outcome="invalid"),
            moved("e60", at(), state="working", owner="una"),
        ],
        orders=[ordered("c40", at(minutes=55), "80")],
    )


def test_who_is_not_answered_counts_as_waiting(company):
    # 4/5, then 3/4 of it; d leaves; then (of two left) 1/2 of it
    (whole,) = response(company)
    assert [whole.within(minutes).value for minutes in (5, 10, 30, 60)] == pytest.approx([0, 0.2, 0.4, 0.7])
    assert (whole.median, whole.slow) == (40, None)
    assert (whole.prospects, whole.answered, whole.waiting) == (5, 3, 2)


def test_a_promise_is_kept_broken_or_still_runs(company):
    # a kept; b late; d closed after the deadline without a touch; e runs on
    assert response(company)[0].promised == Share(1, 3)


def test_working_time_stands_still_while_closed(company):
    (whole,) = response(company, working=True)
    assert list(whole.curve.age) == [10, 15, 25]  # 20 minutes are 15 working ones, 40 are 25


def test_waits_by_channel_and_by_person(company):
    assert {one.of: one.prospects for one in response(company, by="channel")} == {"web": 2, "phone": 3}
    assert {one.of: one.answered for one in response(company, by="person")} == {"una": 2, "vic": 1, None: 0}


def test_waits_by_hour_and_weekday(company):
    assert [one.of for one in response(company, by="hour")] == ["9"]
    assert [one.of for one in response(company, by="weekday")] == ["0"]


def test_a_scope_narrows_by_channel_and_by_time(company):
    assert response(company, Scope(channels=("web",)))[0].prospects == 2
    assert response(company, Scope(since=at(minutes=1))) == ()


def test_coverage_leaves_out_who_needed_no_touch(company):
    (whole,) = coverage(company)
    assert (whole.followed, whole.reached, whole.touches) == (Share(3, 5), Share(2, 3), 4)
    assert (whole.waiting, whole.dropped) == (1, 1)


def test_what_each_touch_led_to(company):
    found = persistence(company)
    steps = [(one.touch, one.tried, one.reached, one.given_up, one.still) for one in found.steps]
    assert steps == [(1, 3, 1, 0, 1), (2, 1, 1, 0, 0)]
    assert [(one.bought, one.revenue) for one in found.steps] == [(0, {}), (1, {"EUR": 80})]


def test_touches_until_contact_count_those_without(company):
    # of 5: one reached by 1; a is censored at 1, d and e at 0; then c, the last, by 2
    curve = persistence(company).to_contact
    assert list(curve.share) == pytest.approx([1 / 3, 1])


def test_a_later_touch_proves_nothing(company):
    assert persistence(company).caution.startswith("Those who are hard to reach get more calls")


def test_without_touches_nothing_is_known():
    empty = facts(inquiries=[asked("ann")])
    assert [type(one) for one in (response(empty), coverage(empty), persistence(empty))] == [Unknown] * 3


def test_days_without_times_have_no_response_time():
    from datetime import date

    import polars as pl

    from winnow.measure.engines import duckdb
    from winnow.measure.facts import gather

    days = {"prospect_id": ["ann"], "at": [date(2026, 3, 2)]}
    tables = {"inquiries": pl.DataFrame({"inquiry_id": ["i"], **days}), "touches": pl.DataFrame(days)}
    found = gather(duckdb.open_frames(tables, at(days=1)))
    assert response(found).reason == "Of inquiries.at and touches.at the data has only days, no times."
    assert coverage(found)[0].followed == Share(1, 1)


def test_where_all_touches_go_out_and_nobody_was_reached_contact_was_not_written_down():
    silent = facts(
        inquiries=[asked("ann")], touches=[touched("ann", at(hours=1)), touched("ann", at(days=1))]
    )
    assert isinstance(persistence(silent), Unknown)
    assert isinstance(coverage(silent)[0].reached, Unknown)
