"""The pipeline as a board and as a list: totals by stage, and why each opportunity is still here."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from winnow.deals import queries
from winnow.deals.models import Opportunity
from winnow.deals.rules import Judged
from winnow.deals.standing import Standing, columns
from winnow.flow.deals.judging import Pipeline, pipeline
from winnow.people.models import User
from winnow.procedure.queries import NoProcedure, in_force
from winnow.prospects.access import EVERYTHING, visible
from winnow.prospects.words import Role, Stage, State
from winnow.web.access import may_open
from winnow.web.lists import Column, Filter, Listing, Sort, row_of, same
from winnow.web.views.prospect_access import PersonRequest
from winnow.web.views.prospect_list import owners_seen

SHOWN = 12  # cards of a column; the rest are in the list
WHY = (("big", "Big"), ("moving", "Moving"), ("neither", "Neither"), ("doubted", "In doubt"))
ORDERS: dict[str, tuple[str, Callable[[Standing], Any]]] = {
    "amount": ("Amount", lambda one: -(one.deal.amount or 0)),
    "idle": ("Longest without progress", lambda one: one.deal.progress_at),
    "age": ("Oldest", lambda one: one.deal.opened_at),
    "decides": ("Next to decide", lambda one: (one.deal.decides_by is None, one.deal.decides_by)),
}


@dataclass(frozen=True)
class Card:
    """One opportunity as a board or a list shows it."""

    row: Opportunity
    standing: Standing
    judged: Judged
    why: list[str]
    minutes: int
    stage: str


@require_GET
def board(request: PersonRequest) -> HttpResponse:
    """The stages side by side; a seller's own first."""
    now = timezone.now()
    pipe = pipeline(now)
    asked = _asked(request, pipe)
    mine = [
        (one, judged)
        for one, judged in zip(pipe.standings, pipe.judged, strict=True)
        if asked.takes(one, judged)
    ]
    mine.sort(key=lambda pair: (ORDERS[asked.order][1](pair[0]), pair[0].deal.prospect))
    deals, by_stage = pipe.procedure.deals, _by_stage(mine, pipe)
    cards = {
        card.row.pk: card for card in _cards([pair for some in by_stage.values() for pair in some], pipe)
    }
    shown = [
        {
            "column": column, "cards": [cards[one.deal.prospect] for one, _ in by_stage[column.key]],
            "more": column.count - len(by_stage[column.key]), "most": deals.stage(column.key).most,
        }
        for column in columns((one for one, _ in mine), deals)
    ]  # fmt: skip
    context = {
        "columns": shown, "asked": asked, "total": totals(shown), "count": len(mine),
        "neither": sum(not judged.stays for _, judged in mine), "now": now, "stages": deals.stages,
        "doubted": sum(fits("doubted", one, judged) for one, judged in mine), **places(request, "deals"),
        "orders": [(key, text) for key, (text, _) in ORDERS.items()], "whys": WHY, "owners": owners_seen(request),
    }  # fmt: skip
    return render(request, "deals/board.html", context)


