"""One's own account, and the two ways in that are ours: the one-time link, and a password chosen after it."""

from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from winnow.people import actions, queries
from winnow.people.models import User
from winnow.web.forms.account import PasswordForm, PreferencesForm

CAME_BY_LINK = "came_by_link"  # in the session: whose password may be chosen without the old one


@require_http_methods(["GET", "POST"])
def sign_in_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking shows a button; only pressing it uses the link, so that programs that read mail do not."""
    if request.method == "POST":
        user = actions.use_link(secret, now=timezone.now())
        if user:
            return sign_in(request, user, "account_set_password")
    elif queries.link_for(secret, timezone.now()):
        if queries.set_up_is_open():
            return redirect("setup", secret=secret)
        return render(request, "account/link.html")
    return render(request, "account/link_used.html", status=410)


def sign_in(request: HttpRequest, user: User, then: str) -> HttpResponse:
    """Sign in whom a link let in: by the library, so that a second factor is still asked for."""
    if request.user.is_authenticated:
        logout(request)
    request.session[CAME_BY_LINK] = user.pk
    return perform_login(request, user, email_verification=None, redirect_url=resolve(then))


def resolve(route: str) -> str:
    return redirect(route)["Location"]


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Choose a password without the old one: for who has none, or just came by a link."""
    user = signed_in(request)
    if user.has_usable_password() and request.session.get(CAME_BY_LINK) != user.pk:
        return redirect("account_change_password")
    form = PasswordForm(request.POST or None, person=user)
    if request.method == "POST" and form.is_valid():
        actions.choose_password(user, form.cleaned_data["password"], now=timezone.now())
        request.session.pop(CAME_BY_LINK, None)
        update_session_auth_hash(request, user)
        messages.success(request, "Your password is saved.")
        return redirect("home")
    status = 422 if form.errors else 200
    return render(request, "account/new_password.html", {"form": form}, status=status)


@require_GET
def forgotten(request: HttpRequest) -> HttpResponse:
    """The same words for everybody: nothing is asked, so nothing is told about who has an account."""
    return render(request, "account/forgotten.html")


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """What one sets for oneself, and the ways to the rest."""
    user = signed_in(request)
    now_set = {"timezone": user.timezone, "single_keys": user.single_keys}
    form = PreferencesForm(request.POST or None, initial=now_set)
    if request.method == "POST" and form.is_valid():
        actions.prefer(user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("account")
    factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).count()
    page = {"form": form, "user": user, "factors": factors}
    return render(request, "account/account.html", page, status=422 if form.errors else 200)


def signed_in(request: HttpRequest) -> User:
    """The person of this request; the gate let in nobody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
