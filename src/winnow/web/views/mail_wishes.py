"""What people want of our mail, said without signing in: no more of it, none at all, or again after all.

RFC 8058: looking changes nothing; a POST acts at once, without a cookie and without leading anywhere else.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from winnow.correspondence.words import Scope
from winnow.flow.mailing import wishes as said
from winnow.privacy.words import Purpose
from winnow.procedure.queries import in_force
from winnow.web.views.public_pace import paced

CHOICES = {"no_letters": (Purpose.PERSONAL, False), "letters": (Purpose.PERSONAL, True)}


@csrf_exempt  # mail programs post here on their own; the token in the address is what lets them
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@paced("wishes", 0)  # providers post for thousands of people at once, and none of them may be kept waiting
def wishes(request: HttpRequest, token: str) -> HttpResponse:
    """The page under each marketing mail; of whom it speaks only the token knows, and it tells nobody."""
    who = said.wisher(token)
    if who is None:
        raise Http404("This link is not complete. Follow the link in the mail again.")
    now, done = timezone.now(), ""
    if request.method == "POST":
        wish = request.POST.get("wish", "")
        if wish == "none":
            said.ask_no_contact(who, now=now)
        elif wish == "again":
            said.take_back(who, now=now)
        elif wish in CHOICES:
            said.choose(who, *CHOICES[wish], now=now)
        else:  # also what mail programs send: List-Unsubscribe=One-Click
            said.unsubscribe(who, now=now)
        done = wish or "stop"
    scopes = said.scopes_of(who)
    page = {
        "done": done, "nothing": said.wants_silence(who), "no_mail": Scope.EVERYTHING in scopes,
        "no_marketing": Purpose.MARKETING in said.stopped(who), "no_letters": Purpose.PERSONAL in said.stopped(who),
        "site_name": in_force(now)[1].company.name, "address": in_force(now)[1].mail.postal_address,
    }  # fmt: skip
    return render(request, "mail/wishes.html", page)
