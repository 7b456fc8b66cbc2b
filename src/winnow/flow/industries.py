"""Which industries to suggest where one is typed: the procedure's own words, then what was typed lately."""

from winnow.procedure.schema import Procedure
from winnow.prospects.models import Person

LATELY, MOST = 2_000, 40


def suggested(procedure: Procedure) -> list[str]:
    """Each spelling once, whatever its capitals: the same word for the same thing is what makes a segment."""
    ruled = [
        *(word for track in procedure.nurture.tracks for word in track.industries),
        *(word for rule in procedure.routing.rules for word in rule.industries),
    ]
    newest = Person.objects.order_by("-id").values_list("industry", flat=True)[:LATELY]
    found: dict[str, str] = {}
    for word in (*ruled, *sorted(filter(None, newest))):
        found.setdefault(word.casefold(), word)
    return list(found.values())[:MOST]
