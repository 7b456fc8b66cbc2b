"""A campaign's hold-out: an audience is divided by chance before it starts; afterwards both parts' orders are compared.

Of who is in it only a keyed digest of the address is kept, so an audience need not be anybody whom we know.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from secrets import token_hex

from django.db import connection
from django.db.models import Sum
from django.utils.crypto import salted_hmac

from winnow.intake.clean_mail import checked
from winnow.measure.canonical import Unknown
from winnow.measure.holdout import Lift, held_out, lift
from winnow.measure.shares import Share
from winnow.people.actions.record import NotDone
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects import bulk
from winnow.prospects.actions.holdouts import draw_holdout
from winnow.prospects.models import Campaign, HoldOut, Order
from winnow.tables import Table

MAIL_HEADERS = ("email", "e-mail", "mail", "e-mail address", "email address", "e-mail-adresse", "courriel")
MOST = 500_000  # addresses
KEY = "e:"  # how identities that are addresses begin


@dataclass(frozen=True)
class Audience:
    """The addresses of a file, each once, in its order; `unread`: (line, what stood there) that are no addresses."""

    addresses: tuple[str, ...]
    unread: tuple[tuple[int, str], ...]
    repeated: int


@dataclass(frozen=True)
class Division:
    """A drawing, and whose addresses are to be touched: they are not kept."""

    holdout: HoldOut
    touch: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """What came of a hold-out so far: people who ordered since it was drawn, and what the campaign added."""

    holdout: HoldOut
    touched: Share
    held: Share
    currency: str
    margin: Decimal | None  # of the usual order of anybody in it
    cost: Decimal
    found: Lift | Unknown


def audience(table: Table, column: str = "") -> Audience:
    """Whom a file names. Raises NotDone where no column has addresses, or there are too many."""
    place = _place(table, column)
    seen: dict[str, None] = {}
    unread: list[tuple[int, str]] = []
    repeated = 0
    for row in table:
        given = row.values[place].strip() if len(row.values) > place else ""
        address, problem = checked(given) if given and not row.problem else ("", "empty")
        if problem or not address:
            unread.append((row.number, given))
        elif address.lower() in seen:
            repeated += 1
        else:
            seen[address.lower()] = None
        if len(seen) > MOST:
            raise NotDone(f"More than {MOST:,} addresses: divide the file first.")
    return Audience(tuple(seen), tuple(unread), repeated)


def _place(table: Table, column: str) -> int:
    heads = [head.strip().lower() for head in table.headers]
    wanted = [column.strip().lower()] if column else [head for head in MAIL_HEADERS if head in heads]
    if not wanted or wanted[0] not in heads:
        raise NotDone(f"Which column has the e-mail addresses? The file has: {', '.join(table.headers)}.")
    return heads.index(wanted[0])


def draw(
    campaign: Campaign, people: Audience, share: Decimal, *, by: User | None, now: datetime, name: str = ""
) -> Division:
    """Divide an audience. Raises NotDone for a share that is not between 0 and a half, or too few people."""
    if not 0 < share <= Decimal("0.5"):
        raise NotDone("Leave more than none and at most half of them untouched.")
    seed = token_hex(16)
    digests = {digest(one): one for one in people.addresses}
    held = held_out(list(digests), float(share), seed)
    touched = [one for one in digests if one not in held]
    row = draw_holdout(
        campaign, name.strip() or f"{campaign.name}, {now:%d %b %Y}", share, seed, touched=touched, held=held,
        by=by, now=now,
    )  # fmt: skip
    return Division(row, tuple(digests[one] for one in touched))


def digest(address: str) -> str:
    """What is kept of an address: it tells nothing without this installation's secret."""
    return salted_hmac("winnow.holdout", address.strip().lower(), algorithm="sha256").hexdigest()


def compared(row: HoldOut, now: datetime) -> Compared:
    """Orders of both parts since the drawing, in the company's currency; intervals are 90 %."""
    currency = in_force(now)[1].company.currency
    bought = _bought(row)
    counts = Counter(bought.values())
    touched, held = Share(counts[False], row.touched), Share(counts[True], row.held)
    margin = _usual_margin(row, bought, currency)
    spent = row.campaign.costs.filter(currency=currency, at__gte=row.drawn_at.date())
    cost = spent.aggregate(all=Sum("amount"))["all"] or Decimal(0)
    found = lift(touched, held, None if margin is None else float(margin), float(cost))
    return Compared(row, touched, held, currency, margin, cost, found)


def _bought(row: HoldOut) -> dict[int, bool]:
    """Who in it has ordered since: person → whether they were held."""
    since = Order.objects.filter(at__gte=row.drawn_at, withdrawn_at=None)
    people = set(since.values_list("prospect__person_id", flat=True))
    keys = bulk.look_up(
        'SELECT "key", "person_id" FROM "prospects_identity" WHERE "person_id" {among}', people
    )
    buyers = {digest(key.removeprefix(KEY)): person for key, person in keys if key.startswith(KEY)}
    there = 'SELECT "digest", "is_held" FROM "prospects_drawn" WHERE "holdout_id" = %s AND "digest" {among}'
    return {buyers[one]: bool(is_held) for one, is_held in bulk.look_up(there, buyers, before=[row.pk])}


ORDERS = """
    SELECT COUNT(*), COUNT(o."margin"), SUM(o."margin") FROM "prospects_order" o
    JOIN "prospects_prospect" p ON p."id" = o."prospect_id"
    WHERE o."at" >= %s AND o."withdrawn_at" IS NULL AND o."currency" = %s AND p."person_id" {among}
"""


def _usual_margin(row: HoldOut, people: Collection[int], currency: str) -> Decimal | None:
    """The mean margin of these people's orders in a currency; None where one is not known, or there are none."""
    since = connection.ops.adapt_datetimefield_value(row.drawn_at)
    for orders, known, margin in bulk.look_up(ORDERS, people, before=[since, currency]):
        return Decimal(str(margin)) / orders if orders and known == orders else None
    return None
