"""What sellers had not asked when an opportunity was lost, held against the library of questions."""

from dataclasses import dataclass

from django.db.models import QuerySet

from winnow.deals.models import Mirrored
from winnow.procedure.schema import Procedure, Question
from winnow.prospects.models import Prospect
from winnow.qualify.answers import like
from winnow.qualify.models import Answer

NEWEST = 20


@dataclass(frozen=True, slots=True)
class Unasked:
    """One answer of the mirror; `question` of the library sounds like it, and `answered` says whether it was here."""

    row: Mirrored
    question: Question | None
    answered: bool


def unasked(procedure: Procedure, seen: QuerySet[Prospect]) -> list[Unasked]:
    """The newest answers to what the procedure's mirror asks for the library, of prospects that whoever reads sees."""
    asks = [one.key for one in procedure.deals.mirror if one.unasked]
    rows = Mirrored.objects.filter(question__in=asks, opportunity__prospect__in=seen).exclude(answer="")
    newest = list(rows.select_related("opportunity__prospect__person", "by").order_by("-at", "-id")[:NEWEST])
    given = set(
        Answer.objects.filter(prospect__in=[row.opportunity_id for row in newest]).values_list(
            "prospect", "question"
        )
    )
    found = [(row, like(row.answer, procedure.qualification.questions)) for row in newest]
    return [
        Unasked(row, one, one is not None and (row.opportunity_id, one.key) in given) for row, one in found
    ]
