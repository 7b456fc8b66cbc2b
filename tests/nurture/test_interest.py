"""What interest adds up to, and whose a click is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.nurture.interest import Clicked, faded, machine_made, sign_of_a_machine

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
MAIL = (1, "start")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def test_a_point_counts_half_after_a_half_life():
    assert faded([(NOON - timedelta(days=30), 4), (NOON, 4)], NOON, 30) == pytest.approx(6.0)


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 100)), max_size=8), st.integers(1, 365))
def test_interest_never_grows_by_waiting(signs: list[tuple[int, int]], half: int):
    given_at = [(NOON - timedelta(days=days), points) for days, points in signs]
    now, later = faded(given_at, NOON, half), faded(given_at, NOON + timedelta(days=1), half)
    assert 0 <= later <= now <= sum(points for _, points in signs) + 1e-9


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", {"user-agent": FIREFOX}),
        ("GET", {"user-agent": FIREFOX, "sec-purpose": "prefetch;prerender"}),
        ("GET", {"user-agent": FIREFOX, "x-moz": "prefetch"}),
        ("GET", {"user-agent": "Mozilla/5.0 (compatible; bingbot/2.0)"}),
        ("GET", {"user-agent": "curl/8.5"}),
        ("GET", {}),
    ],
)
def test_a_request_that_no_person_makes_says_so(method: str, headers: dict[str, str]):
    assert sign_of_a_machine(method, headers)


def test_a_browser_may_be_a_person():
    assert sign_of_a_machine("GET", {"user-agent": FIREFOX}) == ""


def test_a_click_before_anybody_can_have_read_the_mail_is_a_machines():
    clicks = [
        Clicked(1, MAIL, 7, NOON + timedelta(seconds=59)),
        Clicked(2, MAIL, 7, NOON + timedelta(seconds=61)),
    ]
    assert set(machine_made(clicks, {MAIL: NOON}, 60, 20)) == {1}


def test_several_links_of_one_mail_at_once_are_a_machines_and_one_after_the_other_are_not():
    first, second = NOON + timedelta(hours=1), NOON + timedelta(hours=1, seconds=15)
    at_once = [Clicked(1, MAIL, 7, first), Clicked(2, MAIL, 8, second)]
    assert set(machine_made(at_once, {MAIL: NOON}, 60, 20)) == {1, 2}
    slowly = [Clicked(1, MAIL, 7, first), Clicked(2, MAIL, 8, first + timedelta(seconds=40))]
    assert not machine_made(slowly, {MAIL: NOON}, 60, 20)


def test_a_double_click_on_one_link_is_a_persons():
    clicks = [Clicked(1, MAIL, 7, NOON + timedelta(hours=1)), Clicked(2, MAIL, 7, NOON + timedelta(hours=1))]
    assert not machine_made(clicks, {MAIL: NOON}, 60, 20)


def test_a_click_on_a_mail_that_has_not_gone_out_is_a_machines():
    assert machine_made([Clicked(1, MAIL, 7, NOON)], {MAIL: None}, 60, 20)
