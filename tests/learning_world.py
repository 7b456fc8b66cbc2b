"""A company with a past to learn from: who comes by a partner's page buys, who comes by the price list hardly ever.

The written score knows nothing of that.
"""

from datetime import datetime, timedelta
from random import Random

from tests.world import NOW, raw
from winnow.flow import Terms, receive
from winnow.flow.learning.gathering import seen
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.models import Order, Touch
from winnow.prospects.transitions import Actor
from winnow.qualify.models import Decision
from winnow.qualify.odds.seen import Columns

MONTH = timedelta(days=30)
LATER = NOW + 14 * MONTH


def company(by: User, months: int = 12, each: int = 40, seed: int = 3) -> None:
    """So many inquiries each month from NOW on, all worked after a day, with orders within two months."""
    rng, number = Random(seed), 0
    for month in range(months):
        at = NOW + month * MONTH
        promising = [rng.random() < 0.4 for _ in range(each)]
        batch = [
            raw(
                email=f"kim@firm{seed}x{number + k}.test",
                source="partner page" if good else "price list",
                message="Please call us. " * rng.randint(1, 9),
            )
            for k, good in enumerate(promising)
        ]  # fmt: skip
        number += each
        receipts = receive(batch, now=at, terms=Terms(Actor("door")))
        chosen = [one.prospect for one in receipts if one.prospect]
        work(chosen, by, at + timedelta(days=1))
        buyers = [
            one for one, good in zip(chosen, promising, strict=True) if rng.random() < (0.6 if good else 0.04)
        ]
        order(buyers, at + timedelta(days=rng.randint(5, 60)))


def work(prospects: list[int], by: User, at: datetime) -> None:
    """A conversation and a verdict with each."""
    touches = [
        Touch(prospect_id=one, at=at, kind="call", by=by, role=by.role, minutes=20, reached=True)
        for one in prospects
    ]
    Touch.objects.bulk_create(touches)
    Decision.objects.bulk_create(
        Decision(prospect_id=one, at=at, by=by, verdict="qualified") for one in prospects
    )


def order(prospects: list[int], at: datetime) -> None:
    Order.objects.bulk_create(
        Order(prospect_id=one, at=at, amount=1000, margin=400, currency="EUR", recorded_at=at)
        for one in prospects
    )


def known(prospects: list[int], at: datetime) -> Columns:
    """What was known of these prospects at an instant."""
    return seen(dict.fromkeys(prospects, at), at, in_force(at)[1], ())
