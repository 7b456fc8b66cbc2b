"""Offers as sellers see them: made in a minute, sent as a link, changed, taken back, and what was answered."""

import secrets
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from winnow.flow.offers import links, making
from winnow.flow.offers.making import Changed, Make, draft, today
from winnow.flow.offers.smaller import draft_of
from winnow.flow.scene import Refused
from winnow.offers import queries
from winnow.offers.content import Content, read
from winnow.offers.models import Offer
from winnow.offers.standing import standing
from winnow.offers.words import Standing
from winnow.procedure.queries import in_force
from winnow.prospects.access import may_act
from winnow.prospects.models import Prospect
from winnow.web.forms.deals import BecauseForm
from winnow.web.forms.offers import OfferForm, SendForm
from winnow.web.lists import numbered
from winnow.web.views.deals_board import places
from winnow.web.views.offer_paper import paper
from winnow.web.views.offers_listed import lines_of
from winnow.web.views.prospect_access import PersonRequest, refusals, seen, worked_on


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
    larger = _larger(row, _number(asked.get("smaller_of", "")))
    try:
        page = draft_of(procedure, larger) if larger else draft(procedure, row, request.user, now, key, again)
    except Refused as refused:
        page, trouble = (
            draft(procedure.model_copy(update={"offers": _bare(procedure)}), row, request.user, now),
            str(refused),
        )
    if request.method == "GET":
        first = {"key": secrets.token_hex(16), "template": key, "again": again or None,
                 "smaller_of": larger.pk if larger else None}  # fmt: skip
        form = OfferForm(procedure, page, initial=first, with_less=larger is None)
        return _form(request, row, form, trouble, larger=larger)
    form = OfferForm(procedure, page, request.POST, with_less=larger is None)
    if not form.is_valid():
        return _form(request, row, form, status=422, larger=larger)
    try:
        with transaction.atomic():
            made = making.make_both(_make(request, row, form, key, again, larger), now=now)
    except Refused as refused:
        return _form(request, row, form, str(refused), 422, larger=larger)
    messages.success(request, "Made. Send it by mail, or copy its link.")
    return redirect("offer", made.pk)


def _larger(row: Prospect, number: int) -> Offer | None:
    """The offer to start with less than. Raises Http404 for one of somebody else."""
    if not number:
        return None
    found = Offer.objects.filter(pk=number, prospect=row, smaller_of=None).first()
    if found is None:
        raise Http404("There is no larger offer of theirs like that.")
    return found


def _make(
    request: PersonRequest, row: Prospect, form: OfferForm, template: str, again: int, larger: Offer | None
) -> Make:
    said = form.cleaned_data
    return Make(
        f"{request.user.pk}:{row.pk}:{said['key']}", row.pk, timezone.now(), request.user.pk, secrets.token_hex(16),
        form.content(), template, said["margin"], again or None, larger.pk if larger else None,
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
    larger: Offer | None = None,
) -> HttpResponse:
    templates = in_force(timezone.now())[1].offers.templates
    context = {
        "row": row, "form": form, "trouble": trouble, "templates": templates, "offer": offer,
        "chosen": form["template"].value() or "", "products": form.products, "larger": larger,
        "larger_page": queries.page_of(larger) if larger else None,
    }  # fmt: skip
    return render(request, "offers/form.html", context, status=status)


def _offer(request: PersonRequest, pk: int, *, acts: bool) -> tuple[Offer, Prospect]:
    found = Offer.objects.select_related("prospect", "by", "smaller_of").filter(pk=pk).first()
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
        "smaller": lines_of(list(queries.smaller(offer.pk))), "larger": offer.smaller_of,
        "may_start_smaller": acts and stands is Standing.OPEN and offer.smaller_of_id is None,
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
        form = OfferForm(procedure, before, initial=first, with_less=bool(before.less))
        return _form(request, row, form, offer=offer)
    form = OfferForm(procedure, before, request.POST, with_less=bool(before.less))
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
