"""The part of the procedure on mail: what must stand under it, when it goes out, how much, and how it is written."""

from typing import Annotated, Literal

from pydantic import Field

from winnow.procedure.shapes import Days, Frozen, Key, Whole

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Template(Frozen):
    """A mail written once: `{first_name}` and the like are filled in, by look-up and nothing else."""

    key: Key
    text: str
    subject: str
    body: str
    purpose: Literal["personal", "marketing"] = "personal"


class IntakeAddress(Frozen):
    """An address whose mails are inquiries, and the campaign they speak for."""

    address: str
    campaign: str = ""


class Mail(Frozen):
    """What mails need before they go out, how many of them a person gets, and where those for us arrive."""

    postal_address: str = ""  # without it no marketing mail goes out
    lawful_basis: str = ""  # for those whose inquiry names none
    mailbox: str = ""  # the address that Winnow reads: replies and bounces come here
    log_address: str = ""  # copies of mails sent by hand go to log+secret@…; empty: the mailbox
    intake: tuple[IntakeAddress, ...] = ()
    send_from: Clock = "07:00"  # in the reader's local time, for mails that no person sends just now
    send_until: Clock = "20:00"
    most_a_week: Whole = 3
    most_a_month: Whole = 8
    per_domain_a_minute: Annotated[int, Field(strict=True, ge=1, le=100_000)] = 60
    give_up_after_days: Days = 3
    largest_mail_mb: Annotated[int, Field(strict=True, ge=1, le=200)] = 25
    largest_attachment_mb: Annotated[int, Field(strict=True, ge=1, le=100)] = 10
    checked_by: str = ""  # whose Authentication-Results are believed
    written: str = "email_sent"  # the disposition of a mail that a person writes
    templates: tuple[Template, ...] = ()

    def template(self, key: str) -> Template | None:
        return next((one for one in self.templates if one.key == key), None)

    @property
    def copies_to(self) -> str:
        """The address to which secret words are added, for copies of what was sent by hand."""
        return self.log_address or self.mailbox
