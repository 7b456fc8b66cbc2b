"""How inquiries were followed up: waits with who still waits, shares with what still runs; a part of coverage."""

from datetime import timedelta

import pytest

from tests.web.coverage_firm import Firm, line_of
from tests.world import NOW, inquire

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(monkeypatch):
    return Firm(monkeypatch)


def test_one_of_three_was_followed_up(firm):
    followed = firm.followed_total(at=NOW + timedelta(hours=1)).followed
    assert (followed.part, followed.whole) == (1, 3)


def test_the_median_counts_those_who_still_wait(firm):
    firm.touch(firm.second, NOW + timedelta(minutes=50))
    total = firm.followed_total(
        at=NOW + timedelta(hours=5)
    )  # answered after 30 and 50 minutes; one waits since 5 hours
    assert (total.median, total.p90, total.responses.waiting) == (50, None, 1)


def test_the_share_within_the_clock_leaves_out_clocks_that_still_run(firm):
    in_time = firm.followed_total(at=NOW + timedelta(minutes=30)).responses.in_time
    assert (in_time.part, in_time.whole) == (1, 1)


def test_a_clock_that_ran_out_unanswered_was_missed(firm):
    in_time = firm.followed_total(at=NOW + timedelta(days=2)).responses.in_time
    assert (in_time.part, in_time.whole) == (1, 3)


def test_touches_are_counted_for_who_made_them(firm):
    assert line_of(firm.followed(at=NOW + timedelta(hours=1)), firm.cast.ben).touches == 1


def test_a_figure_of_an_earlier_period_is_not_counted(firm):
    assert firm.followed_total(query="?days=7", at=NOW + timedelta(days=8)).followed.whole == 0


def test_a_channel_narrows_every_figure(firm):
    inquire(now=NOW, channel="phone")
    held = firm.total(query="?channel=phone", at=NOW + timedelta(hours=1)).duties.held
    total = firm.followed_total(query="?channel=phone", at=NOW + timedelta(hours=1))
    assert (held, total.followed.whole, total.touches) == (1, 1, 0)


def test_the_follow_up_comes_into_coverage_as_a_part_of_it(firm):
    client = firm.browser(firm.cast.cem)
    address = firm.page().context["followed_url"]
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith("<section")
