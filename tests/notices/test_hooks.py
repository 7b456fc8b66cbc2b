"""Whom webhooks may reach, how often they are tried, and what they say."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.notices.hooks.addresses import Forbidden, is_allowed, pinned, target
from winnow.notices.hooks.saying import Said, body, of_text, summed
from winnow.notices.hooks.schedule import ATTEMPTS, pause, retry_after, told

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:db8::1", "2001:0:7f00:1::", "not an address", "",
    ],
)  # fmt: skip
def test_no_webhook_reaches_a_neighbour_of_this_machine(address: str) -> None:
    assert not is_allowed(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_a_webhook_reaches_the_open_internet(address: str) -> None:
    assert is_allowed(address)


def test_only_this_machine_itself_is_opened_for_trying_out() -> None:
    allowed = [
        one for one in ("127.0.0.1", "::1", "10.0.0.1", "169.254.169.254") if is_allowed(one, loopback=True)
    ]
    assert allowed == ["127.0.0.1", "::1"]


def test_a_host_with_one_bad_address_among_good_ones_is_refused() -> None:
    with pytest.raises(Forbidden):
        pinned(["93.184.216.34", "10.0.0.1"])


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "ftp://example.com/", "https://user:pass@example.com/", "https:///path", "javascript:1",
        "https://example.com/\r\nX: y", "https://example.com:99999/", "https://exam ple.com/", "https://e\\x.com/", "",
        "https://" + "a" * 600 + ".com/", "//example.com",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_webhook_is_refused(url: str) -> None:
    with pytest.raises(Forbidden):
        target(url)


@given(st.text(max_size=80))
def test_whatever_is_typed_either_is_an_address_or_is_refused(text: str) -> None:
    try:
        found = target(f"https://{text}")
    except Forbidden:
        return
    assert found.host
    assert found.path.startswith("/")
    assert not set(found.path) & set("\r\n ")


def test_ten_attempts_take_three_days_to_the_second() -> None:
    pauses = [pause(number) for number in range(1, ATTEMPTS)]
    assert sum((one for one in pauses if one), timedelta()) == timedelta(hours=75, minutes=35, seconds=5)
    assert pause(ATTEMPTS) is None


@given(st.integers(1, ATTEMPTS - 1), st.text(max_size=20), st.integers(0, 10**6))
def test_jitter_only_ever_waits_a_little_longer_and_a_wish_is_heard_up_to_a_day(
    attempts: int, key: str, wish: int
) -> None:
    usual, found = pause(attempts), pause(attempts, key, wish)
    assert usual
    assert found
    assert found >= max(usual, min(timedelta(seconds=wish), timedelta(days=1)))
    assert found <= max(usual * 1.1, timedelta(days=1))


def test_a_wish_that_is_no_number_is_none() -> None:
    assert [retry_after(one) for one in ("120", "Wed, 21 Oct 2015 07:28:00 GMT", "-1", "٣", "")] == [
        120,
        0,
        0,
        0,
        0,
    ]


def test_each_kind_of_answer_has_our_words() -> None:
    assert [told(code) for code in (204, 302, 410, 404, 500)] == [
        "Taken.", "It leads elsewhere; redirects are not followed.", "Gone: nobody wants it there any more.",
        "Not taken.", "The other side has failed.",
    ]  # fmt: skip


def test_a_message_names_kinds_and_pages_and_nobody_outside_the_company() -> None:
    said = [Said("msg_1", "overdue", 7, "Ben", NOW)]
    sent = json.loads(body("json", "breaches", said, NOW, "https://w.example"))
    assert (sent["type"], sent["data"]["count"]) == ("breaches", 1)
    assert sent["data"]["events"][0] == {
        "id": "msg_1", "kind": "overdue", "text": "A next action is overdue and its owner was warned", "prospect": 7,
        "for": "Ben", "at": NOW.isoformat(), "url": "https://w.example/prospects/7/",
    }  # fmt: skip


def test_a_thousand_at_once_are_one_message_that_says_how_many_more() -> None:
    said = [Said(f"msg_{number}", "overdue", number, "Ben", NOW) for number in range(1000)]
    whole, chat = (body(form, "breaches", said, NOW, "") for form in ("json", "chat"))
    assert (json.loads(whole)["data"]["count"], len(json.loads(whole)["data"]["events"])) == (1000, 50)
    assert json.loads(chat)["text"].endswith("… and 990 more.")


def test_one_person_is_told_in_one_line() -> None:
    assert summed({"new": 3, "late": 1, "mail": 0}, "https://w.example") == (
        "Winnow: 3 new on your desk, 1 about to be late, or late. https://w.example/notifications/"
    )
    assert json.loads(of_text("chat", "x", "Hello", NOW)) == {"text": "Hello"}
