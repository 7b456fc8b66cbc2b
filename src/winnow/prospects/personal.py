"""What is personal in the shared nouns. Counts, instants, stages, channels and money stay. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows("prospects.Campaign", keep=("name", "channel", "code")),
    Rows("prospects.Cost", keep=("currency", "note")),
    Rows("prospects.HoldOut", keep=("name", "seed")),
    Rows("prospects.Drawn", keep=("digest",)),  # keyed: it tells nothing of whom it was made
    Rows(
        "prospects.Event", of=("prospect",), blank=("reason",), facts=("data",),
        keep=("kind", "by", "stage", "state", "outcome"),
    ),
    Rows("prospects.Touch", of=("prospect",), blank=("note",), keep=("kind", "direction", "role", "disposition")),
    Rows("prospects.Order", of=("prospect",), blank=("po_number",), keep=("currency",)),
    Rows(
        "prospects.Inquiry", of=("prospect",),
        blank=("external_id", "message", "desired_outcome", "value_hint", "consent_basis", "utm", "payload"),
        keep=("channel", "door", "source"),
    ),
    Rows("prospects.ErasurePermit"),
    Rows("prospects.Notification", of=("prospect",), named_in=("text",), gone=True),
    Rows("prospects.Effect", of=("prospect",), named_in=("body",), gone=True),
    Rows(
        "prospects.Company", blank=("name", "domain"), unique=("key",), keep=("country",),
        apart="a company of which only this person is known",
    ),
    Rows(
        "prospects.Person", of=("id",), blank=("name", "email", "phone", "title", "industry", "city"),
        keep=("mail_kind", "country", "language", "timezone"),
    ),
    Rows("prospects.Identity", of=("person",), gone=True),
    Rows(
        "prospects.Prospect", of=("person",), blank=("next_note",),
        keep=("stage", "state", "outcome", "outcome_reason", "next_action", "queue", "channel", "band", "cadence"),
    ),
)  # fmt: skip
