"""Where mail goes out and comes in, whether that works, and what the world can know about us as a sender."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from winnow.correspondence import queries
from winnow.correspondence.sender_check import forgeries
from winnow.flow.mailing import servers
from winnow.flow.scene import Refused
from winnow.mail.sender import looked_up, tried
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.web.forms.mail import CheckForm, ServerForm
from winnow.web.views.account import signed_in

KINDS = {"smtp": "Where mail goes out", "imap": "Where mail comes in"}


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def server(request: HttpRequest, kind: str) -> HttpResponse:
    """Set it up, try it, or forget it."""
    if kind not in KINDS:
        raise Http404("Mail goes out by smtp and comes in by imap.")
    user, now, known = signed_in(request), timezone.now(), queries.server(kind)
    if request.method == "POST" and "forget" in request.POST:
        servers.forget(kind, now=now, by=user)
        messages.success(request, "Forgotten. What waits, waits.")
        return redirect("mail")
    form = ServerForm(kind, request.POST or None, initial=_initial(known))
    if request.method == "POST" and form.is_valid():
        try:
            trouble = tried(servers.set_up(form.as_set_up(), now=now, by=user))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            _say(request, trouble)
            return redirect("mail_server", kind) if trouble else redirect("mail")
    page = {"form": form, "kind": kind, "title": KINDS[kind], "known": known}
    return render(request, "mail/server.html", page, status=422 if form.errors else 200)


def _say(request: HttpRequest, trouble: str) -> None:
    if trouble:
        messages.error(request, f"Saved, but it does not work yet: {trouble}")
    else:
        messages.success(request, "Saved, and it works.")


def _initial(known: Any) -> dict[str, Any]:
    if known is None:
        return {}
    return {name: getattr(known, name) for name in ("host", "port", "security", "username", "folder")}


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """What the DNS says about a domain as a sender, when the button is pressed; and about forgeries."""
    form = CheckForm(request.POST or None, initial={"domain": _our_domain(signed_in(request))})
    asked = request.method == "POST" and form.is_valid()
    said = form.cleaned_data if asked else {}
    ours = forgeries(in_force(timezone.now())[1].mail.checked_by)
    page = {"form": form, "found": [*looked_up(said["domain"], said["selector"]), ours] if asked else None}
    return render(request, "mail/check.html", page, status=422 if form.errors else 200)


def _our_domain(user: User) -> str:
    mailbox = in_force(timezone.now())[1].mail.mailbox or user.email
    return mailbox.rpartition("@")[2]
