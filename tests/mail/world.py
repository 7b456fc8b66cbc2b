"""A firm that writes mail: its procedure with addresses, and mails as strangers send them."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from tests.world import NOW, Cast, people
from winnow.procedure.actions import default_text, publish
from winnow.procedure.queries import in_force

MAILBOX = "sales@winnow.example"
INTAKE = "info@winnow.example"
POSTAL = "Example Ltd, 1 High Street, London"


def firm(**mail: Any) -> Cast:
    """The cast of the tests under a procedure that says what mail needs."""
    cast = people()
    rules = {
        "postal_address": POSTAL, "lawful_basis": "They asked us for information", "mailbox": MAILBOX,
        "checked_by": "mx.winnow.example", **mail,
    }  # fmt: skip
    text = default_text()
    start = text.index("[mail]")
    end = text.index("#: [[mail.intake]]")
    lines = "\n".join(f"{name} = {written(value)}" for name, value in rules.items())
    intake = f'[[mail.intake]]\naddress = "{INTAKE}"\ncampaign = ""\n\n'
    publish(
        f"{text[:start]}[mail]\n{lines}\n\n{intake}{text[end:]}",
        reason="Mail",
        by=cast.ada,
        now=NOW - timedelta(days=1),
    )
    assert in_force(NOW)[1].mail.mailbox == rules["mailbox"]
    return cast


def written(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def incoming(
    sender: str,
    to: str = MAILBOX,
    subject: str = "Hello",
    text: str = "Hello there",
    at: datetime = NOW,
    **headers: str,
) -> bytes:
    """A mail as a stranger's program writes it; `message_id` and other headers by name."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = headers.pop("message_id", f"<{abs(hash((sender, subject, text)))}@there.test>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()
