"""An offer as its buyer sees it: read, accepted, asked about, put off or declined, without an account or script.

The token in the address lets whoever has it; the hash of the page, which each answer must name, shows that the page
was read, so that nobody else's page can post in their name.
"""

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from winnow.flow.offers import answering, links
from winnow.flow.offers.answering import Changed, Late, Said
from winnow.flow.offers.making import today
from winnow.flow.persistently import persistently
from winnow.flow.scene import Refused
from winnow.offers import queries
from winnow.offers.content import read
from winnow.offers.models import Offer
from winnow.offers.standing import looks_human, standing
from winnow.offers.words import Answered, Standing
from winnow.procedure.queries import in_force
from winnow.web.forms.offers import AcceptForm, LaterForm, NoForm, QuestionForm
from winnow.web.views.offer_paper import paper
from winnow.web.views.public_door import BODY_CAP, COME_BACK, address_of
from winnow.web.views.public_pace import BURST, PER_MINUTE, crowded, guessed

log = logging.getLogger("winnow.public")


@csrf_exempt  # the token in the address and the hash of the page let a buyer answer; there is no session to ride on
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page, or take an answer to it."""
    if wait := crowded(request, "offer", BURST, PER_MINUTE):
        return wait
    row = links.found(token)
    if row is None:
        return _unknown(request)
    if request.method == "POST":
        return _quiet(_take(request, row, token))
    _note(request, row)
    return _quiet(_page(request, row, token))


@never_cache
@require_safe
def offer_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The same on paper."""
    if wait := crowded(request, "offer", BURST, PER_MINUTE):
        return wait
    row = links.found(token)
    page = queries.page_of(row) if row else None
    if (
        row is None
        or page is None
        or not page.content
        or _standing(row) in (Standing.REVOKED, Standing.ENDED)
    ):
        return _unknown(request)
    return _quiet(paper(page))


def _unknown(request: HttpRequest) -> HttpResponse:
    """The same for what never was and for whoever guesses, who is soon slowed down."""
    return guessed(request) or _quiet(
        render(request, "public/offer_gone.html", {"unknown": True}, status=404)
    )


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it goes to no other site and into no index."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _standing(row: Offer) -> Standing:
    now = timezone.now()
    procedure = in_force(now)[1]
    return standing(
        queries.page_of(row).valid_until, today(procedure, now), procedure.offers.link_days,
        accepted=queries.acceptance(row.pk) is not None, revoked=row.revoked_at is not None,
    )  # fmt: skip


def _note(request: HttpRequest, row: Offer) -> None:
    """A look by one of us, or by a machine, is none."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    if request.user.is_authenticated or not looks_human(request.method or "", headers):
        return
    if _standing(row) is Standing.OPEN:
        try:
            answering.look(row.pk, now=timezone.now())
        except DatabaseError as error:
            log.warning("an opened offer was not noted: %s", error)  # the page is worth more than the hint


def _page(
    request: HttpRequest, row: Offer, token: str, status: int = 200, *, trouble: str = "", **bound: Any
) -> HttpResponse:
    now, stands, page = timezone.now(), _standing(row), queries.page_of(row)
    if stands in (Standing.REVOKED, Standing.ENDED) or not page.content:
        return render(request, "public/offer_gone.html", {"stands": stands, "row": row}, status=410)
    accepted = queries.acceptance(row.pk)
    if accepted:
        page = row.sheets.get(number=accepted.sheet)
    days = in_force(now)[1].offers.call_back_days
    context = {
        "row": row, "page": page, "content": read(page.content), "stands": stands, "accepted": accepted,
        "token": token, "trouble": trouble, "said": request.GET.get("said", ""),
        "accept": bound.get("accepted") or AcceptForm(), "question": bound.get("question") or QuestionForm(),
        **_beside(row),
        "later": bound.get("later") or LaterForm(days), "no": bound.get("no") or NoForm(), "opened": bound,
    }  # fmt: skip
    return render(request, "public/offer.html", context, status=status)


def _beside(row: Offer) -> dict[str, Any]:
    """The small first orders that still stand, or the larger offer that does, each with its link."""
    smaller = [(one, queries.page_of(one), links.path_of(one)) for one in queries.smaller(row.pk)]
    standing_ones = [found for found in smaller if _standing(found[0]) is Standing.OPEN]
    larger = row.smaller_of if row.smaller_of and _standing(row.smaller_of) is Standing.OPEN else None
    if larger is None:
        return {"smaller": standing_ones, "larger": None}
    return {"smaller": [], "larger": (queries.page_of(larger), links.path_of(larger))}


def _take(request: HttpRequest, row: Offer, token: str) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_CAP:
        return _page(request, row, token, 413, trouble="This is too long. Write less, or send us an e-mail.")
    kind = request.POST.get("answer", "").removesuffix("_less")
    if kind not in set(Answered):
        return _page(request, row, token, 422, trouble="Choose one of the answers below.")
    form = _form(kind, request)
    if not form.is_valid():
        return _page(
            request, row, token, 422, trouble="It was not sent yet: look again below.", **{kind: form}
        )
    try:
        persistently(lambda: _answered(_said(request, row, kind, form)))
    except Changed as changed:
        row.refresh_from_db()
        return _page(request, row, token, 409, trouble=str(changed), **{kind: form})
    except Late as late:
        row.refresh_from_db()
        return _page(request, row, token, 410, trouble=str(late), **{kind: form})
    except Refused as refused:
        return _page(request, row, token, 422, trouble=str(refused), **{kind: form})
    except DatabaseError as error:
        log.warning("an answer to an offer could not be stored: %s", error)
        again = (
            "It could not be stored just now. What you wrote is still here: send it again in a few seconds."
        )
        response = _page(request, row, token, 503, trouble=again, **{kind: form})
        response["Retry-After"] = str(COME_BACK)
        return response
    return redirect(f"{request.path}?said={kind}", permanent=False)


def _answered(said: Said) -> None:
    with transaction.atomic():
        answering.answer(said, now=timezone.now())


def _form(kind: str, request: HttpRequest) -> Any:
    if kind == Answered.LATER:
        return LaterForm(in_force(timezone.now())[1].offers.call_back_days, request.POST)
    return {Answered.ACCEPTED: AcceptForm, Answered.QUESTION: QuestionForm, Answered.NO: NoForm}[
        Answered(kind)
    ](request.POST)


def _said(request: HttpRequest, row: Offer, kind: str, form: Any) -> Said:
    told = {
        name: value.replace("\0", "") for name, value in form.cleaned_data.items() if isinstance(value, str)
    }
    return Said(
        row.pk, request.POST.get("hash", "")[:64], Answered(kind), told.get("name", ""), told.get("text", ""),
        told.get("po_number", ""), request.POST.get("answer") == "accepted_less", form.cleaned_data.get("days"),
        address_of(request),
    )  # fmt: skip
