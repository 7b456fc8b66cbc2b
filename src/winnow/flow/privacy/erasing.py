"""Forgetting a person: asked for with a reason, taken back within hours, then carried out for good by the worker."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from winnow.flow import measuring
from winnow.flow.privacy import ledger, loose, silence
from winnow.flow.privacy.blanking import blank_all, permitted, theirs, touched
from winnow.flow.privacy.whose import Whose, whose
from winnow.flow.scene import Refused
from winnow.flow.takeback import TakeBack, take_back
from winnow.people.models import User
from winnow.privacy import actions
from winnow.privacy.models import Erasure
from winnow.procedure.queries import in_force
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Person, Prospect
from winnow.prospects.queries import family
from winnow.prospects.transitions import Actor, Change, apply

log = logging.getLogger("winnow.privacy")

SAID = "They asked to be forgotten."
AGAIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go: rows by table, and files."""

    rows: Mapping[str, int]
    files: int


def preview(person: int) -> Preview:
    """What an erasure would empty or delete. Writes nothing."""
    who = whose([person])
    counts = {one.table: theirs(one, who).count() for one in touched()}
    held = loose.held_of(who)
    held_and_led = next(theirs(one, who) for one in touched() if one.table == "intake.Held")
    counts["intake.Held"] = len({*held, *held_and_led.values_list("pk", flat=True)})
    counts["prospects.Company"] = len(who.companies)
    try:
        files = len(loose.files_of(who, held))
    except loose.Busy:
        files = 1
    return Preview({table: count for table, count in counts.items() if count}, files)


def ask(person: int, reason: str, *, by: User | None, now: datetime) -> Erasure:
    """Nobody contacts them from now on; after the procedure's hours the worker forgets them. Raises Refused."""
    with transaction.atomic():
        top = family([person]).get(person, 0)
        card = Person.objects.select_for_update().filter(id=top).first()
        if card is None or card.erased_at:
            raise Refused("Nothing is known of this person any more.")
        if not reason.strip():
            raise Refused("Say who asks for it, and when and how they did.")
        if Erasure.objects.filter(person=card, due_at__isnull=False).exists():
            raise Refused("This person is to be erased already.")
        row = Erasure(person=card, asked_at=now, by=by, reason=reason.strip()[:300], due_at=now + _delay(now))
        actions.ask_erasures([row])
        silence.forbid([card.pk], now=now)
        silence.stop_mail([card.pk], SAID)
        silence.end([card.pk], SAID, now=now, by=by.pk if by else None)
        _note("erasure_asked", card.pk, by, now)
        return Erasure.objects.get(person=card, due_at__isnull=False)


def _delay(now: datetime) -> timedelta:
    return timedelta(hours=in_force(now)[1].keeping.undo_hours)


def cancel(number: int, *, by: User, now: datetime) -> list[str]:
    """Take it back while there is time; what could not be put back as it was, in sentences. Raises Refused."""
    with transaction.atomic():
        row = Erasure.objects.filter(pk=number).first()
        if row is None or not actions.cancel_erasure(row, now=now, by=by):
            raise Refused("This erasure was carried out or taken back before.")
        _note("erasure_cancelled", row.person_id, by, now)
        before = Person.objects.filter(id=row.person_id, do_not_contact_at__lt=row.asked_at).exists()
        if before:
            return ["They had asked not to be contacted before; that still holds."]
        silence.allow([row.person_id], now=now)
        return _reopened(row, by, now)


def _reopened(row: Erasure, by: User, now: datetime) -> list[str]:
    """Their prospects as they were when it was asked for, where nothing has happened since."""
    trouble = []
    for prospect in Prospect.objects.filter(person__in=family([row.person_id]), merged_into=None):
        ended = silence.last_ending(prospect.pk)
        if ended is None or ended.at != row.asked_at:
            continue
        try:
            take_back(TakeBack(prospect.pk, ended.pk, now, by.pk, "The erasure was taken back."), now=now)
        except Refused as refused:
            trouble.append(f"Prospect {prospect.pk} stays closed: {refused}")
    return trouble


def carry_out_due(now: datetime, most: int = 20) -> int:
    """Forget everybody whose time has come; how many. What fails is tried again later, and is told."""
    due = Erasure.objects.filter(due_at__lte=now)
    if not due.exists():  # most looks end here, and take no lock
        return 0
    done = 0
    for number in list(due.order_by("due_at").values_list("pk", flat=True)[:most]):
        done += _carry_out(number, now)
    if done:
        overwrite()
        measuring.forget()
    return done


def _carry_out(number: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            rows = Erasure.objects.filter(pk=number, due_at__lte=now)
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True)
            row = rows.first()
            if row is None:
                return False
            erase_in([row.person_id], now=now)
            return True
    except Exception as error:
        log.warning("an erasure could not be carried out: %s", type(error).__name__)
        said = str(error) if isinstance(error, loose.Busy) else type(error).__name__
        actions.put_off(Erasure.objects.get(pk=number), now + AGAIN, said)
        return False


def erase_in(persons: Sequence[int], *, now: datetime, told: bool = True) -> dict[str, int]:
    """Forget them now, in the caller's transaction; how many rows of each table. Raises loose.Busy.

    `told`: the ledger does not know it yet.
    """
    _, procedure = in_force(now)
    who = whose(persons)
    waiting = Erasure.objects.filter(person__in=who.persons, due_at__isnull=False)
    numbers = list(waiting.values_list("pk", flat=True))
    files = loose.drop_files(loose.files_of(who, loose.held_of(who)))
    if told:
        ledger.note_erased(who, now=now)
    silence.end(who.persons, SAID, now=now)
    with permitted(now):
        gone = loose.blank_loose(who, now)
        for table, count in blank_all(who, procedure).items():
            gone[table] = gone.get(table, 0) + count
        Person.objects.filter(id__in=who.persons).update(erased_at=now)
    _forgotten(who, now)
    actions.erasure_done(numbers, now=now, gone=gone)
    transaction.on_commit(lambda: remove(files))
    return gone


def _forgotten(who: Whose, now: datetime) -> None:
    """What remains on the record: that it was done."""
    changes = [
        Change(number, Kind.ERASED, now, "Everything that told of this person is gone.")
        for number in who.prospects
    ]
    apply(changes, actor=Actor("worker"), version=in_force(now)[0])


def remove(files: Sequence[Path]) -> None:
    """After the commit that noted it."""
    for file in files:
        file.unlink(missing_ok=True)


def overwrite() -> None:
    """On SQLite: what was erased stands in no free page, and not in the log beside the database either."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _note(kind: str, person: int, by: User | None, now: datetime) -> None:
    Event.objects.create(at=now, kind=kind, actor=by, by="user" if by else "door", data={"person": person})
