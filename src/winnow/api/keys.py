"""The Idempotency-Key header: sent again with the same key, a request happens once and is answered the same."""

import re
from hashlib import sha256

from winnow.api.messages import Sent
from winnow.api.problems import Problem
from winnow.intake.idempotency import Asked

LONGEST = 255
_VISIBLE = re.compile(r"[\x20-\x7e]+")
_ESCAPED = re.compile(r'\\(["\\])')


def asked(sent: Sent, scope: str, required: bool) -> Asked | None:
    """The key with a digest of what it was sent with. Raises Problem (400) for a key that is none."""
    text = sent.headers.get("idempotency-key")
    if text is None:
        if required:
            raise Problem(400, "This installation asks for the header Idempotency-Key, e.g. a UUID.")
        return None
    question = sha256(f"{sent.method} {sent.path}\n".encode() + sent.body).hexdigest()
    return Asked(scope, key_of(text), question)


def key_of(text: str) -> str:
    """Bare, or quoted as a structured-field string. Raises Problem (400)."""
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = _ESCAPED.sub(r"\1", text[1:-1])
    if not _VISIBLE.fullmatch(text) or len(text) > LONGEST:
        raise Problem(400, f"The Idempotency-Key must be 1 to {LONGEST} visible ASCII characters.")
    return text
