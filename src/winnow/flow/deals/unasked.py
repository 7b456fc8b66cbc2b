"""What sellers had not asked when an opportunity was lost, held against the library of questions."""

from dataclasses import dataclass

from django.db.models import QuerySet

from winnow.deals.models import Mirrored
from winnow.procedure.schema import Procedure, Question
from winnow.prospects.models import Prospect
from winnow.qualify.answers import like, plain
from winnow.qualify.models import Answer

NEWEST = 200  # answers that are looked at
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Unasked:
    """The same words of `count` losses, the newest of them; `question` of the library sounds like them.

    It was answered in `answered` of these all the same.
    """

    row: Mirrored
    count: int
    question: Question | None
    answered: int


def unasked(procedure: Procedure, seen: QuerySet[Prospect]) -> list[Unasked]:
    """What the procedure's mirror asks for the library, most often said first, of prospects that whoever reads sees."""
    asks = [one.key for one in procedure.deals.mirror if one.unasked]
    rows = Mirrored.objects.filter(question__in=asks, opportunity__prospect__in=seen).exclude(answer="")
    newest = list(rows.select_related("opportunity__prospect__person", "by").order_by("-at", "-id")[:NEWEST])
    given = set(
        Answer.objects.filter(prospect__in=[row.opportunity_id for row in newest]).values_list(
            "prospect", "question"
        )
    )
    groups: dict[str, list[Mirrored]] = {}
    for row in newest:
        groups.setdefault(plain(row.answer), []).append(row)
    several = sorted(groups.values(), key=lambda rows: -len(rows))[:SHOWN]
    return [_told(some, like(some[0].answer, procedure.qualification.questions), given) for some in several]


def _told(rows: list[Mirrored], question: Question | None, given: set[tuple[int, str]]) -> Unasked:
    answered = sum((row.opportunity_id, question.key) in given for row in rows) if question else 0
    return Unasked(rows[0], len(rows), question, answered)
