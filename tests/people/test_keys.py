"""One-time links and tokens: used once, expiring, only their hashes kept."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from winnow.people import actions, queries
from winnow.people.models import SignInLink, Token, User
from winnow.prospects.models import Event

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return User.objects.create_user("ann@example.com", name="Ann", role="seller", joined_at=NOW)


def test_a_link_lets_in_exactly_once(ann):
    secret = actions.make_link(ann, now=NOW)
    assert [actions.use_link(secret, now=NOW), actions.use_link(secret, now=NOW)] == [ann, None]


def test_a_link_ends_after_its_hours(ann):
    secret = actions.make_link(ann, now=NOW, hours=24)
    assert actions.use_link(secret, now=NOW + timedelta(hours=24)) is None


def test_a_new_link_ends_the_older_one(ann):
    older, newer = actions.make_link(ann, now=NOW), actions.make_link(ann, now=NOW)
    assert [actions.use_link(older, now=NOW), actions.use_link(newer, now=NOW)] == [None, ann]


def test_a_link_of_somebody_deactivated_lets_nobody_in(ann):
    secret = actions.make_link(ann, now=NOW)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert actions.use_link(secret, now=NOW) is None


def test_looking_at_a_link_does_not_use_it(ann):
    secret = actions.make_link(ann, now=NOW)
    assert [queries.link_for(secret, NOW).user, queries.link_for(secret, NOW).user] == [ann, ann]


def test_the_database_never_sees_a_secret(ann):
    link = actions.make_link(ann, now=NOW)
    token, _ = actions.create_token("site", ["intake"], user=ann, now=NOW)
    stored = [str(row) for model in (SignInLink, Token, Event) for row in model.objects.values()]
    assert not [text for text in stored if link in text or token in text]


def test_secrets_have_256_random_bits(ann):
    token, _ = actions.create_token("site", ["intake"], user=ann, now=NOW)
    assert min(len(actions.make_link(ann, now=NOW)), len(token.removeprefix("wn_"))) >= 43


def test_a_token_is_found_again_by_its_hash(ann):
    text, token = actions.create_token("site", ["intake"], user=ann, now=NOW)
    assert Token.objects.get(hash=sha256(text.encode()).hexdigest()) == token


def test_revoking_twice_keeps_the_first_instant(ann):
    _, token = actions.create_token("site", ["intake"], user=ann, now=NOW)
    actions.revoke_token(token, by=ann, now=NOW)
    assert actions.revoke_token(token, by=ann, now=NOW + timedelta(days=1)).revoked_at == NOW


def test_deactivating_somebody_revokes_their_tokens(ann):
    _, token = actions.create_token("site", ["intake"], user=ann, now=NOW)
    actions.deactivate(ann, by=None, now=NOW)
    token.refresh_from_db()
    assert token.revoked_at == NOW


@pytest.mark.parametrize("scopes", [[], ["everything"], ["intake", "everything"]])
def test_unknown_scopes_are_refused(ann, scopes):
    with pytest.raises(actions.NotDone, match="Scopes are intake, read, offer"):
        actions.create_token("site", scopes, user=ann, now=NOW)
