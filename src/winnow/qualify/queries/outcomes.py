"""What prospects want: our outcomes that were confirmed, and wordings that none of ours matches."""

from django.db.models import Q, QuerySet

from winnow.prospects.models import Inquiry, Prospect
from winnow.qualify.models import Answer
from winnow.qualify.queries.claims import UNMERGED

NEWEST = 3000  # wordings read; older wishes say less of what is wanted now


def wanted_in_words(question: str) -> list[tuple[int, str, str]]:
    """(prospect, words, choice) of the newest answers without a confirmed outcome, and of inquiries not asked yet."""
    said = Answer.objects.filter(UNMERGED, question=question, outcome="").exclude(text="").order_by("-id")
    found = list(said.values_list("prospect_id", "text", "choice")[:NEWEST])
    asked = Answer.objects.filter(question=question)
    written = (
        Inquiry.objects.filter(prospect__merged_into=None, withdrawn_at=None)
        .exclude(desired_outcome="")
        .exclude(prospect__in=asked.values("prospect"))
        .order_by("-id")
    )
    rows = written.values_list("prospect_id", "desired_outcome")[:NEWEST]
    return found + [(prospect, words, "") for prospect, words in rows]


def who_wanted(outcome: str) -> QuerySet[Prospect]:
    """The prospects for whom a person confirmed this outcome of ours."""
    return Prospect.objects.filter(Q(answers__outcome=outcome), merged_into=None)
