"""A person's own address is told how much there is, in one line, outside their quiet hours."""

from collections import Counter
from datetime import datetime

from django.db import connection, transaction

from winnow.flow.telling.ringing import address
from winnow.notices import actions, queries
from winnow.notices.hooks.saying import of_text, summed
from winnow.notices.hours import speaks_at
from winnow.notices.kinds import GROUPS, group_of
from winnow.notices.models import Delivery, Preference, Webhook
from winnow.prospects.models import Notification

EVENT = "notifications"


def speak_due(now: datetime) -> int:
    """Owe a message to each own address whose time has come; returns how many."""
    due = Preference.objects.filter(chat_due_at__lte=now, chat_due_at__isnull=False)
    if not due.exists():  # most looks end here, and take no lock
        return 0
    with transaction.atomic():
        rows = due.order_by("chat_due_at").select_related("user__team")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        found = list(rows[:200])
        hooks = queries.own_webhooks([row.pk for row in found])
        told = _told(found, now)
        actions.owe([
            _message(hooks[row.pk], told[row.pk][0], told[row.pk][1], now)
            for row in found
            if row.pk in hooks and row.pk in told and row.chat_due_at is None
        ])  # fmt: skip
        Preference.objects.bulk_update(found, ["chat_due_at", "chat_up_to"])
        return len(told)


def _told(rows: list[Preference], now: datetime) -> dict[int, tuple[Counter[str], int]]:
    """What each is told now, by group, up to which notification; who is not to be disturbed is put off."""
    speaking = []
    for row in rows:
        at = speaks_at(now, row.user.zone, row.quiet_from, row.quiet_until)
        row.chat_due_at = at if at > now else None
        if row.chat_due_at is None:
            speaking.append(row)
    by_user = {row.pk: row for row in speaking}
    since = min((row.chat_up_to for row in speaking), default=0)
    new = Notification.objects.filter(user__in=by_user, id__gt=since, read_at=None)
    counts: dict[int, Counter[str]] = {}
    for user, number, kind in new.order_by("id").values_list("user_id", "id", "kind"):
        row = by_user[user]
        if number > row.chat_up_to and group_of(kind) in row.chatted:
            counts.setdefault(user, Counter())[group_of(kind)] += 1
    newest = dict(new.order_by("id").values_list("user_id", "id"))
    for row in speaking:
        row.chat_up_to = max(row.chat_up_to, newest.get(row.pk, 0))
    return {user: (found, by_user[user].chat_up_to) for user, found in counts.items()}


def _message(hook: Webhook, counts: Counter[str], up_to: int, now: datetime) -> Delivery:
    ordered = {group.key: counts[group.key] for group in GROUPS}
    body = of_text(hook.form, EVENT, summed(ordered, address()), now)
    return Delivery(webhook=hook, key=f"own:{hook.pk}:{up_to}", event=EVENT, body=body, at=now, due_at=now)
