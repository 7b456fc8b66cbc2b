"""Opportunities for tests, through the real flow."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from tests.world import NOW, Cast, inquire
from winnow.deals.models import Opportunity
from winnow.flow.scene import Refused
from winnow.flow.verdicts import Decide, answer, decide
from winnow.procedure.queries import in_force
from winnow.prospects.words import Verdict
from winnow.qualify.actions import Said


def opportunity(cast: Cast, now: datetime = NOW, seller: Any = None, **deal: Any) -> Opportunity:
    """One of anna's, who qualified it herself; `deal` sets columns that have no bearing on how it came about."""
    by = seller or cast.anna
    number = inquire(now).prospect
    assert number
    questions = in_force(now)[1].qualification.questions
    answer([Said(number, one.key, one.choices[0].key, now, by.id) for one in questions], now=now)
    decide([Decide(number, Verdict.QUALIFIED, now, by.id, despite="They asked for it")], now=now)
    if deal:
        Opportunity.objects.filter(pk=number).update(**deal)
    return Opportunity.objects.select_related("prospect").get(pk=number)


@contextmanager
def refused(said: str) -> Iterator[None]:
    """It is refused in these words, and what was begun is undone."""
    with pytest.raises(Refused, match=said), transaction.atomic():
        yield
