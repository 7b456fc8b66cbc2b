"""Why customers buy: how many were asked, by whom, and what they said."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.customers import queries
from winnow.customers.models import Told
from winnow.customers.quarters import quarter_of
from winnow.customers.words import REACHED_TEXTS, Reached
from winnow.measure.shares import Share
from winnow.procedure.queries import NoProcedure, in_force
from winnow.web.lists import Column, Filter, Listing, Sort, days, same
from winnow.web.views.coding import choice, reasons
from winnow.web.views.customers import places
from winnow.web.views.prospect_access import PersonRequest


def _outcomes(request: object) -> list[tuple[str, str]]:
    try:
        return [(one.key, one.text) for one in in_force()[1].outcomes]
    except NoProcedure:
        return []


TOLD = Listing(
    name="why-they-buy",
    noun="answers",
    filters=(
        same("outcome", "Outcome", "outcome", _outcomes),
        same("because", "They buy for", "because", _outcomes),
        same("reached", "Reached", "reached", [(one.value, text) for one, text in REACHED_TEXTS.items()]),
        Filter("q", "Words", lambda text: queries.in_words(text)),
        days("since", "Told since", "at__date__gte"),
    ),
    sorts=(Sort("new", "id"),),
    default="-new",
    columns=(
        Column("Customer", lambda row: row.customer_id), Column("At", lambda row: row.at),
        Column("Said by", lambda row: row.said_by), Column("Why", lambda row: row.why),
        Column("For", lambda row: row.because),
        Column("Different now", lambda row: row.words), Column("Outcome", lambda row: row.outcome),
        Column("Reached", lambda row: row.reached), Column("Asked by", lambda row: row.by or ""),
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def why(request: PersonRequest) -> HttpResponse:
    """Coverage of this quarter, what was reached, and the answers, newest first."""
    now, procedure = timezone.now(), in_force()[1]
    mine = queries.seen_by(request.user)
    rows = Told.objects.filter(customer__in=mine).select_related("customer__company", "by")
    shown = TOLD.open(request, rows)
    if shown.export:
        return shown.export  # type: ignore[return-value]
    texts = {one.key: one.text for one in procedure.outcomes}
    quarter = quarter_of(now, request.user.zone)
    by_owner = queries.coverage(mine, quarter.start, now, procedure.customers.active_days)
    asked = Share(sum(one.asked for one in by_owner), sum(one.active for one in by_owner))
    context = {
        "list": shown, "sort": shown.sort, "now": now, "quarter": quarter, "asked": asked,
        "by_owner": [(one, Share(one.asked, one.active)) for one in by_owner],
        "reached": queries.reached(rows, texts),
        "told": [(one, texts.get(one.outcome, one.outcome), REACHED_TEXTS[Reached(one.reached)],
                  choice(procedure, one.why, one.because) if one.why else None) for one in shown.rows],
        "codes": reasons(rows, texts), "uncoded": rows.filter(because="").exclude(why="").count(),
        **places(request, "customers_why"),
    }  # fmt: skip
    return render(request, "customers/why.html", context)
