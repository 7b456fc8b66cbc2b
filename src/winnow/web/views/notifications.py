"""What one was told."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.people import actions
from winnow.prospects.access import of_visible, visible
from winnow.prospects.models import Notification
from winnow.web.lists import Column, Filter, Listing, Sort, days, whether
from winnow.web.views.account import signed_in

TO_BE_CALLED = "ask_by_call"  # the kind of what tells of a call drawn by lot
NOTICES = Listing(
    name="notifications",
    noun="notifications",
    filters=(
        whether("state", "State", "read_at", (("unread", "Unread"), ("read", "Read"))),
        Filter("q", "Says", lambda text: Q(text__icontains=text)),
        days("since", "Told since", "at__date__gte"),
        days("until", "Told until", "at__date__lte"),
    ),
    sorts=(Sort("id", "id"),),
    default="-id",
    columns=(
        Column("At", lambda one: one.at), Column("Text", lambda one: one.text),
        Column("Prospect", lambda one: one.prospect_id if one.is_seen else ""),
        Column("Read at", lambda one: one.read_at),
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def notifications(request: HttpRequest) -> HttpResponseBase:
    """One's own, newest first; looking marks nothing as read."""
    user = signed_in(request)
    mine = Notification.objects.filter(user=user).select_related("prospect__person")
    shown = NOTICES.open(request, mine.annotate(is_seen=of_visible(user)))
    page = {"list": shown, "sort": shown.sort}
    return shown.export or render(request, "notifications/list.html", page)


@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    actions.read_notices(signed_in(request), now=timezone.now())
    return redirect("notifications")


@require_POST
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one, and go to what it is about: the prospect, or the call to be made, which may be of another team's."""
    user = signed_in(request)
    notice = get_object_or_404(Notification, pk=pk, user=user)
    actions.read_notices(user, now=timezone.now(), only=[pk])
    if notice.kind == TO_BE_CALLED:
        return redirect("nurture_calls")
    if notice.prospect_id and visible(user).filter(pk=notice.prospect_id).exists():
        return redirect("prospect", notice.prospect_id)
    if notice.prospect_id:
        messages.info(request, "Read. Others have this prospect by now, and you do not see it any more.")
    return redirect("notifications")
