"""Nurture: the marketers' pages, and what anybody reaches by a word in a mail."""

from datetime import timedelta

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.nurture.models import Link, Question, Stay
from winnow.prospects.models import Person, Prospect


def stay(world: World) -> Stay:
    known = {"person": world.prospect.person, "entered_at": NOW, "track": "not_now"}
    return Stay.objects.get_or_create(prospect=world.prospect, left_at=None, defaults=known)[0]


def link(world: World) -> Link:
    known = {"stay": stay(world), "step": "start", "key": "talk", "marked": True}
    return Link.objects.get_or_create(token="t" * 40, defaults=known)[0]


def rests(world: World) -> Prospect:
    """Who may be asked what became of it: of the same owner, and on nobody's desk."""
    later = NOW + timedelta(days=36_500)
    known = {
        "stage": "inquiry", "state": "nurture", "owner": world.prospect.owner, "next_action": "revisit",
        "queue": "5_later", "due_at": later, "available_at": later, "check_at": later, "channel": "web",
        "first_inquiry_at": NOW, "last_inquiry_at": NOW,
    }  # fmt: skip
    person = Person.objects.get_or_create(
        email="rests@samples.test", defaults={"name": "Ulla Berg", "created_at": NOW}
    )[0]
    return Prospect.objects.get_or_create(person=person, defaults=known)[0]


def question(world: World) -> Question:
    row = rests(world)
    known = {
        "caller": world.people["own", "qualifier"], "call_at": NOW, "prospect": row, "inquired_at": NOW,
        "person": row.person, "age": 182, "at": NOW, "expires_at": NOW + timedelta(days=36_500),
        "stratum": "nurture:182",
    }  # fmt: skip
    return Question.objects.get_or_create(token="q" * 40, defaults=known)[0]


SAMPLES = {
    "nurture_track": Sample(lambda world: {"key": "not_now"}),
    "nurture_call": Sample(lambda world: {"pk": question(world).pk}, by_role={"seller": 404}, other_team=404),
    "nurture_missed": Sample(lambda world: {"pk": question(world).pk}, get=405),
    "asked": Sample(
        lambda world: {"token": question(world).token},
        no_csrf="nobody is signed in: the word in the address is what lets in",
    ),
    "nurture_link": Sample(
        lambda world: {"token": link(world).token},
        no_csrf="nobody is signed in: the word in the address is what lets in",
    ),
}
