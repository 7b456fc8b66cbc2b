"""The company's webhooks: added, tried, stopped; the last deliveries with the numbers of their answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.flow.telling import hooking
from winnow.notices import actions, queries
from winnow.notices.models import Webhook
from winnow.web.forms.telling import WebhookForm
from winnow.web.views.account import signed_in


@require_http_methods(["GET", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """All of them, and a form for another; its secret is shown on the page that answers, never again."""
    form = WebhookForm(request.POST or None)
    page: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        hook, secret = actions.add_webhook(
            said["address"], said["form"], said["events"], by=signed_in(request), now=timezone.now()
        )
        page = {"form": WebhookForm(), "made": secret, "hook": hook}
    page["hooks"] = Webhook.objects.filter(user=None).order_by("id")
    return render(request, "webhooks/list.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One: what it is told, and what became of the last messages."""
    hook = _company(pk)
    known = {"address": hook.address, "form": hook.form, "events": hook.events}
    form = WebhookForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.change_webhook(hook, form.cleaned_data, by=signed_in(request), now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("webhook", pk)
    page = {"hook": hook, "form": form, "newest": queries.newest(hook), "given_up": queries.given_up(hook)}
    return render(request, "webhooks/webhook.html", page, status=422 if form.errors else 200)


@require_POST
def webhook_try(request: HttpRequest, pk: int) -> HttpResponse:
    hook = _company(pk)
    if hook.stopped_at:
        messages.error(request, "It is stopped. Start it first.")
    else:
        hooking.test(hook, now=timezone.now())
        messages.success(
            request,
            "A message is on its way; the worker sends it within seconds. Look again to see the answer.",
        )
    return redirect("webhook", pk)


@require_POST
def webhook_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, shown on the page that answers; for a day the old one signs as well."""
    hook = _company(pk)
    made = actions.renew_secret(hook, by=signed_in(request), now=timezone.now())
    known = {"address": hook.address, "form": hook.form, "events": hook.events}
    page = {"hook": hook, "form": WebhookForm(initial=known), "newest": queries.newest(hook), "made": made}
    page["given_up"] = queries.given_up(hook)
    return render(request, "webhooks/webhook.html", page)


@require_POST
def webhook_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it, or start it again."""
    hook, user, now = _company(pk), signed_in(request), timezone.now()
    if hook.stopped_at:
        actions.start_webhook(hook, by=user, now=now)
        messages.success(request, "It is told again, from now on.")
    else:
        actions.stop_webhook(hook, f"Stopped by {user.name}.", by=user, now=now)
        messages.success(request, "Stopped. Start it again whenever you like.")
    return redirect("webhook", pk)


@require_POST
def webhook_again(request: HttpRequest, pk: int) -> HttpResponse:
    """What was given up is sent again."""
    count = actions.send_again(_company(pk), by=signed_in(request), now=timezone.now())
    if count:
        messages.success(
            request, f"{count} message{'' if count == 1 else 's'} will be sent again within seconds."
        )
    else:
        messages.error(request, "Nothing waits to be sent again, or it is stopped. Start it first.")
    return redirect("webhook", pk)


@require_POST
def webhook_drop(request: HttpRequest, pk: int) -> HttpResponse:
    actions.drop_webhook(_company(pk), by=signed_in(request), now=timezone.now())
    messages.success(request, "Gone, with its messages.")
    return redirect("webhooks")


def _company(pk: int) -> Webhook:
    return get_object_or_404(Webhook, pk=pk, user=None)
