"""What is personal at the doors: what was held back, files, and answers given to machines. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows(
        "intake.Form", keep=("slug", "title", "intro", "thanks", "channel", "consent_text", "web_to_lead_id"),
    ),
    Rows(
        "intake.Import", blank=("found",), apart="a file in which they stand; it is removed",
        keep=("kind", "file_name", "sha256", "path", "options", "status", "errors_path", "held_by", "error"),
    ),
    Rows("intake.Brought"),
    Rows("intake.Mapping", keep=("header_hash", "columns")),
    Rows(
        "intake.Held", of=("inquiry__prospect",), blank=("external_id", "fields", "payload", "reasons"),
        keep=("kind", "door", "channel", "campaign", "source", "settlement"),
        apart="what was held back of somebody with one of their keys",
    ),
    Rows("intake.Answered", named_in=("body", "key"), gone=True),
)  # fmt: skip
