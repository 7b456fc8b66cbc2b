"""The company's webhooks: added, tried, stopped; their messages with the numbers of the answers."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.flow.telling import hooking
from winnow.notices import actions, queries
from winnow.notices.models import Delivery, Webhook
from winnow.web.forms.telling import WebhookForm
from winnow.web.lists import Column, Filter, Listing, Sort, days, same, whether
from winnow.web.views.account import signed_in

HOOKS = Listing(
    name="webhooks",
    noun="webhooks",
    filters=(
        Filter("q", "Address", lambda text: Q(address__icontains=text)),
        whether("state", "State", "stopped_at", (("told", "Told"), ("stopped", "Stopped"))),
    ),
    sorts=(Sort("id", "id"), Sort("address", "address")),
    default="id",
    columns=(
        Column("Address", lambda one: one.address), Column("Form", lambda one: one.form),
        Column("Events", lambda one: " ".join(one.events)), Column("Made", lambda one: one.created_at),
        Column("Stopped", lambda one: one.stopped_at), Column("Why", lambda one: one.stopped_why),
    ),
)  # fmt: skip
MESSAGES = Listing(
    name="webhook-messages",
    noun="messages",
    filters=(
        same(
            "status", "Standing", "status",
            options=(("waiting", "Waiting"), ("sending", "Being sent"), ("taken", "Taken"), ("failed", "Given up")),
        ),
        days("since", "Since", "at__date__gte"),
        days("until", "Until", "at__date__lte"),
    ),
    sorts=(Sort("new", "id"),),
    default="-new",
    columns=(
        Column("At", lambda one: one.at), Column("Event", lambda one: one.event),
        Column("Id", lambda one: one.key), Column("Standing", lambda one: one.status),
        Column("Attempts", lambda one: one.attempts), Column("Last tried", lambda one: one.tried_at),
        Column("Answer", lambda one: one.code), Column("Said", lambda one: one.said),
    ),
    size=20,
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def webhooks(request: HttpRequest) -> HttpResponseBase:
    """All of them, and a form for another; its secret is shown on the page that answers, never again."""
    shown = HOOKS.open(request, Webhook.objects.filter(user=None))
    if shown.export:
        return shown.export
    form = WebhookForm(request.POST or None)
    page: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        hook, secret = actions.add_webhook(
            said["address"], said["form"], said["events"], by=signed_in(request), now=timezone.now()
        )
        page = {"form": WebhookForm(), "made": secret, "hook": hook}
        shown = HOOKS.open(request, Webhook.objects.filter(user=None))
    page |= {"list": shown, "sort": shown.sort}
    return render(request, "webhooks/list.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def webhook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One: what it is told, and what became of its messages."""
    hook = _company(pk)
    shown = MESSAGES.open(request, Delivery.objects.filter(webhook=hook))
    if shown.export:
        return shown.export
    known = {"address": hook.address, "form": hook.form, "events": hook.events}
    form = WebhookForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.change_webhook(hook, form.cleaned_data, by=signed_in(request), now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("webhook", pk)
    page = {
        "hook": hook, "form": form, "given_up": queries.given_up(hook), "list": shown, "sort": shown.sort,
    }  # fmt: skip
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
    page = {"hook": hook, "form": WebhookForm(initial=known), "made": made}
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
