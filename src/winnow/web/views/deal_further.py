"""One more opportunity of somebody, opened in one step: from their page, or from their company's as a customer."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from winnow.deals import queries
from winnow.flow.deals.further import Further, open_further
from winnow.flow.scene import Refused
from winnow.prospects.access import visible
from winnow.web.forms.deals import FurtherForm
from winnow.web.views.customer import acting, customer_of
from winnow.web.views.prospect_access import PersonRequest, refusals


@require_POST
@refusals
def opened(request: PersonRequest, prospect: int) -> HttpResponse:
    """One more with this person."""
    acting(request, prospect)
    return _open(request, prospect, FurtherForm(request.POST))


@require_POST
def opened_of_customer(request: PersonRequest, pk: int) -> HttpResponse:
    """One more with one of the customer's people."""
    row = customer_of(request, pk)
    try:
        number = int(request.POST.get("prospect", "")[:18])
    except ValueError:
        raise Http404("Choose with whom.") from None
    found = acting(request, number)
    theirs = queries.of_customer(row.pk, row.company_id, visible(request.user))
    if not theirs.filter(prospect__person=found.person_id).exists() and not found.order_count:
        raise Http404("Nobody of this customer.")
    try:
        return _open(request, number, FurtherForm(request.POST))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("customer", pk)


def _open(request: PersonRequest, prospect: int, form: FurtherForm) -> HttpResponse:
    if not form.is_valid():
        raise Refused(
            "Say what it is about, in at most 120 characters; the amount is a number, or left empty."
        )
    said, now = form.cleaned_data, timezone.now()
    wanted = Further(prospect, now, request.user.pk, said["about"], said["amount"])
    with transaction.atomic():
        number = open_further([wanted], now=now)[0]
    messages.success(request, "Opened. It has an owner and a next step of its own.")
    return redirect("deal", number)
