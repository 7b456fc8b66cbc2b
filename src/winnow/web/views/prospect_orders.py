"""An order that was mistyped: corrected, or taken back; either with the reason."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.flow.correct import Correct, correct
from winnow.flow.scene import Refused
from winnow.flow.takeback import TakeBack, order_event, take_back
from winnow.prospects import queries
from winnow.prospects.models import Order
from winnow.web.forms.acts import CorrectForm, TakeBackForm
from winnow.web.views.desk_page import Sheet, sheet
from winnow.web.views.prospect_access import PersonRequest, refusals, worked_on

ELSEWHERE = "This order came with prospect {}, which was merged into this one. Undo the merge first."


@require_http_methods(["GET", "POST"])
@refusals
def order(request: PersonRequest, prospect: int, order: int) -> HttpResponse:
    """What was typed and refused stays typed, with what is wrong beside it."""
    of = sheet(worked_on(request, prospect), request.user, timezone.now(), newest=1)
    known = next((one for one in queries.orders(of.history.members) if one.pk == order), None)
    if known is None:
        raise Http404("There is no such order, or it was taken back.")
    if request.method != "POST":
        return _page(request, of, known)
    taking = request.POST.get("do") == "take_back"
    form = TakeBackForm(of, request.POST) if taking else CorrectForm(of, known, request.POST)
    if not form.is_valid():
        return _page(request, of, known, form)
    try:
        with transaction.atomic():
            messages.success(request, _perform(of, known, form))
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, of, known, form)
    return redirect("prospect", prospect)


def _perform(of: Sheet, known: Order, form: CorrectForm | TakeBackForm) -> str:
    said, row = form.cleaned_data, of.row
    if known.prospect_id != row.id:
        raise Refused(ELSEWHERE.format(known.prospect_id))
    if isinstance(form, TakeBackForm):
        take_back(TakeBack(row.id, order_event(known), of.now, of.user.id, said["reason"]), now=of.now)
        return "The order is taken back; everything is as it was before."
    right = Correct(
        row.id, known.pk, said["amount"], said["currency"], form.at(), of.user.id, said["reason"], said["margin"],
        said["po_number"],
    )  # fmt: skip
    correct(right, now=of.now)
    return "The order is corrected."


def _page(
    request: PersonRequest, of: Sheet, known: Order, form: CorrectForm | TakeBackForm | None = None
) -> HttpResponse:
    taking = form if isinstance(form, TakeBackForm) else TakeBackForm(of)
    fixing = form if isinstance(form, CorrectForm) else CorrectForm(of, known)
    context = {"row": of.row, "person": of.row.person, "order": known, "fixing": fixing, "taking": taking,
               "now": of.now}  # fmt: skip
    return render(request, "prospects/order.html", context, status=422 if form else 200)
