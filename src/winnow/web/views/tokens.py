"""Tokens of machines: made, shown once, revoked."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.people import actions
from winnow.people.models import Token
from winnow.web.forms.people import TokenForm
from winnow.web.lists import Column, Filter, Listing, Sort, whether
from winnow.web.views.account import signed_in

TOKENS = Listing(
    name="tokens",
    noun="tokens",
    filters=(
        Filter("q", "Name", lambda text: Q(name__icontains=text)),
        whether("state", "State", "revoked_at", (("living", "In use"), ("revoked", "Revoked"))),
    ),
    sorts=(Sort("made", "id"), Sort("name", "name")),
    default="-made",
    columns=(
        Column("Name", lambda token: token.name),
        Column("Begins with", lambda token: token.prefix),
        Column("Scopes", lambda token: ", ".join(token.scopes)),
        Column("Made by", lambda token: token.user),
        Column("Made at", lambda token: token.created_at),
        Column("Revoked at", lambda token: token.revoked_at),
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponseBase:
    """All tokens, and a form for another; what is made is shown on the page that answers, never again."""
    wanted = request.method == "POST" and "export" not in request.POST
    form = TokenForm(request.POST if wanted else None)
    page = {"form": form, "made": ""}
    if wanted and form.is_valid():
        given = form.cleaned_data
        made, token = actions.create_token(
            given["name"], given["scopes"], user=signed_in(request), now=timezone.now()
        )
        page = {"form": TokenForm(), "made": made, "token": token}
    shown = TOKENS.open(request, Token.objects.select_related("user"))
    page |= {"list": shown, "sort": shown.sort}
    return shown.export or render(request, "tokens/list.html", page, status=422 if form.errors else 200)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = actions.revoke_token(get_object_or_404(Token, pk=pk), by=signed_in(request), now=timezone.now())
    messages.success(request, f"{token.name} opens nothing any more.")
    return redirect("tokens")
