"""A copy of what a person sent by hand: logged on each prospect that it went to."""

from collections.abc import Sequence
from datetime import datetime

from winnow.correspondence.models import Mail
from winnow.flow.mailing.writing import written_disposition
from winnow.flow.scene import Scene
from winnow.flow.work import Dispose, dispose_in
from winnow.followup import actions as followup
from winnow.intake import queries as persons
from winnow.intake.clean_mail import checked
from winnow.people.models import User
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Direction, NextAction, TouchKind


def copied(mail: Mail, to: Sequence[tuple[str, str]], user: User, *, now: datetime) -> None:
    """In the caller's transaction. Where writing was the next action it is done, and the cadence goes on."""
    rows = prospects_written_to(to)
    if rows and not mail.prospect_id:
        mail.prospect_id, mail.person_id = rows[0].pk, rows[0].person_id
        mail.to_address = rows[0].person.email or mail.to_address
        mail.save(update_fields=["prospect_id", "person_id", "to_address"])
    if not rows:
        mail.why = [*mail.why, "None of those it went to is known here."]
        mail.save(update_fields=["why"])
    for row in rows:
        _log(row, mail, user, now)


def prospects_written_to(to: Sequence[tuple[str, str]]) -> list[Prospect]:
    """Those of the recipients who are known, in their order."""
    keys = [f"e:{checked(address)[0].lower()}" for _, address in to]
    known = persons.known([key for key in keys if key != "e:"])
    numbers = [known[key].person_id for key in dict.fromkeys(keys) if key in known]
    rows = persons.prospects_of(set(numbers))
    wanted = [rows[one].pk for one in numbers if one in rows]
    found = Prospect.objects.filter(id__in=wanted).select_related("person").in_bulk()
    return [found[one] for one in wanted]


def _log(row: Prospect, mail: Mail, user: User, now: datetime) -> None:
    scene = Scene.of([row.pk], now=now)
    if row.is_open and row.next_action == NextAction.EMAIL and row.state == "working":
        said = Dispose(
            row.pk,
            written_disposition(scene.procedure),
            now,
            user.pk,
            kind=TouchKind.EMAIL,
            note=mail.subject,
        )
        dispose_in(scene, [said])
        return
    touch = (
        row.pk,
        now,
        TouchKind.EMAIL,
        Direction.OUT,
        user.pk,
        user.role,
        0,
        "copy",
        True,
        False,
        mail.subject,
    )
    followup.record_touches([touch])
    also = {"last_touch_at": now, "first_touch_at": row.first_touch_at or now}
    if row.clock_started_at and row.responded_at is None:
        also["responded_at"] = max(now, row.clock_started_at)
    said_to = f"{user} wrote to them by hand: “{mail.subject}”"
    change = Change(
        row.pk, Kind.MAILED, now, said_to, also=also, data={"mail": mail.pk}, actor=scene.actor(user.pk)
    )
    scene.apply([change], scene.actor(None))
