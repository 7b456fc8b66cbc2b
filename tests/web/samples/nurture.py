"""Nurture: the marketers' pages, and what anybody reaches by a word in a mail."""

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.nurture.models import Link, Stay


def stay(world: World) -> Stay:
    known = {"person": world.prospect.person, "entered_at": NOW, "track": "not_now"}
    return Stay.objects.get_or_create(prospect=world.prospect, left_at=None, defaults=known)[0]


def link(world: World) -> Link:
    known = {"stay": stay(world), "step": "start", "key": "talk", "marked": True}
    return Link.objects.get_or_create(token="t" * 40, defaults=known)[0]


SAMPLES = {
    "nurture_link": Sample(
        lambda world: {"token": link(world).token},
        no_csrf="nobody is signed in: the word in the address is what lets in",
    ),
}
