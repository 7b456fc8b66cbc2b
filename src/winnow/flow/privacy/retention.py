"""What is personal goes by itself when the procedure's months are over: told beforehand, then done once a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from winnow.correspondence.models import Attachment, Mail
from winnow.correspondence.queries import OWED
from winnow.flow.imports.files import place_of
from winnow.flow.privacy import loose
from winnow.flow.privacy.blanking import blank
from winnow.flow.privacy.erasing import overwrite, remove
from winnow.flow.privacy.known import tables
from winnow.intake.models import Held, Import
from winnow.privacy import actions, queries
from winnow.privacy.models import Erasure
from winnow.privacy.words import Kept
from winnow.procedure.keeping import Keeping
from winnow.procedure.queries import in_force
from winnow.prospects.models import Person, Prospect
from winnow.prospects.words import OPEN_STATES

MONTH = timedelta(days=30.4375)  # of a year's twelfth
BATCH, BATCHES = 500, 20  # rows in one transaction, transactions of a kind in one round
A_DAY = timedelta(hours=23)


@dataclass(frozen=True, slots=True)
class Due:
    """What of one kind is older than the procedure lets it become; `months` 0: nothing ever is."""

    kind: Kept
    months: int
    before: datetime | None
    count: int


def look(now: datetime) -> list[Due]:
    """What would go now; writes nothing."""
    rules = in_force(now)[1].keeping
    found = []
    for kind, months in months_of(rules).items():
        before = now - months * MONTH if months else None
        found.append(Due(kind, months, before, _count(kind, before) if before else 0))
    return found


def months_of(rules: Keeping) -> Mapping[Kept, int]:
    return {
        Kept.QUARANTINED: rules.quarantined_months, Kept.REJECTED: rules.rejected_months,
        Kept.IMPORT_FILES: rules.import_file_months, Kept.ATTACHMENTS: rules.attachment_months,
        Kept.MAIL_TEXTS: rules.mail_text_months, Kept.CLOSED: rules.closed_months,
    }  # fmt: skip


def sweep_if_due(now: datetime) -> int:
    """Once a day; how many rows and files went, or will with their person."""
    last = queries.last_sweep()
    if last and now < last + A_DAY:
        return 0
    return sum(sweep(now).values())


def sweep(now: datetime) -> dict[Kept, int]:
    """Let go what is due, in batches, each a transaction of its own."""
    done = {}
    for due in look(now):
        done[due.kind] = _sweep(due, now) if due.before and due.count else 0
    actions.swept(done, now=now)
    if any(done.values()):
        overwrite()
    return done


def _sweep(due: Due, now: datetime) -> int:
    total = 0
    for _ in range(BATCHES):
        with transaction.atomic():
            count = ACTS[due.kind](due.before, now)
        total += count
        if count < BATCH:
            break
    return total


def _count(kind: Kept, before: datetime) -> int:
    return len(_files(before)) if kind is Kept.IMPORT_FILES else _rows(kind, before).count()


def _rows(kind: Kept, before: datetime) -> QuerySet[Any]:
    match kind:
        case Kept.QUARANTINED | Kept.REJECTED:
            return Held.objects.filter(kind=kind, received_at__lt=before).exclude(fields={}, payload={})
        case Kept.ATTACHMENTS:
            return Attachment.objects.filter(mail__at__lt=before)
        case Kept.MAIL_TEXTS:
            return Mail.objects.filter(at__lt=before).exclude(status__in=OWED).exclude(subject="", text="")
        case _:
            return _closed(before)


def _closed(before: datetime) -> QuerySet[Person]:
    """People with nothing open, nothing bought and nothing heard since."""
    mine = Prospect.objects.filter(person=OuterRef("pk"))
    alive = mine.filter(
        Q(state__in=OPEN_STATES) | Q(order_count__gt=0) | Q(closed_at__gte=before)
        | Q(last_inquiry_at__gte=before) | Q(last_touch_at__gte=before)
    )  # fmt: skip
    rows = Person.objects.filter(erased_at=None, merged_into=None, created_at__lt=before)
    merged = Person.objects.filter(merged_into=OuterRef("pk"))
    asked = Erasure.objects.filter(person=OuterRef("pk"))
    return rows.filter(~Exists(alive), Exists(mine), ~Exists(merged), ~Exists(asked))


def _files(before: datetime) -> list[Import]:
    rows = Import.objects.filter(status__in=loose.ENDED, created_at__lt=before)
    return [row for row in rows if place_of(row.path).exists()]


def _blank_held(kind: Kept) -> Callable[[datetime, datetime], int]:
    def act(before: datetime, now: datetime) -> int:
        numbers = list(_rows(kind, before).order_by("pk").values_list("pk", flat=True)[:BATCH])
        rows = Held.objects.filter(pk__in=numbers)
        rows.filter(settled_at=None).update(settled_at=now, settlement="dismissed")
        return blank(rows, next(one for one in tables() if one.table == "intake.Held"))

    return act


def _drop_files(before: datetime, now: datetime) -> int:
    rows = _files(before)[:BATCH]
    gone = loose.drop_files(rows)
    transaction.on_commit(lambda: remove(gone))
    return len(rows)


def _drop_attachments(before: datetime, now: datetime) -> int:
    numbers = list(_rows(Kept.ATTACHMENTS, before).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return Attachment.objects.filter(pk__in=numbers).delete()[0]


def _blank_mails(before: datetime, now: datetime) -> int:
    numbers = list(_rows(Kept.MAIL_TEXTS, before).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return Mail.objects.filter(pk__in=numbers).update(subject="", text="")


def _ask_erasures(before: datetime, now: datetime) -> int:
    """They are erased like those who ask for it: after hours in which it can be taken back."""
    rules = in_force(now)[1].keeping
    numbers = list(_closed(before).order_by("pk").values_list("pk", flat=True)[:BATCH])
    due, why = now + timedelta(hours=rules.undo_hours), f"Closed for {rules.closed_months} months."
    actions.ask_erasures([Erasure(person_id=one, asked_at=now, reason=why, due_at=due) for one in numbers])
    return len(numbers)


ACTS: dict[Kept, Callable[[Any, datetime], int]] = {
    Kept.QUARANTINED: _blank_held(Kept.QUARANTINED), Kept.REJECTED: _blank_held(Kept.REJECTED),
    Kept.IMPORT_FILES: _drop_files, Kept.ATTACHMENTS: _drop_attachments, Kept.MAIL_TEXTS: _blank_mails,
    Kept.CLOSED: _ask_erasures,
}  # fmt: skip
