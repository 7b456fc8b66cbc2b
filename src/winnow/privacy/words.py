"""The closed vocabularies of people's rights. Pure."""

from enum import StrEnum


class Purpose(StrEnum):
    """What we write or call for."""

    PERSONAL = "personal"  # about their own inquiry or deal
    MARKETING = "marketing"


class Ground(StrEnum):
    """Why the law lets us (in the European Union: article 6 of the GDPR)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGITIMATE_INTEREST = "legitimate_interest"
    LEGAL_OBLIGATION = "legal_obligation"


class Source(StrEnum):
    """Where we have it from."""

    INQUIRY = "inquiry"
    IMPORT = "import"
    PERSON = "person"  # one of us wrote it down
    PAGE = "page"  # they said it themselves, on the page under a mail
    MAIL = "mail"  # a complaint


class Ledger(StrEnum):
    """What the ledger remembers, so that no older backup and no list brings it back."""

    ERASED = "erased"
    NO_CONTACT = "no_contact"
    NO_MARKETING = "no_marketing"
    NO_MAIL = "no_mail"
    LIFTED = "lifted"  # what stood before it about the same key holds no more, erasures aside


class Kept(StrEnum):
    """What retention lets go, each after its own months."""

    QUARANTINED = "quarantined"
    REJECTED = "rejected"
    IMPORT_FILES = "import_files"
    ATTACHMENTS = "attachments"
    MAIL_TEXTS = "mail_texts"
    CLOSED = "closed"
