"""What was said before claims were kept: every answer of the Events, and those that came by a merge."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.world import NOW, inquire, people
from winnow.flow.verdicts import answer
from winnow.qualify.actions import Said
from winnow.qualify.models import Answer, Claim

bring = import_module("winnow.qualify.migrations.0003_claims_of_before").bring


@pytest.mark.django_db
def test_all_that_was_ever_said_becomes_claims() -> None:
    cast = people()
    one, other = inquire().prospect, inquire().prospect
    for choice in ("project", "curious"):
        answer([Said(one, "need", choice, NOW, cast.ben.id, "So they say")], now=NOW)
    Answer.objects.create(prospect_id=other, question="fit", choice="edge", at=NOW)
    Claim.objects.all().delete()
    bring(apps, None)
    told = Claim.objects.order_by("id").values_list("prospect", "question", "choice", "text")
    assert list(told) == [
        (one, "need", "project", "So they say"), (one, "need", "curious", "So they say"), (other, "fit", "edge", ""),
    ]  # fmt: skip