def totals(shown: Sequence[Mapping[str, Any]]) -> list[tuple[str, Decimal]]:
    """What all stages come to in each currency, most first."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for one in shown:
        for part in one["column"].sums:
            found[part.currency] += part.amount
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def places(request: PersonRequest, here: str) -> dict[str, Any]:
    """The tabs over these pages."""
    known = (
        ("deals", "Board"), ("deals_list", "List"), ("purge", "Purge review"), ("purge_proof", "What purging does"),
        ("deals_lost", "Why we lose"),
    )  # fmt: skip
    items = [
        {"label": label, "url": reverse(route), "current": route == here, "count": None}
        for route, label in known
        if may_open(route, request.user)
    ]
    return {"tabs": items}


def _by_stage(
    pairs: Sequence[tuple[Standing, Judged]], pipe: Pipeline
) -> dict[str, list[tuple[Standing, Judged]]]:
    found: dict[str, list[tuple[Standing, Judged]]] = {stage.key: [] for stage in pipe.procedure.deals.stages}
    for pair in pairs:
        some = found[pipe.procedure.deals.stage(pair[0].stage).key]
        if len(some) < SHOWN:
            some.append(pair)
    return found


def _cards(pairs: Sequence[tuple[Standing, Judged]], pipe: Pipeline) -> list[Card]:
    numbers = [one.deal.prospect for one, _ in pairs]
    together = ("prospect__person", "prospect__company", "prospect__owner")
    rows = {row.pk: row for row in Opportunity.objects.filter(pk__in=numbers).select_related(*together)}
    spent = queries.minutes(numbers)
    return [
        Card(
            rows[one.deal.prospect],
            one,
            judged,
            pipe.why(judged),
            spent.get(one.deal.prospect, 0),
            pipe.procedure.deals.stage(one.stage).text,
        )
        for one, judged in pairs
        if one.deal.prospect in rows
    ]


@dataclass(frozen=True)
class Asked:
    """What the board is narrowed to, and its order."""

    user: User
    owner: int = 0
    why: str = ""
    order: str = "amount"

    def takes(self, one: Standing, judged: Judged) -> bool:
        return (
            self._sees(one.deal.owner, one.deal.team)
            and (not self.owner or one.deal.owner == self.owner)
            and (not self.why or fits(self.why, one, judged))
        )

    def _sees(self, owner: int, team: int) -> bool:
        """The same as `prospects.access.seen_by`, of what was read already."""
        user = self.user
        if user.role in EVERYTHING or (user.role == Role.MANAGER and user.team_id is None):
            return True
        return owner == user.pk or (user.team_id is not None and team == user.team_id)


def fits(why: str, one: Standing, judged: Judged) -> bool:
    """Whether it is what a filter names."""
    return {
        "big": judged.is_big, "moving": judged.is_moving, "neither": not judged.stays,
        "doubted": one.review_at is not None and not judged.stays,
    }[why]  # fmt: skip


def _asked(request: PersonRequest, pipe: Pipeline) -> Asked:
    mine = str(request.user.pk) if request.user.role == Role.SELLER else ""
    owner, why = request.GET.get("owner", mine), request.GET.get("why", "")
    order = request.GET.get("order", "") or "amount"
    if unknown := sorted(set(request.GET) - {"owner", "why", "order"}):
        raise BadRequest(f"The board cannot be narrowed by “{unknown[0][:40]}”.")
    if (
        (owner and owner not in dict(owners_seen(request)))
        or why not in {"", *dict(WHY)}
        or order not in ORDERS
    ):
        raise BadRequest("The board cannot be narrowed by that.")
    return Asked(request.user, int(owner or 0), why, order)


def _stages(request: Any) -> Sequence[tuple[str, str]]:
    try:
        return [(one.key, one.text) for one in in_force()[1].deals.stages]
    except NoProcedure:
        return []


def _known(word: str) -> Q:
    return Q(opportunity__decides_by__isnull=word != "known")


def _named(text: str) -> Q:
    return Q(person__name__icontains=text) | Q(company__name__icontains=text)


LIST = Listing(
    name="opportunities",
    noun="opportunities",
    filters=(
        Filter("q", "Find", _named),
        row_of("owner", "Owner", "owner_id", owners_seen),
        same("stage", "Stage", "opportunity__stage", _stages),
        Filter("timeline", "Timeline", _known, options=(("known", "Known"), ("unknown", "Not known"))),
        Filter("doubt", "In doubt", lambda word: Q(opportunity__review_at__isnull=word != "yes"),
               options=(("yes", "Yes"), ("no", "No"))),
    ),
    sorts=(
        Sort("amount", "opportunity__amount", nullable=True), Sort("opened", "opportunity__opened_at"),
        Sort("progress", "opportunity__progress_at"), Sort("decides", "opportunity__decides_by", nullable=True),
    ),
    default="-amount",
    columns=(
        Column("Prospect", lambda row: row.pk), Column("Name", lambda row: row.person.name),
        Column("Company", lambda row: str(row.company or "")), Column("Owner", lambda row: str(row.owner or "")),
        Column("Stage", lambda row: row.opportunity.stage), Column("Amount", lambda row: row.opportunity.amount),
        Column("At least", lambda row: row.opportunity.low), Column("At most", lambda row: row.opportunity.high),
        Column("Margin", lambda row: row.opportunity.margin), Column("Currency", lambda row: row.opportunity.currency),
        Column("Decides by", lambda row: row.opportunity.decides_by),
        Column("Evidence", lambda row: row.opportunity.decides_grade),
        Column("Opened", lambda row: row.opportunity.opened_at),
        Column("Progress", lambda row: row.opportunity.progress_at),
        Column("Review", lambda row: row.opportunity.review_at),
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def listed(request: PersonRequest) -> HttpResponseBase:
    """All open ones that this person may see."""
    now = timezone.now()
    rows = visible(request.user).filter(
        stage=Stage.OPPORTUNITY, state=State.WORKING, opportunity__isnull=False
    )
    shown = LIST.open(request, rows.select_related("person", "company", "owner", "opportunity"))
    if shown.export:
        return shown.export
    pipe = pipeline(now)
    known = {
        one.deal.prospect: (one, judged) for one, judged in zip(pipe.standings, pipe.judged, strict=True)
    }
    cards = _cards([known[row.pk] for row in shown.rows if row.pk in known], pipe)
    context = {"list": shown, "sort": shown.sort, "cards": cards, "now": now, **places(request, "deals_list")}
    return render(request, "deals/list.html", context)
