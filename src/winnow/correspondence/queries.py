"""Reads of the correspondence: who gets no mail, what was sent, whose a mail is."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection
from django.db.models import Count, Max, QuerySet
from django.utils.crypto import salted_hmac

from winnow.correspondence.caps import MONTH
from winnow.correspondence.models import LogAddress, Mail, Server, Suppression
from winnow.correspondence.words import Kind, Purpose, Scope, Status
from winnow.people.models import User
from winnow.prospects import bulk
from winnow.prospects.queries import family
from winnow.prospects.whole import whole_rows
from winnow.prospects.words import Direction

OWED = (Status.WAITING, Status.SENDING)
MINUTE = timedelta(minutes=1)
# Asked for every batch of mail, so written out.
SUPPRESSED = """SELECT "digest", "scope" FROM "correspondence_suppression"
    WHERE "lifted_at" IS NULL AND "digest" {among}"""
GONE = """SELECT "domain", COUNT(*) FROM "correspondence_mail" WHERE "sent_at" > %s AND "domain" {among}
    GROUP BY "domain" """
GOING = """SELECT "domain", COUNT(*) FROM "correspondence_mail"
    WHERE "due_at" IS NOT NULL AND "due_at" > %s AND "status" = 'sending' AND "domain" {among} GROUP BY "domain" """


def digest(address: str) -> str:
    """What is kept of an address where the address itself may be erased: it tells nothing without our secret."""
    return salted_hmac("winnow.suppression", address.strip().lower(), algorithm="sha256").hexdigest()


def suppressed(addresses: Collection[str]) -> dict[str, set[Scope]]:
    """What each of the addresses gets no more."""
    digests = {digest(one): one for one in addresses if one}
    found: dict[str, set[Scope]] = defaultdict(set)
    for key, scope in bulk.look_up(SUPPRESSED, digests):
        found[digests[key]].add(Scope(scope))
    return found


def marketing_instants(persons: Collection[int], now: datetime) -> dict[int, list[datetime]]:
    """When each person got, or is to get, marketing mail: a month back, and all that waits.

    Rows that merges made one person share one list.
    """
    rows, found = _marketing(persons, now)
    for person, at in rows.filter(status__in=OWED, sent_at=None).values_list("person_id", "due_at"):
        found[person or 0].append(at or now)
    return found


def sent_instants(persons: Collection[int], now: datetime) -> dict[int, list[datetime]]:
    """The same without what only waits: at the moment of sending it waits itself."""
    rows, found = _marketing(persons, now)
    for person in rows.filter(status=Status.SENDING, sent_at=None).values_list("person_id", flat=True):
        found[person or 0].append(now)
    return found


def _marketing(persons: Collection[int], now: datetime) -> tuple[QuerySet[Mail], dict[int, list[datetime]]]:
    """The marketing mail of these persons, and when each got it, a month back."""
    tops = family(persons)
    lists: dict[int, list[datetime]] = {top: [] for top in tops.values()}
    found = {person: lists[top] for person, top in tops.items()}
    rows = Mail.objects.filter(person_id__in=tops, purpose=Purpose.MARKETING)
    for person, at in rows.filter(sent_at__gt=now - MONTH).values_list("person_id", "sent_at"):
        found[person or 0].append(at or now)
    return rows, found


def sent_to_domains(domains: Collection[str], now: datetime) -> dict[str, int]:
    """How many mails went to each domain in the minute before `now`, or are on their way."""
    instant = connection.ops.adapt_datetimefield_value
    counts: dict[str, int] = defaultdict(int)
    for sql, since in ((GONE, now - MINUTE), (GOING, now)):
        for domain, count in bulk.look_up(sql, domains, before=[instant(since)]):
            counts[domain] += count
    return counts


def ours(message_ids: Sequence[str]) -> list[Mail]:
    """Our own mails among these ids, in their order."""
    if not message_ids:
        return []
    among, wanted = bulk.given(message_ids)
    found = whole_rows(
        Mail, f'WHERE "direction" = %s AND "message_id" {among}', [Direction.OUT.value, wanted]
    )
    rows = {one.message_id: one for one in found}
    return [rows[one] for one in message_ids if one in rows]


def taken_before(message_id: str) -> Mail | None:
    """The mail of this id, if it was taken in or sent before."""
    return next(iter(whole_rows(Mail, 'WHERE "message_id" = %s ORDER BY "id" LIMIT 1', [message_id])), None)


def whose_secret(words: Collection[str]) -> User | None:
    """Who has one of these secret words in their address for copies."""
    if not words:
        return None
    hashes = [sha256(word.encode()).hexdigest() for word in words]
    found = LogAddress.objects.filter(hash__in=hashes, revoked_at=None, user__is_active=True)
    row = found.select_related("user").first()
    return row.user if row else None


def server(kind: str) -> Server | None:
    return Server.objects.filter(kind=kind).first()


def letters_at(prospects: Collection[int], instants: Collection[datetime]) -> dict[datetime, int]:
    """What people wrote to these prospects at these instants."""
    rows = Mail.objects.filter(prospect_id__in=prospects, at__in=instants, direction="out", logs=False)
    return dict(rows.values_list("at", "id"))


def last_letters(prospects: Collection[int]) -> dict[int, int]:
    """The newest mail that passed between each of these prospects and us about their own inquiry."""
    rows = Mail.objects.filter(
        prospect_id__in=prospects, kind__in=[Kind.LETTER, Kind.REPLY], status__in=[Status.SENT, Status.FILED]
    ).exclude(purpose=Purpose.MARKETING)
    return {
        number or 0: last for number, last in rows.order_by().values_list("prospect_id").annotate(Max("id"))
    }


def waiting() -> dict[str, int]:
    """How many mails there are of each status that somebody may have to look at."""
    rows = Mail.objects.filter(status__in=[*OWED, Status.HELD, Status.FAILED]).values_list("status")
    return dict(rows.annotate(Count("id")).order_by())


def suppressions(key: str) -> list[Suppression]:
    """What stands in the way of mail to the address with this digest."""
    return list(Suppression.objects.filter(digest=key, lifted_at=None))


def sent_at(mails: Collection[int]) -> dict[int, datetime]:
    """When each of these went out; what has not is left out."""
    rows = Mail.objects.filter(id__in=mails, sent_at__isnull=False).values_list("id", "sent_at")
    return {number: at for number, at in rows if at is not None}
