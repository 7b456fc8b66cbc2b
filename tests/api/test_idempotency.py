"""The header Idempotency-Key: R4a to R4f."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.conftest import new_token
from tests.api.test_intake import PAT, is_problem
from winnow.intake import idempotency
from winnow.intake.models import Answered
from winnow.prospects.models import Inquiry


def test_the_same_key_and_body_five_times_is_one_inquiry_and_one_answer(door):
    answers = [door.post(PAT, key="k1") for _ in range(5)]
    assert len({(one.status_code, one.content) for one in answers}) == 1
    assert [one.headers.get("Idempotency-Replayed") for one in answers] == [None, *["true"] * 4]
    assert Inquiry.objects.count() == 1


def test_the_same_key_with_another_body_is_refused_and_nothing_is_written(door):
    door.post(PAT, key="k1")
    assert is_problem(door.post({**PAT, "message": "Eleven."}, key="k1"), 422)
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"company": "Nobody"}, {"email": 1.5, "channel": "pigeon"}])
def test_after_a_refusal_a_corrected_body_may_use_the_key(door, wrong):
    assert door.post(wrong, key="k1").status_code == 422
    assert door.post(PAT, key="k1").status_code == 201


def test_two_tokens_with_one_key_are_two_inquiries(door):
    first, second = door.post(PAT, key="k1"), door.post(PAT, key="k1", token=new_token()[0])
    assert first.json()["inquiry"] != second.json()["inquiry"]
    assert "Idempotency-Replayed" not in second


@pytest.mark.parametrize("key", ["", '""', "k" * 256, "naïve", "a\tb"])
def test_what_is_no_key_is_refused(door, key):
    assert is_problem(door.post(PAT, key=key), 400)


def test_a_key_of_255_characters_is_taken(door):
    assert door.post(PAT, key="k" * 255).status_code == 201


def test_a_quoted_key_is_the_bare_one(door):
    door.post(PAT, key='"8e03978e-40d5-43dd-bc93-6894a57f9324"')
    assert door.post(PAT, key="8e03978e-40d5-43dd-bc93-6894a57f9324")["Idempotency-Replayed"] == "true"


def test_a_missing_key_is_refused_where_keys_are_required(door, settings):
    settings.IDEMPOTENCY_KEY_REQUIRED = True
    assert is_problem(door.post(PAT), 400)


def test_an_answer_is_given_again_for_a_day(door):
    door.post(PAT, key="k1")
    Answered.objects.update(created_at=timezone.now() - timedelta(hours=23, minutes=59))
    idempotency.prune(now=timezone.now())
    assert door.post(PAT, key="k1")["Idempotency-Replayed"] == "true"


def test_after_a_day_the_key_is_new(door):
    door.post(PAT, key="k1")
    Answered.objects.update(created_at=timezone.now() - timedelta(hours=24, minutes=1))
    idempotency.prune(now=timezone.now())
    door.post(PAT, key="k1")
    assert Inquiry.objects.count() == 2
