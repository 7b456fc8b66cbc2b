"""One's own calendar address: made, told once, revoked; and the calendar that it opens, for reading only."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from winnow.flow.telling import feeding
from winnow.notices import actions, queries
from winnow.notices.models import Feed
from winnow.web.views.account import signed_in
from winnow.web.views.public_pace import paced

HEADERS = {"Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@require_http_methods(["GET", "POST"])
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Make an address, shown on the page that answers; or end the one there is."""
    user, now, made = signed_in(request), timezone.now(), ""
    if request.method == "POST" and "end" in request.POST:
        actions.end_feed(user, now=now)
        messages.success(request, "The address opens nothing any more.")
        return redirect("account_calendar")
    if request.method == "POST":
        path = reverse("calendar_feed", args=[actions.new_feed(user, now=now)])
        made = (
            f"{settings.PUBLIC_URL.rstrip('/')}{path}"
            if settings.PUBLIC_URL
            else request.build_absolute_uri(path)
        )
    known = Feed.objects.filter(user=user, revoked_at=None).first()
    return render(request, "account/calendar.html", {"made": made, "known": known})


@require_safe
@paced("calendar", 0)  # a whole company looks from one network
def feed(request: HttpRequest, word: str) -> HttpResponse:
    """The calendar behind a secret word; unchanged ones are not sent again."""
    user = queries.whose_feed(word)
    if user is None:
        raise Http404("There is no such calendar, or its address was ended.")
    content = feeding.feed(user, now=timezone.now())
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    asked = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if tag in asked or "*" in asked:
        return HttpResponse(status=304, headers={**HEADERS, "ETag": tag})
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8",
        headers={**HEADERS, "ETag": tag, "Content-Disposition": 'inline; filename="winnow.ics"'},
    )  # fmt: skip
