"""By which ways one is told what: the daily mail, quiet hours, the bell, an address of one's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.correspondence.queries import server
from winnow.flow.telling import hooking
from winnow.notices import actions
from winnow.notices.models import Preference, Webhook
from winnow.people.models import User
from winnow.web.forms.telling import NoticesForm
from winnow.web.views.account import signed_in


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """One's own choices; the daily mail is due anew at the hour that is saved."""
    user, now = signed_in(request), timezone.now()
    hook = Webhook.objects.filter(user=user).first()
    choice = Preference.objects.filter(user=user).first() or Preference(user=user)
    form = NoticesForm(request.POST or None, choice=choice, hook=hook)
    if request.method == "POST" and form.is_valid():
        actions.choose(user, form.as_choice(), now=now)
        _own_address(user, hook, form.cleaned_data["address"])
        messages.success(request, "Saved.")
        return redirect("account_notifications")
    page = {"form": form, "hook": hook, "user": user, "mails": server("smtp"), "newest": _newest(hook)}
    return render(request, "account/notifications.html", page, status=422 if form.errors else 200)


def _own_address(user: User, hook: Webhook | None, address: str) -> None:
    now = timezone.now()
    if hook and not address:
        actions.drop_webhook(hook, by=user, now=now)
    elif address and (hook is None or hook.address != address or hook.stopped_at):
        actions.add_webhook(address, "chat", [], by=user, user=user, now=now)


def _newest(hook: Webhook | None) -> object:
    return hook.deliveries.order_by("-id").first() if hook else None


@require_POST
def try_own(request: HttpRequest) -> HttpResponse:
    """Send a line to one's own address."""
    hook = Webhook.objects.filter(user=signed_in(request), stopped_at=None).first()
    if hook is None:
        messages.error(request, "There is no address of yours yet. Save one first.")
    else:
        hooking.test(hook, now=timezone.now())
        messages.success(request, "A line is on its way. Look at this page again to see what became of it.")
    return redirect("account_notifications")
