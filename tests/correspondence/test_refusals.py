"""What the database refuses of mail, on both databases."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.world import NOW
from winnow.correspondence.models import Mail, Suppression

pytestmark = pytest.mark.django_db
MAIL: dict[str, Any] = {
    "key": "one", "direction": "out", "kind": "letter", "purpose": "personal", "status": "sent",
    "message_id": "<one@winnow.example>", "at": NOW,
}  # fmt: skip
ADDRESS: dict[str, Any] = {"digest": "0" * 64, "scope": "marketing", "cause": "unsubscribed", "at": NOW}


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "waiting"},
        {"due_at": NOW},
        {"status": "lost"},
        {"kind": "advert"},
        {"purpose": "sales"},
        {"direction": "up"},
    ],
    ids=str,
)
def test_a_mail_is_of_known_words_and_due_only_while_it_is_owed(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.create(**{**MAIL, **wrong})


@pytest.mark.parametrize("wrong", [{"scope": "some"}, {"cause": "whim"}], ids=str)
def test_an_address_is_suppressed_for_a_known_cause(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Suppression.objects.create(**{**ADDRESS, **wrong})


def test_a_step_owes_one_mail_and_an_address_is_suppressed_once_for_a_cause() -> None:
    Mail.objects.create(**MAIL)
    Suppression.objects.create(**ADDRESS)
    for make in (
        lambda: Mail.objects.create(**{**MAIL, "message_id": "<two@winnow.example>"}),
        lambda: Suppression.objects.create(**ADDRESS),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()
