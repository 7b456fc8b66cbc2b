"""Offers as lists: all that a person may see, those of a prospect, and what slows buying."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from winnow.flow.offers.making import today
from winnow.flow.offers.slow import slow as slowness
from winnow.offers import queries
from winnow.offers.models import Offer
from winnow.offers.standing import standing
from winnow.procedure.queries import in_force
from winnow.prospects.access import visible
from winnow.prospects.models import Order, Prospect
from winnow.prospects.words import Outcome, Stage
from winnow.web.lists import Column, Filter, Listing, Sort
from winnow.web.views.deals_board import places
from winnow.web.views.prospect_access import PersonRequest

MOST = 200  # on a prospect's page
STANDS = (("open", "Waiting for an answer"), ("accepted", "Accepted"), ("other", "Over"))


def _stands(word: str) -> Q:
    over = Q(revoked_at__isnull=False)
    if word == "accepted":
        return Q(accepted=True)
    return Q(accepted=False) & (over if word == "other" else ~over)


LIST = Listing(
    name="offers",
    noun="offers",
    filters=(
        Filter("q", "Find", lambda text: Q(prospect__person__name__icontains=text)),
        Filter("stands", "Stands", _stands, options=STANDS),
    ),
    sorts=(
        Sort("made", "id"), Sort("sent", "sent_at", nullable=True), Sort("opened", "opened_at", nullable=True),
        Sort("answered", "answered_at", nullable=True),
    ),
    default="-made",
    columns=(
        Column("Offer", lambda row: row.pk), Column("Prospect", lambda row: row.prospect_id),
        Column("Name", lambda row: row.prospect.person.name), Column("By", lambda row: str(row.by)),
        Column("Template", lambda row: row.template), Column("Made", lambda row: row.made_at),
        Column("Sent", lambda row: row.sent_at), Column("Opened", lambda row: row.opened_at),
        Column("Answered", lambda row: row.answered_at), Column("Accepted", lambda row: row.accepted),
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def listed(request: PersonRequest) -> HttpResponseBase:
    """All offers to prospects that this person may see."""
    rows = queries.with_acceptance(Offer.objects.filter(prospect__in=visible(request.user)))
    shown = LIST.open(request, rows.select_related("prospect__person", "prospect__company", "by"))
    if shown.export:
        return shown.export
    lines = lines_of(list(shown.rows))
    context = {"list": shown, "sort": shown.sort, "lines": lines, **places(request, "offers")}
    return render(request, "offers/list.html", context)


@require_GET
def slow(request: PersonRequest) -> HttpResponse:
    """From sent to opened to answered, and what is asked most."""
    context = {"slow": slowness(timezone.now(), visible(request.user)), **places(request, "offers_slow")}
    return render(request, "offers/slow.html", context)


def of_prospect(row: Prospect, acts: bool) -> dict[str, Any]:
    """What the pages of a prospect show of its offers."""
    order = Order.objects.filter(prospect=row, withdrawn_at=None).order_by("-at", "-id").first()
    gone = row.outcome == Outcome.DO_NOT_CONTACT or row.stage in (Stage.INQUIRY, Stage.LEAD)
    return {
        "offers": lines_of(list(queries.of_prospect(row.pk)[:MOST])), "may_offer": acts and not gone,
        "last_order": order.pk if order else None,
    }  # fmt: skip


def lines_of(rows: list[Offer]) -> list[dict[str, Any]]:
    """Each with the page that holds and how it stands; the rows know whether they were accepted."""
    now, pages = timezone.now(), queries.pages(rows)
    procedure = in_force(now)[1]
    day, link_days = today(procedure, now), procedure.offers.link_days
    return [
        {
            "row": row, "page": pages[row.pk], "title": pages[row.pk].content.get("title") or f"Offer {row.pk}",
            "stands": standing(
                pages[row.pk].valid_until, day, link_days, accepted=bool(getattr(row, "accepted", False)),
                revoked=row.revoked_at is not None,
            ),
        }
        for row in rows
    ]  # fmt: skip
