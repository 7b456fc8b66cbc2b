"""Offers as sellers see them: made in a minute, sent as a link, changed, taken back, and what was answered."""

import secrets
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from winnow.flow.offers import links, making
from winnow.flow.offers.making import Changed, Make, draft, today
from winnow.flow.offers.slow import slow as slowness
from winnow.flow.scene import Refused
from winnow.offers import queries
from winnow.offers.content import Content, read
from winnow.offers.models import Offer
from winnow.offers.standing import standing
from winnow.offers.words import Standing
from winnow.procedure.queries import in_force
from winnow.prospects.access import may_act, visible
from winnow.prospects.models import Order, Prospect
from winnow.prospects.words import Outcome, Stage
from winnow.web.forms.deals import BecauseForm
from winnow.web.forms.offers import OfferForm, SendForm
from winnow.web.lists import Column, Filter, Listing, Sort, numbered
from winnow.web.views.deals_board import places
from winnow.web.views.offer_paper import paper
from winnow.web.views.prospect_access import PersonRequest, refusals, seen, worked_on

NEWEST = 5  # on a prospect's page
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
    context = {"slow": slowness(timezone.now()), **places(request, "offers_slow")}
    return render(request, "offers/slow.html", context)


def of_prospect(row: Prospect, acts: bool) -> dict[str, Any]:
    """What the pages of a prospect show of its offers."""
    order = Order.objects.filter(prospect=row, withdrawn_at=None).order_by("-at", "-id").first()
    gone = row.outcome == Outcome.DO_NOT_CONTACT or row.stage in (Stage.INQUIRY, Stage.LEAD)
    return {
        "offers": lines_of(list(queries.of_prospect(row.pk)[:NEWEST])), "may_offer": acts and not gone,
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


@require_http_methods(["GET", "POST"])
@refusals
def new(request: PersonRequest, prospect: int) -> HttpResponse:
    """Filled in from the template, the opportunity or an earlier order; ready to be made."""
    row, now = worked_on(request, prospect), timezone.now()
    procedure = in_force(now)[1]
    asked = request.POST if request.method == "POST" else request.GET
    known = [one.key for one in procedure.offers.templates]
    key = asked.get("template", "") if asked.get("template", "") in known else next(iter(known), "")
    again, trouble = _number(asked.get("again", "")), ""
    try:
        page = draft(procedure, row, request.user, now, key, again)
    except Refused as refused:
        page, trouble = (
            draft(procedure.model_copy(update={"offers": _bare(procedure)}), row, request.user, now),
            str(refused),
        )
    if request.method == "GET":
        first = {"key": secrets.token_hex(16), "template": key, "again": again or None}
        return _form(request, row, OfferForm(procedure, page, initial=first), trouble)
    form = OfferForm(procedure, page, request.POST)
    if not form.is_valid():
        return _form(request, row, form, status=422)
    try:
        with transaction.atomic():
            made = making.make(_make(request, row, form, key, again), now=now)
    except Refused as refused:
        return _form(request, row, form, str(refused), 422)
    messages.success(request, "Made. Send it by mail, or copy its link.")
    return redirect("offer", made.pk)


def _make(request: PersonRequest, row: Prospect, form: OfferForm, template: str, again: int) -> Make:
    said = form.cleaned_data
    return Make(
        f"{request.user.pk}:{row.pk}:{said['key']}", row.pk, timezone.now(), request.user.pk, secrets.token_hex(16),
        form.content(), template, said["margin"], again or None,
    )  # fmt: skip


def _bare(procedure: Any) -> Any:
    return procedure.offers.model_copy(update={"templates": ()})


def _number(text: str) -> int:
    try:
        return numbered(text) if text else 0
    except ValueError:
        raise Http404("There is no such order.") from None


def _form(
    request: PersonRequest,
    row: Prospect,
    form: OfferForm,
    trouble: str = "",
    status: int = 200,
    offer: Any = None,
) -> HttpResponse:
    templates = in_force(timezone.now())[1].offers.templates
    context = {
        "row": row, "form": form, "trouble": trouble, "templates": templates, "offer": offer,
        "chosen": form["template"].value() or "", "products": form.products,
    }  # fmt: skip
    return render(request, "offers/form.html", context, status=status)


def _offer(request: PersonRequest, pk: int, *, acts: bool) -> tuple[Offer, Prospect]:
    found = Offer.objects.select_related("prospect", "by").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such offer.")
    row = (worked_on if acts else seen)(request, found.prospect_id)
    return found, row


@require_GET
def page(request: PersonRequest, pk: int) -> HttpResponse:
    """The page as the buyer sees it, its link, and what has become of it."""
    return _shown(request, *_offer(request, pk, acts=False))


def _shown(
    request: PersonRequest, offer: Offer, row: Prospect, status: int = 200, trouble: str = "", **bound: Any
) -> HttpResponse:
    now, sheet = timezone.now(), queries.page_of(offer)
    procedure = in_force(now)[1]
    accepted = queries.acceptance(offer.pk)
    stands = standing(
        sheet.valid_until, today(procedure, now), procedure.offers.link_days, accepted=accepted is not None,
        revoked=offer.revoked_at is not None,
    )  # fmt: skip
    acts = may_act(request.user, row, now) and stands in (Standing.OPEN, Standing.EXPIRED)
    link = links.link_of(offer) or request.build_absolute_uri(links.path_of(offer))
    context = {
        "offer": offer, "row": row, "page": sheet, "content": read(sheet.content), "stands": stands, "acts": acts,
        "link": link, "answers": queries.answers(offer.pk), "accepted": accepted, "trouble": trouble, "now": now,
        "pages": offer.sheets.select_related("by").order_by("-number"), "revoke": bound.get("revoke") or BecauseForm(),
        **places(request, ""),
    }  # fmt: skip
    if acts:
        context["send"] = bound.get("send") or _letter(procedure, offer, row, request)
    return render(request, "offers/offer.html", context, status=status)


def _letter(procedure: Any, offer: Offer, row: Prospect, request: PersonRequest) -> SendForm:
    try:
        subject, text = making.letter(procedure, offer, row.person, request.user)
    except Refused:
        subject, text = "", links.mark_of(offer)
    return SendForm(initial={"subject": subject, "text": text})


@require_http_methods(["GET", "POST"])
def change(request: PersonRequest, pk: int) -> HttpResponse:
    """Another page under the same link."""
    offer, row = _offer(request, pk, acts=True)
    procedure, sheet = in_force(timezone.now())[1], queries.page_of(offer)
    before: Content = read(sheet.content)
    if request.method == "GET":
        first = {"key": "change", "hash": sheet.hash, "margin": offer.margin}
        return _form(request, row, OfferForm(procedure, before, initial=first), offer=offer)
    form = OfferForm(procedure, before, request.POST)
    if not form.is_valid():
        return _form(request, row, form, status=422, offer=offer)
    said = form.cleaned_data
    told = Changed(pk, timezone.now(), request.user.pk, form.content(), said["hash"], said["margin"])
    try:
        with transaction.atomic():
            making.change(told, now=timezone.now())
    except Refused as refused:
        return _form(request, row, form, str(refused), 422, offer)
    messages.success(request, "Changed. The buyer finds it under the same link.")
    return redirect("offer", pk)


@require_POST
def send(request: PersonRequest, pk: int) -> HttpResponse:
    """By mail, or by hand: then only noted."""
    offer, row = _offer(request, pk, acts=True)
    by_hand = request.POST.get("how") == "link"
    form = SendForm(request.POST)
    if not by_hand and not form.is_valid():
        return _shown(request, offer, row, 422, send=form)
    try:
        with transaction.atomic():
            if by_hand:
                making.handed_out(pk, by=request.user.pk, now=timezone.now())
            else:
                said = form.cleaned_data
                text = said["text"].replace("\r\n", "\n")
                making.send(pk, said["subject"], text, by=request.user.pk, now=timezone.now())
    except Refused as refused:
        return _shown(request, offer, row, 422, str(refused), **({} if by_hand else {"send": form}))
    messages.success(request, "Noted: the buyer has the link." if by_hand else "It goes out at once.")
    return redirect("offer", pk)


@require_POST
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    """Take it back, with the reason."""
    offer, row = _offer(request, pk, acts=True)
    form = BecauseForm(request.POST)
    if not form.is_valid():
        return _shown(request, offer, row, 422, revoke=form)
    try:
        with transaction.atomic():
            making.revoke(pk, by=request.user.pk, reason=form.cleaned_data["reason"], now=timezone.now())
    except Refused as refused:
        return _shown(request, offer, row, 422, str(refused))
    messages.success(request, "Taken back. Its link says so.")
    return redirect("offer", pk)


@require_GET
def pdf(request: PersonRequest, pk: int) -> HttpResponse:
    """On paper."""
    offer, _ = _offer(request, pk, acts=False)
    return paper(queries.page_of(offer))
