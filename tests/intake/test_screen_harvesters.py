"""Who gathers information and never buys: known by domain and words, marked or held back, never dropped."""

import pytest

from tests.world import NOW, inquire, people, raw
from winnow.intake.clean import clean_all
from winnow.intake.models import Held
from winnow.intake.screen import judge
from winnow.procedure.actions import default_text, publish
from winnow.procedure.schema import Screen
from winnow.prospects.models import Event

SCREEN = Screen(harvester_domains=("reports.example",), harvester_phrases=("market study",))


def judged(screen: Screen = SCREEN, door: str = "form", **fields: str):
    one = raw(door=door, **fields)
    return judge(clean_all([one], country="DE")[0], one, screen)


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "x@reports.example"},
        {"email": "x@desk.reports.example"},
        {"email": "x@a.test", "message": "Prices for a Market  Study please"},
    ],
)
def test_a_harvester_is_let_through_marked(fields):
    found = judged(**fields)
    assert (found.verdict, found.flags) == ("pass", ("harvester",))


def test_other_words_are_no_sign():
    assert judged(email="x@a.test", message="A study of the marketplace").flags == ()


def test_a_harvester_is_held_back_if_the_procedure_says_so():
    found = judged(SCREEN.model_copy(update={"harvester_action": "quarantine"}), email="x@reports.example")
    assert (found.verdict, found.signs[0].rule) == ("quarantine", "harvester")


@pytest.mark.parametrize("action", ["flag", "quarantine"])
def test_a_harvester_is_never_dropped(db, action):
    people()
    text = default_text().replace("harvester_domains = []", 'harvester_domains = ["reports.example"]')
    publish(
        text.replace('harvester_action = "flag"', f'harvester_action = "{action}"'),
        now=NOW,
        by=None,
        reason="x",
    )
    inquire(now=NOW, email="x@reports.example")
    marked = [event for event in Event.objects.all() if event.data.get("flags") == ["harvester"]]
    assert len(marked) + Held.objects.filter(settled_at=None).count() == 1
