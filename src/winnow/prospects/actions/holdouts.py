"""Hold-outs: their only writer. A drawing is never changed: the people in it count where they were drawn."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from winnow.people.actions.record import NotDone, record
from winnow.people.models import User
from winnow.prospects import bulk
from winnow.prospects.models import Campaign, Drawn, HoldOut

AT_ONCE = 20_000  # rows


@transaction.atomic
def draw_holdout(
    campaign: Campaign, name: str, share: Decimal, seed: str, *, touched: Collection[str], held: Collection[str],
    by: User | None, now: datetime,
) -> HoldOut:  # fmt: skip
    """Keep who is touched and who is held, by their digests. Raises NotDone where either part is empty."""
    if not touched or not held:
        raise NotDone("Too few people: some must be touched and some left untouched.")
    row = HoldOut.objects.create(
        campaign=campaign, name=name, share=share, seed=seed, touched=len(touched), held=len(held), drawn_at=now,
        drawn_by=by,
    )  # fmt: skip
    rows = [(row.pk, one, False) for one in touched] + [(row.pk, one, True) for one in held]
    for start in range(0, len(rows), AT_ONCE):
        bulk.insert(Drawn, ("holdout_id", "digest", "is_held"), rows[start : start + AT_ONCE])
    record(
        "holdout_drawn", by=by, now=now, campaign=campaign.pk, holdout=row.pk, name=name, share=str(share),
        touched=len(touched), held=len(held),
    )  # fmt: skip
    return row
