"""The closed vocabularies of mail. Pure."""

from enum import StrEnum


class Kind(StrEnum):
    """What a mail was found to be."""

    LETTER = "letter"  # we wrote it
    NOTICE = "notice"  # to one of us, about our own work
    COPY = "copy"  # one of us wrote it by hand, and sent us a copy
    REPLY = "reply"
    INQUIRY = "inquiry"
    AUTOMATIC = "automatic"  # an out-of-office notice and the like
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    UNKNOWN = "unknown"  # from nobody we know, to no address for inquiries


class Status(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"  # claimed by a worker
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    STOPPED = "stopped"  # not sent: they want none, or the rules forbid it
    FILED = "filed"
    HELD = "held"  # somebody must look at it
    DISMISSED = "dismissed"


class Purpose(StrEnum):
    PERSONAL = "personal"
    MARKETING = "marketing"


class Scope(StrEnum):
    """What an address gets no more."""

    MARKETING = "marketing"
    EVERYTHING = "everything"


class Cause(StrEnum):
    """Why an address is suppressed."""

    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"
    BOUNCED = "bounced"
    ASKED = "asked"
    BY_HAND = "by_hand"
