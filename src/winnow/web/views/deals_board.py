"""The pipeline as a board and as a list: totals by stage, and why each opportunity is still here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
from winnow.deals.queries import pipeline
from winnow.deals.rules import Judged
from winnow.deals.sieve import Scope
from winnow.deals.standing import Column as Stands
from winnow.deals.standing import columns
from winnow.flow.deals.judging import Judgement
from winnow.flow.deals.letting_go import full_desk
from winnow.procedure.dealing import Deals
from winnow.procedure.queries import NoProcedure, in_force
from winnow.prospects.access import sees, visible
from winnow.prospects.words import Role, Stage, State
from winnow.web.access import may_open
from winnow.web.lists import Column, Filter, Listing, Sort, row_of, same
from winnow.web.views.prospect_access import PersonRequest
from winnow.web.views.prospect_list import owners_seen

SHOWN = (8, 24, 72)  # cards of a column: at first, then as they are asked for; the rest are in the list
WHY = (("big", "Big"), ("moving", "Moving"), ("neither", "Neither"), ("doubted", "In doubt"))
ORDERS = (
    ("amount", "Amount"), ("idle", "Longest without progress"), ("age", "Oldest"), ("decides", "Next to decide"),
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """One opportunity as a board or a list shows it."""

    row: Opportunity
    judged: Judged
    why: list[str]
    minutes: int
    stage: str


@require_GET
def board(request: PersonRequest) -> HttpResponse:
    """The stages side by side; a seller's own first."""
    now = timezone.now()
    asked = _asked(request)
    procedure = in_force(now)[1]
    found = pipeline.sieved(procedure, now, Scope(sees(request.user), asked.owner))
    parts, numbers = pipeline.parts(found, procedure, asked.why, asked.order, asked.shown)
    deals, cards = procedure.deals, _cards(numbers, Judgement(procedure, now, found.tops))
    shown = [
        _column(column, [card for card in cards if deals.stage(card.row.stage).key == column.key], deals)
        for column in columns(parts, deals)
    ]
    following = [one for one in SHOWN if one > asked.shown]
    context = {
        "columns": shown, "asked": asked, "total": totals(shown), "count": sum(one.count for one in parts),
        "neither": sum(one.neither for one in parts), "doubted": sum(one.doubted for one in parts), "now": now,
        "orders": ORDERS, "whys": WHY, "owners": owners_seen(request), **places(request, "deals"),
        "full": full_desk(asked.owner, now) if asked.owner else None,
        "following": following[0] if following and any(one["more"] for one in shown) else 0,
    }  # fmt: skip
    return render(request, "deals/board.html", context)


def _column(column: Stands, cards: list[Card], deals: Deals) -> dict[str, Any]:
    return {
        "column": column, "cards": cards, "more": column.count - len(cards), "most": deals.stage(column.key).most,
    }  # fmt: skip


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
        ("offers", "Offers"), ("offers_slow", "What slows buying"),
    )  # fmt: skip
    items = [
        {"label": label, "url": reverse(route), "current": route == here, "count": None}
        for route, label in known
        if may_open(route, request.user)
    ]
    return {"tabs": items}


def _cards(numbers: Sequence[int], judgement: Judgement) -> list[Card]:
    rows, spent = queries.shown(numbers), queries.minutes(numbers)
    judged = judgement.of(rows.values())
    return [
        Card(
            rows[number], judged[number], judgement.why(judged[number]), spent.get(number, 0),
            judgement.procedure.deals.stage(rows[number].stage).text,
        )
        for number in numbers
        if number in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the board is narrowed to, its order, and how many cards a column has."""

    owner: int = 0
    why: str = ""
    order: str = "amount"
    shown: int = SHOWN[0]


def _asked(request: PersonRequest) -> Asked:
    mine = str(request.user.pk) if request.user.role == Role.SELLER else ""
    owner, why = request.GET.get("owner", mine), request.GET.get("why", "")
    order, shown = request.GET.get("order", "") or "amount", request.GET.get("shown", "") or str(SHOWN[0])
    if unknown := sorted(set(request.GET) - {"owner", "why", "order", "shown"}):
        raise BadRequest(f"The board cannot be narrowed by “{unknown[0][:40]}”.")
    known = (not owner or owner in dict(owners_seen(request))) and why in {"", *dict(WHY)}
    if not known or order not in dict(ORDERS) or shown not in map(str, SHOWN):
        raise BadRequest("The board cannot be narrowed by that.")
    return Asked(int(owner or 0), why, order, int(shown))


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
    cards = _cards([row.pk for row in shown.rows], Judgement.at(now))
    context = {"list": shown, "sort": shown.sort, "cards": cards, "now": now, **places(request, "deals_list")}
    return render(request, "deals/list.html", context)
