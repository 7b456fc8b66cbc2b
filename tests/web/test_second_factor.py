"""A second factor: a code lets in once, and guessing at codes is throttled by all processes together."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache.backends import locmem
from django.test import Client
from django.urls import reverse

from tests.web.ann import PASSWORD, ann, nobody_tried_before, user_of
from winnow.people.models import User

__all__ = ["ann", "nobody_tried_before"]
pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the authenticator takes for the time, so that no test falls between two codes."""
    at = [time.time() // 30 * 30 + 1]
    monkeypatch.setattr(auth.time, "time", lambda: at[0])
    return at


def code(at: float) -> str:
    return auth.format_hotp_value(auth.hotp_value(SECRET, int(at) // 30))


def asked(person: User) -> Client:
    """A browser that has given the password and is asked for a code."""
    if not Authenticator.objects.filter(user=person).exists():
        auth.TOTP.activate(person, SECRET)
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert not user_of(browser)
    return browser


def give(browser: Client, word: str) -> str | None:
    browser.post(reverse("mfa_authenticate"), {"code": word})
    return user_of(browser)


def test_a_code_lets_in(ann, clock):
    assert give(asked(ann), code(clock[0])) == str(ann.pk)


def test_a_code_that_let_in_once_is_refused_the_second_time(ann, clock):
    first, second = asked(ann), asked(ann)
    assert give(first, code(clock[0]))
    locmem._caches.clear()  # another process has none of this one's memory
    assert not give(second, code(clock[0]))


def test_a_code_of_before_is_refused(ann, clock):
    browser, old = asked(ann), code(clock[0])
    clock[0] += 60
    assert not give(browser, old)


def test_the_next_code_lets_in_after_a_refusal(ann, clock):
    browser = asked(ann)
    assert not give(browser, "000000" if code(clock[0]) != "000000" else "000001")
    assert give(browser, code(clock[0]))


def test_guessing_at_codes_is_throttled_for_the_person_whatever_browser_it_comes_from(ann, clock):
    right = code(clock[0])
    for number in range(12):
        give(asked(ann), f"{(int(right) + 1 + number) % 1_000_000:06}")
    locmem._caches.clear()
    assert not give(asked(ann), right)
