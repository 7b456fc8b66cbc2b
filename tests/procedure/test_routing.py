"""How the routing part of a procedure is checked and told."""

import importlib.util
from datetime import UTC, datetime

import pytest

from winnow.procedure import extras
from winnow.procedure.actions import publish
from winnow.procedure.document import document
from winnow.procedure.extras import usable_here
from winnow.procedure.models import Version
from winnow.procedure.parse import parse
from winnow.procedure.problems import Problem, ProcedureErrors

MOST_ROOM, MOST_PROFIT = 'method = "most_room"', 'method = "most_profit"'


def problem(text: str, old: str, new: str) -> Problem:
    with pytest.raises(ProcedureErrors) as refused:
        parse(text.replace(old, new, 1))
    [found] = refused.value.problems
    return found


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (MOST_ROOM, 'method = "most_profitt"', "did you mean most_profit?"),
        ("fairness = 0.5", "fairness = 1.5", "1.5 is too much; at most 0.95"),
        ("explore = 0.05", "explore = 0.9", "0.9 is too much; at most 0.5"),
        ("wip_limit = 0", "wip_limit = -1", "-1 is too little; at least 0"),
        ("at_work = false", 'at_work = "soon"', "needs true or false, without quotes"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, old: str, new: str, said: str) -> None:
    found = problem(text, old, new)
    assert (found.line, said in str(found)) == (line_of(text, old), True), found


def test_what_ships_keeps_to_most_room(text: str) -> None:
    assert parse(text).routing.method == "most_room"


@pytest.fixture
def without_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "scipy" else found(name))


@pytest.mark.usefixtures("without_scipy")
def test_the_base_installation_refuses_most_profit_and_names_the_line(text: str) -> None:
    with pytest.raises(ProcedureErrors) as refused:
        usable_here(text.replace(MOST_ROOM, MOST_PROFIT, 1))
    [found] = refused.value.problems
    assert (found.line, found.suggestion) == (line_of(text, MOST_ROOM), "most_room")
    assert 'install Winnow with the extra "ml"' in found.message


@pytest.mark.usefixtures("without_scipy")
@pytest.mark.django_db
def test_what_cannot_be_followed_here_is_not_published(text: str) -> None:
    with pytest.raises(ProcedureErrors):
        publish(
            text.replace(MOST_ROOM, MOST_PROFIT, 1),
            now=datetime(2026, 1, 1, tzinfo=UTC),
            by=None,
            reason="Try",
        )
    assert not Version.objects.exists()


@pytest.mark.usefixtures("without_scipy")
def test_what_is_in_force_can_be_read_everywhere(text: str) -> None:
    assert parse(text.replace(MOST_ROOM, MOST_PROFIT, 1)).routing.method == "most_profit"


def test_the_document_tells_how_profit_decides(text: str) -> None:
    changed = text.replace(MOST_ROOM, MOST_PROFIT, 1).replace("wip_limit = 0", "wip_limit = 30", 1)
    said = document(parse(changed.replace("at_work = false", "at_work = true", 1)), 1)
    for words in (
        "prospects are divided so that all together bring most profit",
        "less than 50 % or more than 150 % of an even share",
        "5 % are given out by chance",
        "A seller with 30 open prospects gets no more",
        "Who is at work now, or else soonest, comes first.",
    ):
        assert words in said
