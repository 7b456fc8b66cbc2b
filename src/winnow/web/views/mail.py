"""Mail as a whole: what waits, what failed; one mail, what hung on it; and one's own secret address."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from winnow.correspondence import queries
from winnow.correspondence.models import Attachment, LogAddress, Mail
from winnow.correspondence.words import Kind, Status
from winnow.flow.mailing.review import new_log_address
from winnow.flow.scene import Refused
from winnow.procedure.queries import in_force
from winnow.prospects.access import may_act, of_visible
from winnow.prospects.queries import survivors
from winnow.prospects.words import Role
from winnow.web.lists import Column, Filter, Listing, Sort, same
from winnow.web.views.account import signed_in
from winnow.web.views.prospect_access import PersonRequest, read

SHOWN = (
    Status.WAITING,
    Status.SENDING,
    Status.SENT,
    Status.FAILED,
    Status.BOUNCED,
    Status.STOPPED,
    Status.FILED,
)
MAILS = Listing(
    name="mails",
    noun="mails",
    filters=(
        same("status", "Standing", "status", options=tuple((one.value, one.value.capitalize()) for one in SHOWN)),
        same("kind", "Kind", "kind", options=tuple((one.value, one.value.capitalize()) for one in Kind)),
        Filter("q", "Address or subject", lambda text: _found(text)),
    ),
    sorts=(Sort("new", "id"),),
    default="-new",
    columns=(
        Column("At", lambda one: one.at), Column("Direction", lambda one: one.direction),
        Column("Kind", lambda one: one.kind), Column("Standing", lambda one: one.status),
        Column("From", lambda one: one.from_address), Column("To", lambda one: one.to_address),
        Column("Subject", lambda one: one.subject), Column("Prospect", lambda one: one.prospect_id),
    ),
)  # fmt: skip
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _found(text: str) -> Q:
    return Q(from_address__icontains=text) | Q(to_address__icontains=text) | Q(subject__icontains=text)


@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponseBase:
    """Everything that went out and came in, of the prospects that one may see, and how the servers do."""
    user = signed_in(request)
    rows = Mail.objects.exclude(status__in=[Status.HELD, Status.DISMISSED]).filter(
        of_visible(user) | Q(prospect=None, user=user)
    )
    shown = MAILS.open(request, rows.select_related("prospect__person"))
    page = {
        "list": shown, "sort": shown.sort, "counts": queries.waiting(), "rules": in_force(timezone.now())[1].mail,
        "servers": [(kind, said, queries.server(kind)) for kind, said in (("smtp", "Out"), ("imap", "In"))],
    }  # fmt: skip
    return shown.export or render(request, "mail/overview.html", page)


@require_GET
def message(request: PersonRequest, mail: int) -> HttpResponse:
    """One mail as text, whatever it was written in."""
    one = readable(request, mail)
    row = one.prospect
    page = {
        "one": one, "row": row, "attachments": one.attachments.defer("content"),
        "acts": bool(row and row.is_open and may_act(request.user, row, timezone.now())), "now": timezone.now(),
    }  # fmt: skip
    return render(request, "mail/message.html", page)


def readable(request: PersonRequest, number: int) -> Mail:
    """The mail, if this person may see its prospect; one that is nobody's yet, if they manage."""
    one = get_object_or_404(Mail.objects.select_related("prospect__person", "user"), id=number)
    if one.prospect_id:
        read(request, survivors([one.prospect_id])[one.prospect_id])
    elif one.user_id != request.user.pk and (
        one.kind == Kind.NOTICE or request.user.role not in (Role.MANAGER, Role.ADMIN)
    ):
        raise Http404("There is no such mail, or it is not yours.")
    return one


@require_GET
def attachment(request: PersonRequest, attachment: int) -> HttpResponse:
    """A download, never shown in the browser: whatever it says to be, it is bytes."""
    one = get_object_or_404(Attachment.objects.select_related("mail"), id=attachment)
    readable(request, one.mail_id)
    name = one.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    response = HttpResponse(bytes(one.content), content_type="application/octet-stream", headers=SAFE_HEADERS)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
def log_address(request: HttpRequest) -> HttpResponse:
    """One's own address for copies of what one sends by hand; told once, and the one before ends."""
    user, now = signed_in(request), timezone.now()
    made = ""
    if request.method == "POST":
        try:
            made = new_log_address(user, in_force(now)[1].mail.copies_to, now=now)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("mail_log_address")
    known = LogAddress.objects.filter(user=user, revoked_at=None).first()
    page = {"made": made, "known": known, "copies_to": in_force(now)[1].mail.copies_to}
    return render(request, "mail/log_address.html", page)
