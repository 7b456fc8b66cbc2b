"""Which answers count now: what was said before a prospect was taken up again counts only once it is confirmed."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event
from winnow.qualify.models import Answer


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest answer to each question, parted by whether it counts. To give it again is to confirm it."""

    counting: dict[str, Answer] = field(default_factory=dict)
    before: dict[str, Answer] = field(default_factory=dict)


def standing(prospects: Collection[int]) -> dict[int, Standing]:
    """By prospect; one statement."""
    found = {number: Standing() for number in prospects}
    taken_up = Event.objects.filter(prospect=OuterRef("prospect"), kind=Kind.REOPENED).order_by("-id")
    rows = Answer.objects.filter(prospect_id__in=prospects).order_by("id")
    for row in rows.annotate(taken_up_at=Subquery(taken_up.values("at")[:1])):
        since, mine = row.taken_up_at, found[row.prospect_id]
        (mine.before if since and row.at < since else mine.counting)[row.question] = row
    return found
