"""Mail to our own people about their work: no prospect is written to, so no prospect's permission is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from winnow.correspondence import actions
from winnow.correspondence.composing import is_address, wire
from winnow.correspondence.models import Mail
from winnow.correspondence.words import Kind, Purpose, Status
from winnow.flow.mailing.outgoing import LONGEST_KEY, message_id
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.words import Direction


@dataclass(frozen=True, slots=True)
class Memo:
    """A mail to one of us; `key` names the step, which never owes two."""

    key: str
    user: User
    subject: str
    text: str


def tell_users(items: Sequence[Memo], *, now: datetime) -> int:
    """Owe these mails in the caller's transaction; returns how many are new."""
    unique = {one.key[:LONGEST_KEY]: one for one in items if _is_reached(one.user.email)}
    known = set(Mail.objects.filter(key__in=list(unique)).values_list("key", flat=True)) if unique else set()
    _, procedure = in_force(now)
    new = [
        _row(key, one, procedure.mail.mailbox, procedure.company.name, now)
        for key, one in unique.items()
        if key not in known
    ]
    actions.write(new)
    return len(new)


def _is_reached(address: str) -> bool:
    """Whether a mail can arrive there; the first admin has no real address until they give one."""
    written = wire(address)
    return is_address(written) and "." in written.rpartition("@")[2]


def _row(key: str, one: Memo, mailbox: str, company: str, now: datetime) -> Mail:
    """From the company's mailbox; where there is none, from the address itself, which the server surely allows."""
    sender = mailbox or one.user.email
    return Mail(
        key=key, direction=Direction.OUT, kind=Kind.NOTICE, purpose=Purpose.PERSONAL, status=Status.WAITING,
        user_id=one.user.pk, from_name=f"Winnow, {company}"[:300], from_address=sender, to_name=one.user.name[:300],
        to_address=one.user.email, domain=wire(one.user.email).rpartition("@")[2].lower(),
        subject=one.subject[:900], text=one.text, message_id=message_id(key, sender), at=now, due_at=now, logs=False,
    )  # fmt: skip
