"""Addresses that get no mail, why, and since when."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.correspondence.models import Suppression
from winnow.correspondence.words import Cause, Scope
from winnow.flow.mailing import review
from winnow.flow.scene import Refused
from winnow.web.forms.mail import SuppressForm
from winnow.web.lists import Column, Filter, Listing, Sort, same
from winnow.web.views.account import signed_in

SUPPRESSED = Listing(
    name="suppressed",
    noun="addresses",
    filters=(
        Filter("q", "Address", lambda text: Q(address__icontains=text)),
        same("cause", "Why", "cause", options=tuple((one.value, one.replace("_", " ").capitalize()) for one in Cause)),
    ),
    sorts=(Sort("new", "id"),),
    default="-new",
    columns=(
        Column("Address", lambda one: one.address), Column("Gets no", lambda one: one.scope),
        Column("Why", lambda one: one.cause), Column("Note", lambda one: one.note), Column("Since", lambda one: one.at),
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def suppressed(request: HttpRequest) -> HttpResponseBase:
    """The list, and a form to put an address on it."""
    form = SuppressForm(request.POST if request.method == "POST" and "export" not in request.POST else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            new = review.suppress(
                given["address"],
                Scope(given["scope"]),
                given["note"],
                now=timezone.now(),
                by=signed_in(request),
            )
        except Refused as refused:
            form.add_error("address", str(refused))
        else:
            messages.success(request, "Nothing more goes there." if new else "It was on the list already.")
            return redirect("mail_suppressed")
    shown = SUPPRESSED.open(request, Suppression.objects.filter(lifted_at=None).select_related("by"))
    page = {"list": shown, "sort": shown.sort, "form": form}
    return shown.export or render(request, "mail/suppressed.html", page, status=422 if form.errors else 200)


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the list, with the reason."""
    get_object_or_404(Suppression, pk=pk)
    try:
        review.lift(pk, request.POST.get("reason", ""), now=timezone.now(), by=signed_in(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The address may be written to again.")
    return redirect("mail_suppressed")
