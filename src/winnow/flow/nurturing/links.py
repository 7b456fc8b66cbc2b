"""Links in mails of tracks: each leads by a word that cannot be guessed to what its row says, and nowhere else."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

from winnow.nurture.models import Link
from winnow.procedure.crosschecks_of_nurture import LINKS
from winnow.procedure.nurturing import Nurture

TALK = "talk"


@dataclass(frozen=True, slots=True)
class Linked:
    """A text with its links made, and their rows."""

    text: str
    links: tuple[Link, ...]


def linked(text: str, stay: int, step: str, rules: Nurture) -> Linked:
    """Every `{link:…}` and `{talk}` of the text as an address of ours. The same step makes the same links."""
    rows: dict[str, Link] = {}

    def told(key: str) -> str:
        rows[key] = rows.get(key) or _row(key, stay, step, rules)
        return address_of(rows[key].token)

    made = LINKS.sub(lambda found: told(found[2] if found[1].startswith("link:") else TALK), text)
    return Linked(made, tuple(rows.values()))


def _row(key: str, stay: int, step: str, rules: Nurture) -> Link:
    known = rules.link(key)
    token = salted_hmac("winnow.link", f"{stay}:{step}:{key}", algorithm="sha256").hexdigest()[:40]
    return Link(
        token=token, stay_id=stay, step=step, key=key, url=known.url if known else "",
        marked=known.marked if known else key == TALK,
    )  # fmt: skip


def address_of(token: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}/l/{token}/"
