"""The only writers of customers; each is called inside the transaction that changes their prospects."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from winnow.customers.models import Customer, Member, Told
from winnow.customers.words import Step


@dataclass(frozen=True, slots=True)
class Joining:
    """A prospect that has ordered: its company, when it first did, and who would look after it, by when."""

    prospect: int
    company: int | None
    since: datetime
    owner: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Next:
    """What is done next with a customer, when, and why."""

    customer: int
    step: Step
    due_at: datetime
    note: str = ""
    owner: int | None = None


def join(some: Sequence[Joining]) -> None:
    """Make each a member of its company's customer, else of one of its own; who ended stands again."""
    firms: dict[int | None, Joining] = {one.company: one for one in reversed(some) if one.company}
    Customer.objects.bulk_create(
        [_new(one, company) for company, one in firms.items()], ignore_conflicts=True, batch_size=500
    )
    rows = list(Customer.objects.filter(company__in=list(firms)))
    by_company = {row.company_id: row.pk for row in rows}
    stand((row, firms[row.company_id].owner, firms[row.company_id].due_at) for row in rows)
    alone = [one for one in some if not one.company]
    made = Customer.objects.bulk_create([_new(one, None) for one in alone], batch_size=500)
    members = [
        Member(prospect_id=one.prospect, customer_id=by_company[one.company]) for one in some if one.company
    ]
    members += [
        Member(prospect_id=one.prospect, customer_id=row.pk) for one, row in zip(alone, made, strict=True)
    ]
    Member.objects.bulk_create(members, batch_size=500)


def _new(one: Joining, company: int | None) -> Customer:
    return Customer(
        company_id=company, since=one.since, owner_id=one.owner, next_step=Step.CHECK_IN, due_at=one.due_at
    )


def stand(some: Iterable[tuple[Customer, int, datetime]]) -> None:
    """Those of them that had ended have ordered again: with whom, and when they are looked after first."""
    rows = []
    for row, owner, due_at in some:
        if row.ended_at is not None:
            row.ended_at, row.ended_because, row.owner_id, row.due_at = None, "", owner, due_at
            row.next_step, row.next_note = Step.CHECK_IN, ""
            rows.append(row)
    fields = ["ended_at", "ended_because", "owner", "due_at", "next_step", "next_note"]
    Customer.objects.bulk_update(rows, fields, batch_size=300)


def leave(prospects: Collection[int], at: datetime) -> None:
    """These have no order any more; a customer without members ends."""
    left = list(Member.objects.filter(prospect__in=prospects).values_list("customer_id", flat=True))
    Member.objects.filter(prospect__in=prospects).delete()
    empty = Customer.objects.filter(pk__in=left, members=None, ended_at=None)
    end(list(empty.values_list("pk", flat=True)), at, "No order of theirs stands any more.")


def end(customers: Collection[int], at: datetime, because: str) -> None:
    Customer.objects.filter(pk__in=customers, ended_at=None).update(
        ended_at=at, ended_because=because[:300], next_step="", next_note="", due_at=None
    )


def next_steps(some: Sequence[Next]) -> None:
    """Set what comes next for customers that stand."""
    rows = Customer.objects.in_bulk([one.customer for one in some])
    for one in some:
        row = rows[one.customer]
        row.next_step, row.due_at, row.next_note = one.step, one.due_at, one.note[:300]
        row.owner_id = one.owner or row.owner_id
    Customer.objects.bulk_update(
        [row for row in rows.values() if row.ended_at is None],
        ["next_step", "due_at", "next_note", "owner"],
        batch_size=300,
    )


def give(some: Mapping[int, int]) -> None:
    """Other owners of customers that stand."""
    for owner in sorted(set(some.values())):
        theirs = [number for number, to in some.items() if to == owner]
        Customer.objects.filter(pk__in=theirs, ended_at=None).update(owner=owner)


def code(some: Mapping[int, str]) -> None:
    """What the reasons told mean, as outcomes."""
    for outcome in sorted(set(some.values())):
        theirs = [number for number, meant in some.items() if meant == outcome]
        Told.objects.filter(pk__in=theirs).update(because=outcome)


def told(rows: Sequence[Told]) -> None:
    """What customers said."""
    Told.objects.bulk_create(rows, batch_size=500)
