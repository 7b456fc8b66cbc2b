"""Webhooks are the admins'; how one is told is one's own."""

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.notices.actions import new_feed
from winnow.notices.models import Webhook


def hook(world: World) -> dict[str, int]:
    known = {"form": "json", "secret": "kept", "created_at": NOW}
    return {"pk": Webhook.objects.get_or_create(address="https://hooks.example.com/", defaults=known)[0].pk}


def word(world: World) -> dict[str, str]:
    if "feed" not in world.more:
        world.more["feed"] = new_feed(world.seller, now=NOW)
    return {"word": world.more["feed"]}


SAMPLES = {
    "calendar_feed": Sample(word),
    "account_notifications_try": Sample(get=405),
    "webhook": Sample(hook),
    "webhook_try": Sample(hook, get=405),
    "webhook_secret": Sample(hook, get=405),
    "webhook_stop": Sample(hook, get=405),
    "webhook_again": Sample(hook, get=405),
    "webhook_drop": Sample(hook, get=405),
}
