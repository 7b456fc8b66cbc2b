"""The outcomes we deliver: who asked for them and who got them; and what is wanted that we do not deliver."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.measure.shares import Share
from winnow.procedure.queries import in_force
from winnow.procedure.schema import DeliveredOutcome, Procedure
from winnow.prospects.access import seen_by
from winnow.prospects.words import Stage
from winnow.qualify.answers import align
from winnow.qualify.queries.claims import fared
from winnow.qualify.queries.outcomes import wanted_in_words, who_wanted
from winnow.qualify.taught import Fared
from winnow.qualify.wordings import Cluster, clustered
from winnow.web.access import may_export
from winnow.web.exports import Column, csv_of_lines
from winnow.web.lists import Listing, Sort, same
from winnow.web.views.account import signed_in
from winnow.web.views.desk_ask import not_ours, outcome_question
from winnow.web.views.learning import tabs

WISHES = 30  # shown; the file has all


@dataclass(frozen=True)
class Line:
    """One outcome that we deliver."""

    outcome: DeliveredOutcome
    fared: Fared
    unconfirmed: int  # whose words seem to mean it, without anybody having said so

    @property
    def bought(self) -> Share:
        return Share(self.fared.bought, self.fared.asked)


@require_http_methods(["GET", "POST"])
def outcomes(request: HttpRequest) -> HttpResponseBase:
    """The catalogue with its proof, and the wishes that nothing in it answers."""
    now = timezone.now()
    procedure = in_force(now)[1]
    lines, wishes = _measured(procedure)
    if request.method == "POST":
        return csv_of_lines(request, "wishes", COLUMNS, wishes)
    page = {
        "tabs": tabs(request, "outcomes"), "lines": lines, "wishes": wishes[:WISHES],
        "more": wishes[WISHES:], "now": now,
        "asked": any(one.fared.asked or one.unconfirmed for one in lines), "may_export": may_export(request.user),
    }  # fmt: skip
    return render(request, "learning/outcomes.html", page)


def _measured(procedure: Procedure) -> tuple[list[Line], list[Cluster]]:
    """Confirmed outcomes are counted; what was only said is matched now. Four statements."""
    question, counted = outcome_question(procedure), fared()
    said = wanted_in_words(question.key) if question else []
    found = not_ours(procedure)
    meant: dict[str, int] = {}
    unmet: list[tuple[int, str]] = []
    matches: dict[str, str] = {}
    for prospect, words, choice in said:
        if words not in matches:
            matches[words] = next((fit.key for fit in align(words, procedure.outcomes)), "")
        if (found and choice == found[1].key) or not matches[words]:
            unmet.append((prospect, words))
        else:
            meant[matches[words]] = meant.get(matches[words], 0) + 1
    lines = [
        Line(one, counted.get(one.key, Fared(0, 0)), meant.get(one.key, 0)) for one in procedure.outcomes
    ]
    return lines, clustered(unmet)


COLUMNS = (
    Column("Wanted", lambda one: one.wording),
    Column("Prospects", lambda one: one.count),
    Column("Also said", lambda one: "; ".join(one.others)),
)

CUSTOMERS = Listing(
    name="outcome-customers",
    noun="prospects",
    filters=(
        same("stage", "Stage", "stage", options=tuple((one.value, one.value.capitalize()) for one in Stage)),
    ),
    sorts=(Sort("name", "person__name"), Sort("since", "first_inquiry_at")),
    default="-since",
    columns=(
        Column("Name", lambda row: str(row.person)), Column("Company", lambda row: str(row.company or "")),
        Column("Stage", lambda row: row.stage), Column("First inquiry", lambda row: row.first_inquiry_at),
        Column("Orders", lambda row: row.order_count),
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def customers(request: HttpRequest, key: str) -> HttpResponseBase:
    """Who wanted one of our outcomes; the customers among them are its proof."""
    outcome = next((one for one in in_force()[1].outcomes if one.key == key), None)
    if outcome is None:
        raise Http404("The procedure in force has no such outcome.")
    rows = who_wanted(key).filter(seen_by(signed_in(request))).distinct()
    shown = CUSTOMERS.open(request, rows.select_related("person", "company"))
    page: dict[str, Any] = {
        "list": shown, "sort": shown.sort, "outcome": outcome, "now": timezone.now(),
        "breadcrumbs": [{"label": "Outcomes", "url": reverse("outcomes")}, {"label": outcome.text, "url": ""}],
    }  # fmt: skip
    return shown.export or render(request, "learning/customers.html", page)
