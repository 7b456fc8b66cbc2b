"""What cards are made of: the mirrors of lost opportunities, and questions that prospects found great."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from winnow.deals.models import Mirrored
from winnow.practice import actions, queries
from winnow.practice.models import Card
from winnow.practice.streak import named
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Prospect
from winnow.qualify.models import Reaction

OFFERED = 25
FEW_WORDS = 12  # characters; a shorter answer is no objection


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a card can be made of: where it stands, its words, and what is told beside it."""

    source: str
    kind: str
    text: str
    about: str


def candidates(procedure: Procedure, seen: QuerySet[Prospect]) -> list[Candidate]:
    """Questions most often found great, then losses of prospects that are `seen`, newest first; none that is a card."""
    known = queries.sources()
    asked = {one.key: one.text for one in procedure.deals.mirror}
    rows = Mirrored.objects.filter(opportunity__prospect__in=seen).order_by("-at", "-pk")[: 4 * OFFERED]
    lost = [
        Candidate(f"mirror:{row.pk}", Card.Kind.OBJECTION, row.answer, asked.get(row.question, row.question))
        for row in rows
        if len(row.answer) > FEW_WORDS
    ]
    texts = {one.key: one.text for one in procedure.qualification.questions}
    liked = (
        Reaction.objects.values_list("question").annotate(number=Count("pk")).order_by("-number", "question")
    )
    great = [
        Candidate(f"question:{key}", Card.Kind.QUESTION, texts[key], f"found great {number} times")
        for key, number in liked
        if key in texts
    ]
    return [one for one in [*great, *lost] if one.source not in known][:OFFERED]


def take(
    source: str, procedure: Procedure, seen: QuerySet[Prospect], *, by: int, now: datetime
) -> Card | None:
    """A draft of that candidate; None if it is none."""
    one = next((one for one in candidates(procedure, seen) if one.source == source), None)
    return actions.draft(actions.Draft(one.kind, one.source, one.text), by=by, now=now) if one else None


def names_left(card: Card, *texts: str) -> list[str]:
    """Names of the person and company that the card was made of which still stand in these texts."""
    kind, _, number = card.source.partition(":")
    if kind != "mirror":
        return []
    found = Mirrored.objects.filter(pk=int(number)).values_list("opportunity_id", "competitor").first()
    row = Prospect.objects.select_related("person", "company").filter(pk=found[0]).first() if found else None
    if row is None or found is None:
        return []
    person, company = row.person, row.company
    names = [person.name, *person.name.split(), person.email, person.phone, found[1]]
    names += [company.name, company.domain] if company else []
    return named(" ".join(texts), names)
