"""Why we lose: what sellers saw in the mirror, counted by reason and by who won instead."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.deals.models import Mirrored
from winnow.procedure.queries import NoProcedure, in_force
from winnow.procedure.schema import Procedure
from winnow.prospects.access import visible
from winnow.prospects.words import Outcome
from winnow.web.lists import Column, Filter, Listing, Sort, days, same
from winnow.web.templatetags.vocabulary import look
from winnow.web.views.coding import choice, losses
from winnow.web.views.deals_board import places
from winnow.web.views.prospect_access import PersonRequest

TOP = 10


def _questions(request: Any) -> list[tuple[str, str]]:
    try:
        return [(one.key, one.text) for one in in_force()[1].deals.mirror]
    except NoProcedure:
        return []


LOST = Listing(
    name="why-we-lose",
    noun="answers",
    filters=(
        same("question", "Question", "question", _questions),
        same("outcome", "Outcome", "outcome", [(one.value, look(one.value).label) for one in
             (Outcome.BOUGHT_ELSEWHERE, Outcome.NOT_BUYING)]),
        Filter("q", "Words", lambda text: Q(answer__icontains=text) | Q(competitor__icontains=text)),
        days("since", "Lost since", "at__date__gte"),
    ),
    sorts=(Sort("new", "id"),),
    default="-new",
    columns=(
        Column("Prospect", lambda row: row.opportunity_id), Column("Lost", lambda row: row.at),
        Column("Outcome", lambda row: row.outcome), Column("Reason", lambda row: row.reason),
        Column("Won instead", lambda row: row.competitor), Column("Question", lambda row: row.question),
        Column("Answer", lambda row: row.answer),
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def lost(request: PersonRequest) -> HttpResponse:
    """Answers, newest first, with what they come to."""
    rows = Mirrored.objects.filter(opportunity__prospect__in=visible(request.user))
    shown = LOST.open(request, rows.select_related("opportunity__prospect__person", "by"))
    if shown.export:
        return shown.export  # type: ignore[return-value]
    procedure = in_force()[1]
    asked = {one.key: one.text for one in procedure.deals.mirror}
    context = {
        "list": shown, "sort": shown.sort, "now": timezone.now(),
        "answers": [
            (row, asked.get(row.question, row.question), choice(procedure, row.answer, row.coded))
            for row in shown.rows
        ],
        "codes": losses(rows, {one.key: one.text for one in procedure.outcomes}),
        "reasons": _counted(rows, "reason", _reasons(procedure)), "rivals": _counted(rows, "competitor", {}),
        **places(request, "deals_lost"),
    }  # fmt: skip
    return render(request, "deals/lost.html", context)


def _reasons(procedure: Procedure) -> dict[str, str]:
    return {reason.key: reason.text for rule in procedure.closing.values() for reason in rule.reasons}


def _counted(rows: QuerySet[Mirrored], by: str, texts: dict[str, str]) -> list[tuple[str, int]]:
    """How many losses each stands for, most first."""
    several = rows.exclude(**{by: ""}).order_by().values_list(by)
    found = several.annotate(number=Count("opportunity", distinct=True)).order_by("-number", by)[:TOP]
    return [(texts.get(word, word), number) for word, number in found]
