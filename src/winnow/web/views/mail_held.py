"""Mails that somebody must look at first: forged, too large, unreadable, or from nobody we know."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.correspondence.models import Mail
from winnow.correspondence.words import Kind, Status
from winnow.flow.mailing.incoming import release
from winnow.flow.mailing.review import dismiss as dismiss_it
from winnow.web.lists import Column, Filter, Listing, Sort, days
from winnow.web.views.account import signed_in

HELD = Listing(
    name="mails-held",
    noun="mails",
    filters=(
        Filter("q", "Sender or subject", lambda text: _found(text)),
        days("since", "Held since", "at__date__gte"),
        days("until", "Held until", "at__date__lte"),
    ),
    sorts=(Sort("new", "id"), Sort("from", "from_address"), Sort("subject", "subject")),
    default="-new",
    columns=(
        Column("At", lambda one: one.at), Column("From", lambda one: one.from_address),
        Column("Name", lambda one: one.from_name), Column("Subject", lambda one: one.subject),
        Column("Why", lambda one: " ".join(one.why)),
    ),
)  # fmt: skip
BECAME = {
    Kind.REPLY: "It is an answer, and its prospect is on a desk.",
    Kind.INQUIRY: "It is an inquiry now.",
}


@require_http_methods(["GET", "POST"])
def held(request: HttpRequest) -> HttpResponseBase:
    shown = HELD.open(request, Mail.objects.filter(status=Status.HELD))
    return shown.export or render(request, "mail/held.html", {"list": shown, "sort": shown.sort})


def _found(text: str) -> Q:
    return Q(from_address__icontains=text) | Q(from_name__icontains=text) | Q(subject__icontains=text)


@require_POST
def let_in(request: HttpRequest, mail: int) -> HttpResponse:
    """It is genuine: now it does what it would have done."""
    get_object_or_404(Mail, id=mail)
    taken = release(mail, now=timezone.now(), by=signed_in(request))
    said = (
        "Somebody was faster: it had been dealt with." if taken.again else BECAME.get(taken.kind, "Let in.")
    )
    messages.success(request, said)
    return redirect("prospect", taken.prospect) if taken.prospect else redirect("mail_held")


@require_POST
def dismiss(request: HttpRequest, mail: int) -> HttpResponse:
    done = dismiss_it(mail, now=timezone.now(), by=signed_in(request))
    messages.success(request, "Dismissed." if done else "Somebody was faster: it had been dealt with.")
    return redirect("mail_held")
