"""What must never be (DESIGN §4), each as a question to the database; the answer is the offending rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from winnow.people.models import Load, User
from winnow.procedure.models import Version
from winnow.prospects.models import Cost, Effect, Event, Inquiry, Notification, Order, Prospect, Touch
from winnow.prospects.words import OPEN_STATES, Outcome, Stage, State

OPEN = Q(state__in=[state.value for state in OPEN_STATES])
CLOSED = Q(state=State.CLOSED.value)
LISTED = 100  # offending rows that are named; the count is of all


@dataclass(frozen=True)
class Refusal:
    """One thing that must never be: its name in the facts, and a sentence for people with what to do."""

    name: str
    sentence: str


@dataclass(frozen=True)
class Found:
    """How often it is, and which rows (at most LISTED of them)."""

    count: int
    ids: list[Any]


# About one prospect each, so that a single pass over the table answers them all.
OF_ONE_PROSPECT: dict[Refusal, Q] = {
    Refusal("without_owner", "Open prospects have no owner. Reassign them."): OPEN & Q(owner=None),
    Refusal("without_next_action", "Open prospects have no dated next action. Give them one."): OPEN
    & (Q(next_action="") | Q(due_at=None) | Q(available_at=None)),
    Refusal("open_with_outcome", "Open prospects carry an outcome. Close or clear them."): OPEN
    & (~Q(outcome="") | Q(closed_at__isnull=False)),
    Refusal("closed_without_outcome", "Closed prospects have no outcome or closing instant."): CLOSED
    & (Q(outcome="") | Q(closed_at=None)),
    Refusal("closed_with_next_action", "Closed prospects still have a next action."): CLOSED
    & (
        ~Q(next_action="")
        | Q(due_at__isnull=False)
        | Q(available_at__isnull=False)
        | Q(check_at__isnull=False)
    ),
    Refusal("unknown_words", "Prospects have a stage, state or outcome that no word of ours names."): ~Q(
        state__in=list(State)
    )
    | ~Q(stage__in=list(Stage))
    | ~Q(outcome__in=["", *Outcome]),
    Refusal("available_after_due", "Prospects would be offered only after they are due."): Q(
        available_at__gt=F("due_at")
    ),
}


def two_open_of_one_person() -> Found:
    """Several further opportunities may be open at once."""
    own = Prospect.objects.filter(OPEN, further_of=None)
    persons = own.values("person").annotate(n=Count("id")).filter(n__gt=1)
    return _found(own.filter(person__in=persons.values("person")))


def doubled_inquiries() -> Found:
    """The later ones of inquiries with the same id of the same source."""
    kept = Inquiry.objects.filter(withdrawn_at=None).exclude(external_id="")
    keys = kept.values("source", "external_id").annotate(n=Count("id"), id=Max("id")).filter(n__gt=1)
    return _doubled(keys)


def doubled_effects() -> Found:
    keys = Effect.objects.values("key").annotate(n=Count("id"), id=Max("id")).filter(n__gt=1)
    told = Notification.objects.values("effect").annotate(n=Count("id"), id=Max("id")).filter(n__gt=1)
    twice, told_twice = _doubled(keys), _doubled(told)
    return Found(twice.count + told_twice.count, twice.ids + told_twice.ids)


def bought_without_order() -> Found:
    """An order of a prospect that was merged into this one counts as this one's."""
    orders = Order.objects.filter(withdrawn_at=None)
    own = orders.filter(prospect=OuterRef("pk"))
    merged = orders.filter(prospect__merged_into=OuterRef("pk"))
    bought = Prospect.objects.filter(outcome=Outcome.BOUGHT)
    return _found(bought.filter(Q(order_count=0) | (~Exists(own) & ~Exists(merged))))


def negative_amounts() -> Found:
    """Named by their table: a cost, an order, a touch, a person, a load."""
    negative: dict[str, QuerySet[Any]] = {
        "cost": Cost.objects.filter(amount__lt=0),
        "order": Order.objects.filter(amount__lt=0),
        "touch": Touch.objects.filter(minutes__lt=0),
        "person": User.objects.filter(hourly_cost__lt=0),
        "load": Load.objects.filter(working__lt=0),
    }
    answers = {name: _found(rows) for name, rows in negative.items()}
    named = [f"{name} {number}" for name, found in answers.items() for number in found.ids]
    return Found(sum(found.count for found in answers.values()), named)


def events_without_version() -> Found:
    return _found(Event.objects.filter(version=None, prospect__isnull=False))


def without_history() -> Found:
    return _found(Prospect.objects.filter(~Exists(Event.objects.filter(prospect=OuterRef("pk")))))


def without_inquiry() -> Found:
    """A prospect that was merged away gave its inquiries to the other; a further opportunity never has any."""
    some = Inquiry.objects.filter(prospect=OuterRef("pk"))
    return _found(Prospect.objects.filter(~Exists(some), merged_into=None, further_of=None))


def loads_wrong() -> Found:
    """People whose kept load is not the number of working prospects they hold."""
    working = Prospect.objects.filter(state=State.WORKING, owner__isnull=False)
    counted = dict(working.values_list("owner").annotate(Count("id")).order_by())
    kept = dict(Load.objects.values_list("user", "working"))
    wrong = sorted(one for one in counted.keys() | kept.keys() if counted.get(one, 0) != kept.get(one, 0))
    return Found(len(wrong), wrong[:LISTED])


def no_procedure() -> Found:
    return Found(0, []) if Version.objects.exists() else Found(1, [])


OF_THE_WHOLE: dict[Refusal, Callable[[], Found]] = {
    Refusal("two_open_of_one_person", "Persons have two open prospects. Merge them."): two_open_of_one_person,
    Refusal("doubled_inquiries", "Inquiries came in twice under one id of their source."): doubled_inquiries,
    Refusal("doubled_effects", "Steps owe, or told, the same thing twice."): doubled_effects,
    Refusal("bought_without_order", "Prospects count as bought without an order."): bought_without_order,
    Refusal("negative_amounts", "Money, minutes or counts are below zero."): negative_amounts,
    Refusal(
        "events_without_version", "Events do not say under which procedure they happened."
    ): events_without_version,
    Refusal("without_history", "Prospects have no Event that tells how they came to be."): without_history,
    Refusal("without_inquiry", "Prospects have no inquiry."): without_inquiry,
    Refusal("loads_wrong", "People's loads are not what they hold."): loads_wrong,
    Refusal("no_procedure", "No procedure is in force. Run `winnow init`."): no_procedure,
}


def _found(rows: QuerySet[Any]) -> Found:
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[: LISTED + 1])
    return Found(rows.count() if len(ids) > LISTED else len(ids), ids[:LISTED])


def _doubled(groups: Iterable[Any]) -> Found:
    doubled = list(groups)
    return Found(sum(one["n"] - 1 for one in doubled), sorted(one["id"] for one in doubled)[:LISTED])


def listed(condition: Q) -> list[int]:
    """The first prospects of which that is so."""
    return list(Prospect.objects.filter(condition).order_by("pk").values_list("pk", flat=True)[:LISTED])
