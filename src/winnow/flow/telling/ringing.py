"""What was just told to people in the application goes on to the addresses that listen: in the same transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings

from winnow.followup.blocks.queries import running
from winnow.notices import actions, queries
from winnow.notices.hooks.saying import Said, body
from winnow.notices.hours import speaks_at
from winnow.notices.kinds import group_of
from winnow.notices.models import Delivery, Preference, Webhook
from winnow.people.models import User
from winnow.prospects.models import Effect

GATHERED = timedelta(
    seconds=30
)  # so long a person's address waits for more, so that an import is one message


def address() -> str:
    """Where people reach Winnow, without the last slash; "" if nobody has said."""
    return settings.PUBLIC_URL.rstrip("/")


def is_muted(one: Effect, chosen: Mapping[int, Preference]) -> bool:
    """Whether its person wants it listed, but not counted at the bell."""
    choice = chosen.get(one.user_id)
    return choice is not None and group_of(one.body["kind"]) in choice.muted


def ring(due: Sequence[Effect], chosen: Mapping[int, Preference], *, now: datetime) -> None:
    """Owe one message to each webhook that wants any of these, and let each person's own address speak soon."""
    wanting = [(hook, wanted) for hook in queries.listening() if (wanted := _wanted(hook, due))]
    users = {one.user_id for _, wanted in wanting for one in wanted}
    names = dict(User.objects.filter(id__in=users).values_list("id", "name")) if users else {}
    actions.owe([_delivery(hook, wanted, names, now) for hook, wanted in wanting])
    _let_speak({one.user_id for one in due if _is_chatted(one, chosen)}, now)


def _is_chatted(one: Effect, chosen: Mapping[int, Preference]) -> bool:
    choice = chosen.get(one.user_id)
    return choice is not None and group_of(one.body["kind"]) in choice.chatted


def _let_speak(users: Collection[int], now: datetime) -> None:
    """Locked, so that a message that is being put together at this instant either has these or is followed by one."""
    if not users:
        return
    rows = (
        Preference.objects.select_for_update(of=("self",)).filter(pk__in=users).select_related("user__team")
    )
    waiting = [row for row in rows.order_by("pk") if row.chat_due_at is None]
    blocks = running([row.pk for row in waiting], now) if waiting else {}
    for row in waiting:
        free = blocks[row.pk].ends if row.pk in blocks else now  # in a block nothing disturbs
        row.chat_due_at = speaks_at(free + GATHERED, row.user.zone, row.quiet_from, row.quiet_until)
    Preference.objects.bulk_update(waiting, ["chat_due_at"])


def _wanted(hook: Webhook, due: Sequence[Effect]) -> list[Effect]:
    return [one for one in due if one.body["kind"] in hook.events]


def _delivery(hook: Webhook, wanted: Sequence[Effect], names: Mapping[int, str], now: datetime) -> Delivery:
    """One message for all that happened at once; its key names the first of them."""
    said = [
        Said(actions.message_id(one.key), one.body["kind"], one.prospect_id, names.get(one.user_id, ""), now)
        for one in wanted
    ]
    text = body(hook.form, "breaches", said, now, address())
    key = f"hook:{hook.pk}:{wanted[0].pk}"
    return Delivery(webhook=hook, key=key, event="breaches", body=text, at=now, due_at=now)
