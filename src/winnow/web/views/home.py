"""The front door: leads each role to where its day begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from winnow.flow import measuring
from winnow.people.models import User
from winnow.prospects.models import Inquiry
from winnow.prospects.words import Role
from winnow.web.views.account import signed_in

FIRST_PAGES = {
    Role.SELLER: "desk",
    Role.QUALIFIER: "desk",
    Role.MANAGER: "coverage",
    Role.MARKETER: "campaigns",
    Role.ADMIN: "people",
}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To the desk of one's role; an admin of an empty installation to what is to be done first."""
    user = signed_in(request)
    if user.role == Role.ADMIN and not Inquiry.objects.exists():
        return redirect("checklist")
    return redirect(_first_page(user))


def _first_page(user: User) -> str:
    if user.role == Role.MARKETER and measuring.last_round():
        return reverse("figures_page", args=["campaigns"])  # what to stop, what to feed
    try:
        return reverse(FIRST_PAGES[Role(user.role)])
    except NoReverseMatch:
        return reverse("procedure")
