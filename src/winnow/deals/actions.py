"""The only writers of opportunities; each is called inside the transaction that changes their prospects."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from winnow.deals.models import Line, Look, Mirrored, Opportunity, Participant, Purge, Purged, Step
from winnow.prospects import bulk

PROGRESSED = (
    'UPDATE "deals_opportunity" SET "progress_at" = %s WHERE "prospect_id" = %s AND "progress_at" < %s'
)
UNDOUBTED: dict[str, Any] = {"doubted_at": None, "review_at": None, "doubt": []}


@dataclass(frozen=True, slots=True)
class Opened:
    """A prospect that reached the stage."""

    prospect: int
    at: datetime
    stage: str
    currency: str
    about: str = ""


def open_rows(opened: Collection[Opened]) -> None:
    """A row for each that has none yet; whoever comes to the stage again goes on with theirs."""
    Opportunity.objects.bulk_create(
        [
            Opportunity(
                prospect_id=one.prospect, opened_at=one.at, stage=one.stage, stage_at=one.at, progress_at=one.at,
                currency=one.currency, about=one.about,
            )
            for one in opened
        ],
        ignore_conflicts=True,
        batch_size=500,
    )  # fmt: skip


def progressed(steps: Mapping[int, datetime]) -> None:
    """The buyer did something; an older step changes nothing."""
    instant = connection.ops.adapt_datetimefield_value
    rows = [(instant(at), number, instant(at)) for number, at in steps.items()]
    with connection.cursor() as cursor:
        cursor.executemany(PROGRESSED, rows)


def change(wanted: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Set columns of each, in this order; a statement for each set of columns."""
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for prospect, values in wanted:
        groups.setdefault(tuple(values), []).append((*values.values(), prospect))
    for columns, rows in groups.items():
        bulk.update(Opportunity, columns, rows)


def step(rows: Sequence[Step]) -> None:
    """To another stage, with what shows it; forwards it is the buyer's progress."""
    columns = ("opportunity_id", "stage", "at", "by_id", "evidence", "grade")
    bulk.insert(Step, columns, [tuple(getattr(one, name) for name in columns) for one in rows])
    bulk.update(Opportunity, ("stage", "stage_at"), [(one.stage, one.at, one.opportunity_id) for one in rows])


def lines(wanted: Mapping[int, Sequence[Mapping[str, Any]]]) -> None:
    """What they would buy, in place of what stood there; by prospect."""
    if not wanted:
        return
    Line.objects.filter(opportunity__in=list(wanted)).delete()
    Line.objects.bulk_create(
        Line(opportunity_id=number, **one) for number, rows in wanted.items() for one in rows
    )


def takes_part(prospect: int, name: str, part: str, note: str) -> None:
    """One person's part in the decision; said again, only the note is new."""
    Participant.objects.update_or_create(
        opportunity_id=prospect, name=name, part=part, defaults={"note": note}
    )


def leaves(prospect: int, participant: int) -> None:
    Participant.objects.filter(opportunity=prospect, pk=participant).delete()


def mirrored(rows: Sequence[Mirrored]) -> None:
    """The answers to the mirror."""
    Mirrored.objects.bulk_create(rows, batch_size=500)


def code(some: Mapping[int, str]) -> None:
    """Which outcomes of ours answers to the mirror are about."""
    for number, outcome in some.items():
        Mirrored.objects.filter(pk=number).update(coded=outcome)


def sent_back(prospect: int, at: datetime) -> bool:
    """Whether it could be: once only."""
    return bool(Opportunity.objects.filter(pk=prospect, sent_back_at=None).update(sent_back_at=at))


# The purge


def doubt(why: Mapping[int, list[str]], at: datetime, review_at: datetime) -> None:
    """These are neither big nor moving: the review follows."""
    rows = [(at, review_at, because, number) for number, because in why.items()]
    bulk.update(Opportunity, ("doubted_at", "review_at", "doubt"), rows)


def relieve(prospects: Collection[int]) -> None:
    """No longer doubted."""
    Opportunity.objects.filter(pk__in=prospects, doubted_at__isnull=False).update(**UNDOUBTED)


def keep(prospect: int, until: datetime, because: str) -> None:
    Opportunity.objects.filter(pk=prospect).update(
        kept_until=until, kept_because=because, keeps=F("keeps") + 1, **UNDOUBTED
    )


def looked(look: Look) -> bool:
    """Whether this worker is the one that looks, of several at the same instant."""
    return bool(Look.objects.bulk_create([look], ignore_conflicts=True))


def record_purge(purge: Purge, rows: Sequence[Purged]) -> Purge:
    purge.save(force_insert=True)
    for row in rows:
        row.purge = purge
    Purged.objects.bulk_create(rows, batch_size=500)
    return purge


def purge_undone(purge: int, at: datetime) -> None:
    Purge.objects.filter(pk=purge, undone_at=None).update(undone_at=at)


def taken_back(events: Collection[int], at: datetime) -> None:
    """What was purged by these events was not."""
    Purged.objects.filter(event__in=events, undone_at=None).update(undone_at=at)
