"""What one was told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from winnow.people import actions
from winnow.prospects.models import Notification
from winnow.web.lists import Listing, Sort
from winnow.web.views.account import signed_in

NOTICES = Listing(name="notifications", noun="notifications", sorts=(Sort("id", "id"),), default="-id")


@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """One's own, newest first; looking marks nothing as read."""
    shown = NOTICES.open(request, Notification.objects.filter(user=signed_in(request)))
    return render(request, "notifications/list.html", {"list": shown})


@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    actions.read_notices(signed_in(request), now=timezone.now())
    return redirect("notifications")


@require_POST
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one, and go to the prospect that it is about."""
    user = signed_in(request)
    notice = get_object_or_404(Notification, pk=pk, user=user)
    actions.read_notices(user, now=timezone.now(), only=[pk])
    try:
        return redirect("prospect", notice.prospect_id) if notice.prospect_id else redirect("notifications")
    except NoReverseMatch:
        return redirect("notifications")
