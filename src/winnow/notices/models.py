"""What each person chose, the webhooks with what they were sent, and the secret addresses of calendars."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q


class Preference(models.Model):
    """By which ways a person is told what, and when not to be disturbed. Clocks are in their own time zone."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="told"
    )
    muted = models.JSONField(default=list)  # groups that are listed, but not counted at the bell
    chatted = models.JSONField(default=list)  # groups that go to their own address
    quiet_from = models.CharField(max_length=5, blank=True, default="")
    quiet_until = models.CharField(max_length=5, blank=True, default="")
    digest_at = models.CharField(max_length=5, blank=True, default="07:30")  # empty: no daily mail
    digest_due_at = models.DateTimeField(null=True)
    chat_due_at = models.DateTimeField(null=True)
    chat_up_to = models.BigIntegerField(default=0)  # the newest notification that their address was told of

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(digest_at="", digest_due_at__isnull=True)
                | (~Q(digest_at="") & Q(digest_due_at__isnull=False)),
                name="digest_due_while_wanted",
            ),
        ]
        indexes = [
            models.Index(
                fields=["digest_due_at"], condition=Q(digest_due_at__isnull=False), name="digest_due"
            ),
            models.Index(fields=["chat_due_at"], condition=Q(chat_due_at__isnull=False), name="chat_due"),
        ]

    def __str__(self) -> str:
        return f"preferences of {self.user_id}"


class Webhook(models.Model):
    """An address that is told: the company's, of events; or one person's own, of their notifications."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="webhook"
    )
    address = models.CharField(max_length=500)
    form = models.CharField(max_length=4)
    events = models.JSONField(default=list)
    secret = models.TextField()  # encrypted; shown once
    secret_before = models.TextField(blank=True, default="")  # signs as well, until the instant below
    before_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [CheckConstraint(condition=Q(form__in=["json", "chat"]), name="webhook_form_known")]

    def __str__(self) -> str:
        return self.address


class Delivery(models.Model):
    """One message to a webhook, the same bytes under the same id however often it is tried."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        TAKEN = "taken"
        FAILED = "failed"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    key = models.CharField(max_length=120, unique=True)  # names the step; never two
    event = models.CharField(max_length=32)
    body = models.TextField()
    at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    code = models.PositiveSmallIntegerField(null=True)  # of the last answer
    said = models.CharField(max_length=200, blank=True, default="")  # our words for it

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(status__in=["waiting", "sending"], due_at__isnull=False)
                | Q(status__in=["taken", "failed"], due_at__isnull=True),
                name="delivery_due_while_owed",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="delivery_due"),
            models.Index(fields=["webhook", "-id"], name="delivery_of_webhook"),
        ]

    def __str__(self) -> str:
        return self.key


class Feed(models.Model):
    """A person's secret calendar address; only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds")
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="one_feed_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
