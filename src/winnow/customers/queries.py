"""Reads of customers: who stands, what is due, what they told, whom a person may see."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from winnow.customers.models import Customer, Member, Told
from winnow.people.models import User
from winnow.prospects.access import owned_within, sees, visible
from winnow.prospects.models import Inquiry, Order, Prospect
from winnow.prospects.words import State


def members(prospects: Iterable[int]) -> dict[int, int]:
    """Prospect and customer of those that are members."""
    return dict(Member.objects.filter(prospect__in=set(prospects)).values_list("prospect_id", "customer_id"))


def owners_of(prospects: Collection[int]) -> dict[int, int]:
    """Who looks after the customers that these prospects belong to."""
    if not prospects:
        return {}
    rows = Member.objects.filter(
        prospect__in=prospects, customer__ended_at=None, customer__owner__isnull=False
    )
    return dict(rows.values_list("prospect_id", "customer__owner_id"))


def seen_by(user: User) -> QuerySet[Customer]:
    """All for admin and marketer; else those of the own team, and those with a prospect that they may see."""
    if sees(user) is None:
        return Customer.objects.all()
    theirs = Member.objects.filter(customer=OuterRef("pk"), prospect__in=visible(user))
    return Customer.objects.filter(owned_within(user, "owner__") | Exists(theirs))


def due(now: datetime, limit: int) -> list[Customer]:
    """Standing customers whose step has come, longest due first."""
    return list(Customer.objects.filter(due_at__lte=now).order_by("due_at", "pk")[:limit])


def planned_by_people(customers: Iterable[int], now: datetime) -> set[int]:
    """Those whose next step somebody set for a reason, and which lies ahead."""
    rows = Customer.objects.filter(pk__in=set(customers), due_at__gt=now).exclude(next_note="")
    return set(rows.values_list("pk", flat=True))


def contacts(customers: Collection[int], *, whoever: bool = False) -> dict[int, list[Prospect]]:
    """The prospects of each, who ordered last first; without those who may not be contacted, unless `whoever`."""
    rows = Prospect.objects.filter(member__customer__in=customers, merged_into=None)
    if not whoever:
        rows = rows.filter(person__do_not_contact_at=None)
    found: dict[int, list[Prospect]] = {}
    told = rows.annotate(customer=F("member__customer"), last=Max("orders__at"))
    for row in told.order_by(F("last").desc(nulls_last=True), "-id"):
        found.setdefault(row.customer, []).append(row)
    return {customer: _once(some) for customer, some in found.items()}


def _once(some: list[Prospect]) -> list[Prospect]:
    """Each person once: in the place of a further opportunity stands what it is further to, if that has ordered."""
    known = {row.pk: row for row in some}
    return list({row.pk: row for row in (known.get(one.further_of_id or 0, one) for one in some)}.values())


def on_a_desk(prospects: Collection[int]) -> dict[int, int]:
    """Those on whom somebody works now, each with the prospect that is worked on: itself, or a further opportunity."""
    either = Q(pk__in=prospects) | Q(further_of__in=prospects)
    rows = Prospect.objects.filter(either, state=State.WORKING).order_by("pk")
    return {further or number: number for number, further in rows.values_list("pk", "further_of")}


def orders(customer: int) -> QuerySet[Order]:
    """Those that stand, of its members and of whoever was merged into them; newest first."""
    mine = Q(prospect__member__customer=customer) | Q(prospect__merged_into__member__customer=customer)
    return Order.objects.filter(mine, withdrawn_at=None).order_by("-at", "-id")


def last_told(customers: Collection[int]) -> dict[int, datetime]:
    """When each was asked last."""
    rows = Told.objects.filter(customer__in=customers).values_list("customer_id").annotate(last=Max("at"))
    return dict(rows.order_by())


def in_words(text: str) -> Q:
    return Q(why__icontains=text) | Q(words__icontains=text)


def people(customer: Customer) -> QuerySet[Prospect]:
    """Its prospects, and all others at its company."""
    mine = Q(member__customer=customer)
    if customer.company_id:
        mine |= Q(company=customer.company_id)
    return Prospect.objects.filter(mine, merged_into=None, further_of=None).order_by("-order_count", "id")


def inquiries(customer: Customer, seen: QuerySet[Prospect]) -> QuerySet[Inquiry]:
    """What its people asked, as far as they may be seen; newest first."""
    mine = people(customer).filter(pk__in=seen).order_by().values("pk")
    rows = Inquiry.objects.filter(Q(prospect__in=mine) | Q(prospect__merged_into__in=mine), withdrawn_at=None)
    return rows.select_related("prospect__person").order_by("-at", "-id")


@dataclass(frozen=True, slots=True)
class Covered:
    """Of whom a person looks after: how many are active, and how many of those were asked."""

    owner: int
    name: str
    asked: int
    active: int


def coverage(some: QuerySet[Customer], since: datetime, now: datetime, active_days: int) -> list[Covered]:
    """Active customers and those asked since then, by who looks after them; least covered first."""
    after = now - timedelta(days=active_days)
    orders = Order.objects.filter(prospect__member__customer=OuterRef("pk"), withdrawn_at=None, at__gte=after)
    asked = Told.objects.filter(customer=OuterRef("pk"), at__gte=since)
    rows = (
        Customer.objects.filter(Exists(orders), pk__in=some.values("pk"), ended_at=None)
        .values_list("owner_id", "owner__name")
        .annotate(all=Count("pk"), asked=Count("pk", filter=Exists(asked)))
        .order_by("owner__name")
    )
    found = [Covered(owner or 0, name or "", asked, active) for owner, name, active, asked in rows]
    return sorted(found, key=lambda one: (one.asked / one.active, one.name))


def reached(rows: QuerySet[Told], texts: dict[str, str]) -> list[tuple[str, int, dict[str, int]]]:
    """Outcomes of ours that customers named: text, how many customers, and how far they got by their newest word."""
    newest: dict[tuple[int, str], str] = {}
    for customer, outcome, far in (
        rows.exclude(outcome="").order_by("at", "id").values_list("customer_id", "outcome", "reached")
    ):
        newest[customer, outcome] = far
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, outcome), far in newest.items():
        found[outcome][far] += 1
    return sorted(
        ((texts.get(key, key), counts.total(), dict(counts)) for key, counts in found.items()),
        key=lambda line: (-line[1], line[0]),
    )
