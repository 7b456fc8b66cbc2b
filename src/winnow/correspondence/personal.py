"""What is personal in the mail; that one went out or came in, when and how, stays. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows("correspondence.Attachment", of=("mail__prospect", "mail__person"), gone=True),
    Rows(
        "correspondence.Mail", of=("prospect", "person"),
        blank=(
            "from_name", "from_address", "to_name", "to_address", "domain", "subject", "text", "in_reply_to",
            "references", "basis", "error", "why",
        ),
        unique=("message_id",), named_in=("subject", "text", "from_address", "to_address"),
        keep=("key", "direction", "kind", "purpose", "status", "template", "held_by"),
    ),
    Rows(
        "correspondence.Suppression", blank=("address", "note"), keep=("digest", "scope", "cause"),
        apart="an address of theirs; its digest stays, so that nothing goes there again",
    ),
    Rows("correspondence.LogAddress", keep=("hash",)),
    Rows("correspondence.Server", keep=("kind", "host", "security", "username", "password", "folder", "error")),
)  # fmt: skip
