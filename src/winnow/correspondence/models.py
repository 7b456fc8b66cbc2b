"""Mails out and in, what hangs on them, addresses that get none, and the servers."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from winnow.correspondence.words import Cause, Kind, Purpose, Scope, Status
from winnow.prospects.models import Person, Prospect
from winnow.prospects.models.choices import choices
from winnow.prospects.words import Direction


class Mail(models.Model):
    """One mail, written with the decision that owes it, or taken in.

    `key` names the step that owes it, which never owes two; `message_id` follows from it, so that a mail sent twice
    after a crash can be told to be the same. An outgoing one that waits, or is being sent, has `due_at`: of a claim,
    the instant at which it runs out.
    """

    key = models.CharField(max_length=120, unique=True)
    direction = models.CharField(max_length=3, choices=choices(Direction))
    kind = models.CharField(max_length=12, choices=choices(Kind))
    purpose = models.CharField(max_length=12, choices=choices(Purpose), blank=True, default="")
    status = models.CharField(max_length=12, choices=choices(Status))
    prospect = models.ForeignKey(Prospect, null=True, on_delete=models.PROTECT, related_name="mails")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="mails")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    from_name = models.CharField(max_length=300, blank=True, default="")
    from_address = models.CharField(max_length=320, blank=True, default="")
    to_name = models.CharField(max_length=300, blank=True, default="")
    to_address = models.CharField(max_length=320, blank=True, default="")
    domain = models.CharField(max_length=253, blank=True, default="")  # of `to_address`
    subject = models.CharField(max_length=998, blank=True, default="")
    text = models.TextField(blank=True, default="")
    message_id = models.CharField(max_length=400, unique=True)
    in_reply_to = models.CharField(max_length=400, blank=True, default="")
    references = models.TextField(blank=True, default="")
    template = models.CharField(max_length=60, blank=True, default="")
    basis = models.CharField(max_length=200, blank=True, default="")  # why we may send it
    at = models.DateTimeField()  # decided, or taken in
    written_at = models.DateTimeField(null=True)  # as the sender's clock says
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    held_by = models.CharField(max_length=120, blank=True, default="")  # the worker that sends it
    sent_at = models.DateTimeField(null=True)  # while it waits: the line broke, and it may have gone out
    error = models.TextField(blank=True, default="")
    why = models.JSONField(default=list)  # reasons for holding it, and what was left out
    logs = models.BooleanField(default=False)  # a touch is logged when it has gone out

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(status__in=[one.value for one in Status]), name="mail_status_known"),
            CheckConstraint(condition=Q(kind__in=[one.value for one in Kind]), name="mail_kind_known"),
            CheckConstraint(
                condition=Q(purpose__in=["", *(one.value for one in Purpose)]), name="mail_purpose_known"
            ),
            CheckConstraint(
                condition=Q(direction__in=[one.value for one in Direction]), name="mail_direction_known"
            ),
            CheckConstraint(
                condition=Q(status__in=["waiting", "sending"], due_at__isnull=False)
                | (~Q(status__in=["waiting", "sending"]) & Q(due_at__isnull=True)),
                name="mail_due_while_owed",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="mail_due"),
            models.Index(fields=["person", "purpose", "sent_at"], name="mail_of_person"),
            models.Index(fields=["domain", "sent_at"], name="mail_of_domain"),
            models.Index(fields=["status", "-id"], name="mail_status"),
            models.Index(fields=["at"], name="mail_at"),  # asked every day for what is kept no longer
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id


class Attachment(models.Model):
    """What hung on a mail for us, as it came; given out as a download only."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120, blank=True, default="")
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class Suppression(models.Model):
    """An address that gets no marketing mail any more, or nothing at all.

    Kept by a keyed digest, so that it outlives the erasure of the address itself.
    """

    digest = models.CharField(max_length=64)
    address = models.CharField(max_length=320, blank=True, default="")
    scope = models.CharField(max_length=12, choices=choices(Scope))
    cause = models.CharField(max_length=16, choices=choices(Cause))
    note = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["digest", "cause"], condition=Q(lifted_at__isnull=True), name="suppressed_once"
            ),
            CheckConstraint(
                condition=Q(scope__in=[one.value for one in Scope]), name="suppressed_scope_known"
            ),
            CheckConstraint(
                condition=Q(cause__in=[one.value for one in Cause]), name="suppressed_cause_known"
            ),
        ]

    def __str__(self) -> str:
        return self.address or self.digest[:12]


class LogAddress(models.Model):
    """A person's secret word in the address that takes copies of what they send by hand; only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="log_addresses")
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"log address of {self.user}"


class Server(models.Model):
    """Where mail goes out (smtp) or comes in (imap). The password is kept encrypted and never shown again."""

    kind = models.CharField(max_length=4, unique=True)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=8)  # tls, starttls, none
    username = models.CharField(max_length=320, blank=True, default="")
    password = models.TextField(blank=True, default="")
    folder = models.CharField(max_length=200, blank=True, default="INBOX")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)  # when we last spoke with it
    worked_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")
    failures = models.PositiveSmallIntegerField(default=0)
    rest_until = models.DateTimeField(null=True)  # after failures, and while somebody reads the mailbox
    validity = models.BigIntegerField(null=True)  # UIDVALIDITY of the folder
    last_uid = models.BigIntegerField(default=0)  # everything up to it has been taken in

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=["smtp", "imap"]), name="server_kind_known"),
            CheckConstraint(
                condition=Q(security__in=["tls", "starttls", "none"]), name="server_security_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.host}:{self.port}"
