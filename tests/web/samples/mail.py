"""Mail: everybody's of the own team's prospects, the rest for those who manage."""

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.correspondence.models import Attachment, Mail, Suppression
from winnow.flow.mailing.wishes import _SIGNER


def mail(world: World) -> Mail:
    known = {
        "direction": "in", "kind": "reply", "status": "filed", "prospect": world.prospect, "at": NOW,
        "person": world.prospect.person, "subject": "Yes", "message_id": "<sample@there.test>",
    }  # fmt: skip
    return Mail.objects.get_or_create(key="sample", defaults=known)[0]


def attachment(world: World) -> Attachment:
    known = {"name": "a.svg", "size": 1, "content": b"x"}
    return Attachment.objects.get_or_create(mail=mail(world), defaults=known)[0]


def suppression(world: World) -> Suppression:
    known = {"scope": "marketing", "cause": "by_hand", "at": NOW}
    return Suppression.objects.get_or_create(digest="d" * 64, defaults=known)[0]


def token(world: World) -> str:
    return _SIGNER.sign_object([world.prospect.person_id, "d" * 64])


SAMPLES = {
    "mail_message": Sample(lambda world: {"mail": mail(world).pk}, other_team=404),
    "mail_attachment": Sample(lambda world: {"attachment": attachment(world).pk}, other_team=404),
    "mail_let_in": Sample(lambda world: {"mail": mail(world).pk}, get=405),
    "mail_dismiss": Sample(lambda world: {"mail": mail(world).pk}, get=405),
    "mail_lift": Sample(lambda world: {"pk": suppression(world).pk}, get=405),
    "mail_server": Sample(lambda world: {"kind": "smtp"}),
    "mail_write": Sample(
        lambda world: {"prospect": world.prospect.pk},
        by_role={"qualifier": 403, "marketer": 403},
        other_team=404,
    ),
    "mail_wishes": Sample(
        lambda world: {"token": token(world)},
        no_csrf="one-click unsubscribe: the token in the address is what lets in",
    ),
}
