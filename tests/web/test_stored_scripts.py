"""A script in every column where somebody's words may stand, and every page on which they may be shown.

Nothing comes alive: as markup it is text, in tables no formula, in a calendar and in headers no second line.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client

from tests.privacy import filled
from tests.web.samples import all_samples
from tests.web.samples.world import World, make_world
from tests.web.test_access import ROUTES, address
from winnow.config.urls import RULES
from winnow.qualify.models import Cut
from winnow.web.access import MACHINE

EVIL = "<zq'\">"
NAMES = (
    "name",
    "title",
    "label",
    "note",
    "said",
    "reason",
    "text",
    "words",
    "question",
    "objection",
    "answer",
)
OURS = "winnow."
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(filled, "MARKER", EVIL)
        patch.setattr(filled, "marked", written)
        made = make_world()
        for route in set(all_samples()) & set(ROUTES):
            address(route, made)
        filled.fill(made.prospect)
        Cut.objects.update(confidence=0.95, lose=0.05)  # a procedure allows no promise of certainty
        for model in apps.get_models():
            if model.__module__.startswith(OURS) and model._meta.app_label != "procedure":
                words_of(model)
        yield made
        transaction.set_rollback(True)


def written(field: Any) -> Any:
    """The script; in JSON only where strangers choose what stands there: the rest has a form that pages rely on."""
    if isinstance(field, models.JSONField):
        return {EVIL: EVIL} if field.name in ("payload", "utm") else models.F(field.name)
    return EVIL if (field.max_length or 99) >= len(EVIL) else "zq"


def words_of(model: type[models.Model]) -> None:
    """The script in each column of free words; what holds keys and kinds of ours stays as it is."""
    for field in model._meta.concrete_fields:
        free = (
            isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique
        )
        if free and field.name in NAMES and (field.max_length or 99) >= len(EVIL):
            with transaction.atomic(), filled.permitted(filled.NOW):
                model._default_manager.update(**{field.name: EVIL})


def pages(world: World, role: str) -> Iterator[tuple[str, str, str]]:
    """Route, kind and content of each page that opens."""
    client = Client()
    client.force_login(world.people["own", role])
    for route in sorted(ROUTES):
        rule = RULES[route]
        if rule == MACHINE or role not in rule or route.startswith(("account_", "mfa_")):
            continue
        answer = client.get(address(route, world))
        assert answer.status_code < 500, route
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        yield route, answer.headers.get("Content-Type", ""), content.decode(errors="replace")


@pytest.mark.parametrize("role", ["admin", "seller"])
def test_nothing_that_was_written_comes_alive_on_any_page(world: World, role: str) -> None:
    shown, alive = 0, []
    for route, kind, content in pages(world, role):
        shown += "&lt;zq" in content
        if "html" in kind and "<zq" in content:
            at = content.index("<zq")
            alive.append(f"{route}: …{content[max(0, at - 80) : at + 20]}")
    assert not alive, "\n".join(alive)
    assert shown > 10  # or it proves nothing
