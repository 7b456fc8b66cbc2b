"""Mail that came back, and mail that was complained about."""

from datetime import datetime

from winnow.correspondence import actions, queries
from winnow.correspondence.models import Mail
from winnow.correspondence.reports import Report
from winnow.correspondence.words import Cause, Scope, Status
from winnow.flow import owed
from winnow.flow.mailing.sending import give_up, pause
from winnow.flow.owed import Owed
from winnow.flow.privacy import ledger
from winnow.flow.scene import Scene
from winnow.followup.plan import Plan
from winnow.followup.windows import end_of_day
from winnow.privacy.words import Ledger
from winnow.prospects.actions.edit import strike
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.queries import survivors
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Queue

TRIES_AFTER_BOUNCES = 3


def returned(mail: Mail, about: Mail, report: Report, *, now: datetime) -> None:
    """A server reports about a mail of ours: hard, the address is bad; soft, it is tried again; a delay is noted."""
    locked = Mail.objects.select_for_update().get(id=about.pk)
    said = report.said or report.status or "no reason given"
    if report.kind == "delay":
        _note(mail, locked, f"On its way still: {said}", now)
    elif report.is_hard and _is_whom_we_wrote_to(report, locked):
        bounced(locked, said, now=now, report=mail.pk)
    elif report.status.startswith("4.") and locked.attempts < TRIES_AFTER_BOUNCES:
        locked.status, locked.sent_at, locked.error = Status.WAITING, None, f"Came back: {said}"[:2000]
        locked.due_at = now + pause(locked.attempts + 3)  # their server has tried for a while itself
        locked.save(update_fields=["status", "sent_at", "error", "due_at"])
        _note(mail, locked, f"Came back, and is tried again: {said}", now)
    else:
        give_up(locked, f"It came back: {said}", now=now)


def _is_whom_we_wrote_to(report: Report, about: Mail) -> bool:
    """A forward of theirs that fails says nothing about the address that we know."""
    return not report.recipient or report.recipient == about.to_address.lower()


def bounced(about: Mail, said: str, *, now: datetime, report: int | None = None) -> None:
    """The address does not exist: nothing is sent there any more, it comes off the card, and who wrote is told."""
    about.status, about.due_at, about.error = Status.BOUNCED, None, said[:2000]
    about.save(update_fields=["status", "due_at", "error"])
    actions.suppress(about.to_address, Scope.EVERYTHING, Cause.BOUNCED, now=now, note=said)
    text = f"The address {about.to_address} does not reach {about.to_name or 'them'}: {said[:200]}"
    owed.owe(
        [Owed(f"mail:{about.pk}:bounced", about.user_id or 0, about.prospect_id, "mail_bounced", text)],
        now=now,
    )
    row = (
        Prospect.objects.filter(id__in=survivors([about.prospect_id or 0]).values())
        .select_related("person")
        .first()
    )
    if row and row.person.email.lower() == about.to_address.lower():
        _off_the_card(row, text, {"mail": report or about.pk}, now)


def _off_the_card(row: Prospect, said: str, data: dict[str, int], now: datetime) -> None:
    scene = Scene.of([row.pk], now=now)
    gone = strike({row.person_id: "email"})
    edited = {"edited": {"email": [gone.get(row.person_id, ""), ""]}, **data}
    changes = [Change(row.pk, Kind.EDITED, now, said, data=edited)]
    if row.state == "working" and row.next_action == NextAction.EMAIL and row.queue != Queue.PROMISED:
        how = "call" if row.person.phone else "find another way to reach them first"
        due = end_of_day(scene.calendar(row.owner_id), now)
        plan = Plan(NextAction.CALL, due, now, Queue.RETRY, f"Their address does not reach them: {how}")
        changes.append(
            Change(row.pk, Kind.RESCHEDULED, now, plan.note, scene.pursue(plan, row.owner_id), data=data)
        )
    scene.apply(changes, scene.actor(None, "door"))


def complained(mail: Mail, about: Mail, *, now: datetime) -> None:
    """They told their provider that our mail is spam: nothing goes there any more."""
    actions.suppress(about.to_address, Scope.EVERYTHING, Cause.COMPLAINED, now=now, note=about.subject)
    ledger.note_digests(Ledger.NO_MAIL, [queries.digest(about.to_address)], now=now)
    waiting = Mail.objects.filter(to_address__iexact=about.to_address, status=Status.WAITING)
    waiting.update(status=Status.STOPPED, due_at=None, error="They complained about mail from us.")
    said = f"{about.to_name or about.to_address} told their provider that “{about.subject[:80]}” is spam."
    owed.owe(
        [Owed(f"mail:{about.pk}:complaint", about.user_id or 0, about.prospect_id, "complaint", said)],
        now=now,
    )
    _note(mail, about, said, now)


def _note(mail: Mail, about: Mail, said: str, now: datetime) -> None:
    if not about.prospect_id:
        return
    scene = Scene.of([about.prospect_id], now=now, merged=True)
    change = Change(about.prospect_id, Kind.MAILED, now, said, data={"mail": mail.pk})
    scene.apply([change], scene.actor(None, "door"))
