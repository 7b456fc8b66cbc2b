"""What stands in a person's calendar: promises, blocks for prospecting, days away. Only what they may see."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.db.models import Count, Max

from winnow.flow.telling.ringing import address
from winnow.followup.blocks import queries as blocks
from winnow.followup.blocks.models import Block
from winnow.notices.ical import Entry, calendar
from winnow.people.models import Absence, User
from winnow.prospects.access import visible
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import NextAction, Queue, State

BEFORE, AFTER = timedelta(days=30), timedelta(days=365)
A_DAY = timedelta(days=1)
TITLES = {NextAction.CALL_BACK: "Call back", NextAction.MEETING: "Meet", NextAction.EMAIL: "Write to"}


def feed(user: User, *, now: datetime) -> bytes:
    """The calendar, the same bytes as long as nothing in it changes."""
    since, until = now - BEFORE, now + AFTER
    entries = [
        *_promises(user, until),
        *_blocks(user, since, until),
        *_away(user, since.date(), until.date()),
    ]
    return calendar(user.name, user.zone, urlsplit(address()).hostname or "winnow.invalid", entries)


def _promises(user: User, until: datetime) -> list[Entry]:
    """Callbacks and appointments of prospects that they own; a number counts what has happened to each."""
    rows = visible(user).filter(
        owner=user, state=State.WORKING, queue=Queue.PROMISED, due_at__lt=until
    ).select_related("person", "company")  # fmt: skip
    found = list(rows.order_by("id"))
    happened = Event.objects.filter(prospect__in=[row.pk for row in found]).values_list("prospect_id")
    told = {
        number: (count, last) for number, count, last in happened.annotate(Count("id"), Max("at")).order_by()
    }
    return [_promise(row, *told.get(row.pk, (0, row.first_inquiry_at))) for row in found]


def _promise(row: Prospect, count: int, last: datetime) -> Entry:
    due = row.due_at or row.first_inquiry_at
    what = TITLES.get(NextAction(row.next_action), row.get_next_action_display())
    who = f"{row.person}, {row.company}" if row.company else str(row.person)
    return Entry(
        name=f"prospect-{row.pk}", title=f"{what} {who}", starts=due,
        ends=due + (blocks.MEETS if row.next_action == NextAction.MEETING else blocks.TALKS),
        changed=last,
        number=count,
        url=f"{address()}/prospects/{row.pk}/" if address() else "",
    )  # fmt: skip


def _blocks(user: User, since: datetime, until: datetime) -> list[Entry]:
    return [
        Entry(f"block-{row.pk}", "Prospecting", row.starts, row.ends, row.changed_at, row.changes)
        for row in blocks.of(user, since, until).filter(state=Block.State.PLANNED)
    ]


def _away(user: User, since: date, until: date) -> list[Entry]:
    rows = Absence.objects.filter(user=user, ends__gte=since, starts__lt=until)
    return [
        Entry(
            f"away-{row.pk}", "Away", row.starts, row.ends + A_DAY,
            datetime.combine(row.starts, time(0), tzinfo=UTC), busy=False,
        )
        for row in rows
    ]  # fmt: skip
