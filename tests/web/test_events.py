"""The page of events: whatever kind is ever recorded can be looked for."""

import ast
from collections.abc import Iterator

import pytest
from django.urls import reverse

from tests.architecture.source import modules
from tests.world import NOW, people
from winnow.people.actions.record import record
from winnow.web.views.events import KINDS

RECORDING = {"record": 0, "_record": 0, "_write": 2}  # at which place of its arguments each is told the kind


def recorded() -> Iterator[str]:
    """Every kind that is written out where something is recorded."""
    for module in modules():
        for node in ast.walk(module.tree):
            name = getattr(
                getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", "")
            )
            if isinstance(node, ast.Call) and name in RECORDING and len(node.args) > RECORDING[name]:
                told = ast.walk(node.args[RECORDING[name]])
                yield from (
                    one.value for one in told if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def test_every_kind_that_is_recorded_can_be_looked_for():
    kinds = set(recorded())
    assert {"cost_edited", "form_closed", "held_replayed"} <= kinds
    assert not kinds - {kind for kind, _ in KINDS}


@pytest.mark.django_db
def test_one_kind_is_found_among_others(client):
    cast = people()
    for kind in ("cost_dropped", "held_dismissed"):
        record(kind, by=cast.mia, now=NOW, reason=f"Because of {kind}")
    client.force_login(cast.ada)
    page = client.get(reverse("events"), {"kind": "cost_dropped"}).content.decode()
    assert "Because of cost_dropped" in page
    assert "Because of held_dismissed" not in page
