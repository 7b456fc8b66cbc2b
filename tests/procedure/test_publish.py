"""Versions are added, numbered and kept; one of them is in force at any instant."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from winnow.procedure.actions import NotPublished, default_text, ensure_default, publish
from winnow.procedure.models import Version
from winnow.procedure.problems import ProcedureErrors
from winnow.procedure.queries import NoProcedure, history, in_force, version

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)


def changed(text: str) -> str:
    return text.replace("respond_within = 15", "respond_within = 10")


def test_publishing_keeps_text_reason_instant_and_digest(text: str) -> None:
    kept = publish(text, now=NOON, by=None, reason=" First version ")
    assert (kept.number, kept.text, kept.reason, kept.published_at, len(kept.sha256)) == (
        1,
        text,
        "First version",
        NOON,
        64,
    )


def test_versions_are_numbered_in_the_order_of_publication(text: str) -> None:
    publish(text, now=NOON, by=None, reason="First")
    assert publish(changed(text), now=LATER, by=None, reason="Faster").number == 2


def test_a_text_with_mistakes_is_not_published(text: str) -> None:
    with pytest.raises(ProcedureErrors):
        publish(text + "[oops]\n", now=NOON, by=None, reason="Wrong")
    assert not Version.objects.exists()


def test_the_same_text_is_not_published_twice(text: str) -> None:
    publish(text, now=NOON, by=None, reason="First")
    with pytest.raises(NotPublished, match="word for word version 1"):
        publish(text, now=LATER, by=None, reason="Again")


def test_an_older_text_can_be_put_in_force_again(text: str) -> None:
    publish(text, now=NOON, by=None, reason="First")
    publish(changed(text), now=LATER, by=None, reason="Faster")
    assert publish(text, now=LATER, by=None, reason="Too fast").number == 3


def test_a_version_cannot_be_backdated(text: str) -> None:
    publish(text, now=LATER, by=None, reason="First")
    with pytest.raises(NotPublished, match="cannot be backdated"):
        publish(changed(text), now=NOON, by=None, reason="Earlier")


def test_a_version_needs_a_reason(text: str) -> None:
    with pytest.raises(NotPublished, match="why the procedure changes"):
        publish(text, now=NOON, by=None, reason="  ")


def test_the_database_refuses_a_second_version_of_one_number(text: str) -> None:
    publish(text, now=NOON, by=None, reason="First")
    with pytest.raises(IntegrityError):
        Version.objects.create(number=1, text=text, sha256="", published_at=NOON, reason="Again")


def test_two_publications_at_the_same_moment_leave_one_and_say_so(text: str, monkeypatch: Any) -> None:
    publish(text, now=NOON, by=None, reason="First")

    def create(**fields: object) -> Version:
        raise IntegrityError("UNIQUE constraint failed: procedure_version.number")

    monkeypatch.setattr(Version.objects, "create", create)
    with pytest.raises(NotPublished, match="at the same moment"):
        publish(changed(text), now=LATER, by=None, reason="Race")


def test_the_default_is_put_in_force_once() -> None:
    first = ensure_default(NOON)
    assert (first.number, first.text, ensure_default(LATER)) == (1, default_text(), first)


def test_the_version_in_force_is_the_newest_published_by_then(text: str) -> None:
    publish(text, now=NOON, by=None, reason="First")
    publish(changed(text), now=LATER, by=None, reason="Faster")
    in_turn = [in_force(at)[0] for at in (NOON, LATER - timedelta(seconds=1), LATER, None)]
    assert in_turn == [1, 1, 2, 2]


def test_what_happened_before_the_first_version_is_judged_by_the_first(text: str) -> None:
    publish(text, now=NOON, by=None, reason="First")
    assert in_force(NOON - timedelta(days=400))[0] == 1


def test_the_procedure_in_force_is_parsed(text: str) -> None:
    publish(changed(text), now=NOON, by=None, reason="First")
    assert in_force()[1].clocks["phone"].respond_within == 10  # type: ignore[index]


def test_asking_again_costs_one_query_and_no_parsing(text: str, django_assert_num_queries: Any) -> None:
    publish(text, now=NOON, by=None, reason="First")
    once = in_force()[1]
    with django_assert_num_queries(1):
        assert in_force()[1] is once


def test_without_a_version_it_says_what_to_do() -> None:
    with pytest.raises(NoProcedure, match="winnow init"):
        in_force()


def test_a_version_that_does_not_exist_is_named() -> None:
    with pytest.raises(NoProcedure, match="no version 7"):
        version(7)


def test_history_is_newest_first(text: str) -> None:
    publish(text, now=NOON, by=None, reason="First")
    publish(changed(text), now=LATER, by=None, reason="Faster")
    assert [(one.number, one.reason) for one in history()] == [(2, "Faster"), (1, "First")]
