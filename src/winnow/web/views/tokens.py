"""Tokens of machines: made, shown once, revoked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.people import actions
from winnow.people.models import Token
from winnow.web.forms.people import TokenForm
from winnow.web.views.account import signed_in


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """All tokens, and a form for another; what is made is shown on the page that answers, never again."""
    form = TokenForm(request.POST or None)
    page = {"form": form, "made": ""}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made, token = actions.create_token(
            given["name"], given["scopes"], user=signed_in(request), now=timezone.now()
        )
        page = {"form": TokenForm(), "made": made, "token": token}
    page["tokens"] = Token.objects.select_related("user").order_by("-id")
    return render(request, "tokens/list.html", page, status=422 if form.errors else 200)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = actions.revoke_token(get_object_or_404(Token, pk=pk), by=signed_in(request), now=timezone.now())
    messages.success(request, f"{token.name} opens nothing any more.")
    return redirect("tokens")
