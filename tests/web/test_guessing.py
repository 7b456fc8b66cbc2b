"""Guessing at sign-in: throttled by all processes together, and no answer tells who is known, nor does its time."""

from collections import Counter

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache.backends import locmem
from django.urls import reverse

from tests.web.ann import PASSWORD, THEN, ann, nobody_tried_before, user_of
from winnow.people.models import User

__all__ = ["ann", "nobody_tried_before"]
pytestmark = pytest.mark.django_db


def sign_in(client, email="ann@example.com", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_unknown_and_known_people_get_the_same_answer(client, ann):
    known, unknown = sign_in(client, password="wrong"), sign_in(client, "eve@example.com", "wrong")
    assert known.status_code == unknown.status_code
    assert known.context["form"].errors == unknown.context["form"].errors


def test_guessing_is_throttled(client, ann):
    for _ in range(6):
        sign_in(client, password="wrong")
    sign_in(client)
    assert not user_of(client)


def test_what_one_process_has_counted_the_others_know(client, ann):
    for _ in range(6):
        sign_in(client, password="wrong")
    locmem._caches.clear()  # another process has none of this one's memory
    sign_in(client)
    assert not user_of(client)


def test_no_answer_takes_longer_than_another_because_of_who_is_known(client, ann, monkeypatch):
    """Counted in slow hashes, which are what takes the time."""
    User.objects.create_user("invited@example.com", None, name="Ivo", role="seller", joined_at=THEN)
    User.objects.create_user(
        "gone@example.com", PASSWORD, name="Gia", role="seller", joined_at=THEN, is_active=False
    )
    hashes, trying = Counter[str](), ""
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *given: hashes.update([trying]) or real(self, *given)
    )
    for trying in ("ann@example.com", "nobody@example.com", "invited@example.com", "gone@example.com"):
        sign_in(client, trying, "wrong")
    assert len(hashes) == 4
    assert len(set(hashes.values())) == 1
