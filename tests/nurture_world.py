"""A firm with tracks: mails with links that lead somewhere, and prospects that rest."""

from datetime import datetime, timedelta

from tests.mail.world import firm
from tests.world import NOW, Cast, inquire
from winnow.correspondence.models import Mail
from winnow.correspondence.words import Status
from winnow.flow.finish import Rest, nurture
from winnow.procedure.actions import publish
from winnow.procedure.models import Version
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect

PUBLIC = "http://testserver"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
TRACKS = """
[[nurture.links]]
key = "prices"
text = "Price list"
url = "https://www.winnow.example/prices"
marked = true
[[nurture.links]]
key = "guide"
text = "Guide"
url = "https://www.winnow.example/guide?from=mail"

[[nurture.tracks]]
key = "short"
text = "Two mails"
steps = [
  { key = "first", text = "The guide", on_day = 7, subject = "A guide for {first_name|you}", body = "Read {link:guide} or {link:prices}, or {talk}" },
  { key = "second", text = "The prices", on_day = 30, subject = "Prices", body = "Here: {link:prices}" },
  { key = "warm", text = "For the keen", at_interest = 6, subject = "More", body = "Since you read so much: {talk}" },
]
"""  # noqa: E501


def with_tracks(procedure: str, text: str = TRACKS) -> str:
    """The procedure with these tracks instead of its own."""
    start, end = procedure.index("#: [[nurture.links]]"), procedure.index("# ─── Did you buy?")
    return f"{procedure[:start]}{text}\n\n{procedure[end:]}"


def tracks(text: str = TRACKS) -> Cast:
    """The cast under a procedure that has these tracks, and may write."""
    cast = firm(most_a_week=20, most_a_month=20)
    known = Version.objects.order_by("-number").values_list("text", flat=True)[0]
    publish(with_tracks(known, text), reason="Tracks", by=cast.ada, now=NOW - timedelta(hours=20))
    assert in_force(NOW)[1].nurture.track("short")
    return cast


def resting(cast: Cast, revisit: datetime | None = None, promised: bool = False, **fields: str) -> Prospect:
    """Somebody who has inquired and was given to nurture."""
    number = inquire(**fields).prospect
    nurture([Rest(number, NOW, cast.ben.id, "Later", revisit, promised=promised)], now=NOW)
    return Prospect.objects.get(id=number)


def deliver(at: datetime) -> list[Mail]:
    """Everything that waits goes out at this instant."""
    mails = list(Mail.objects.filter(direction="out", status=Status.WAITING).order_by("id"))
    Mail.objects.filter(id__in=[one.pk for one in mails]).update(status=Status.SENT, due_at=None, sent_at=at)
    return mails
