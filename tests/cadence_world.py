"""A firm whose cadences send mails by themselves, and prospects some steps into them."""

import re
from datetime import datetime, timedelta

from tests.mail.world import that_writes
from tests.world import NOW, Cast, inquire, people
from winnow.flow.work import Dispose, dispose
from winnow.procedure.actions import default_text, publish
from winnow.prospects.models import Prospect

BY_ITSELF = """
[cadences.default]
least_attempts = 2
least_days = 3
steps = [
  { kind = "call", after_days = 0 },
  { kind = "email", after_days = 0, template = "not_reached", automatic = true },
  { kind = "call", after_days = 1 },
  { kind = "email", after_days = 1, template = "first_answer", automatic = true },
]

[cadences.gentle]
text = "Gently"
least_attempts = 1
least_days = 1
steps = [
  { kind = "call", after_days = 0 },
  { kind = "letter", after_days = 2 },
  { kind = "social", after_days = 5 },
]
"""


def text_with(cadences: str = BY_ITSELF, text: str = "") -> str:
    """The default procedure, or this one, with another default cadence, and others beside it."""
    known, wanted = text or default_text(), cadences.replace("\\", r"\\")
    return re.sub(r"\[cadences\.default\].*?\n\]\n", wanted, known, count=1, flags=re.S)


def firm(cadences: str = BY_ITSELF) -> Cast:
    cast = people()
    publish(
        that_writes(text_with(cadences)),
        reason="Mails by themselves",
        by=cast.ada,
        now=NOW - timedelta(days=1),
    )
    return cast


def tried(cast: Cast, at: datetime = NOW, **fields: str) -> Prospect:
    """A prospect that nobody reached at the first attempt."""
    number = inquire(
        **{"name": "Mette Krag", "email": "mette@nordlys.test", "phone": "+80012345678", **fields}
    ).prospect
    dispose([Dispose(number, "no_answer", at, cast.ben.pk)], now=at)
    return row(number)


def row(number: int) -> Prospect:
    return Prospect.objects.get(id=number)
