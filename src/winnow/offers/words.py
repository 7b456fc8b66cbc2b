"""The closed vocabularies of offers."""

from enum import StrEnum


class Answered(StrEnum):
    """What a buyer can answer."""

    ACCEPTED = "accepted"
    QUESTION = "question"
    LATER = "later"
    NO = "no"


class Standing(StrEnum):
    """How an offer stands; only an open one can be accepted."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ENDED = "ended"  # its page, too
