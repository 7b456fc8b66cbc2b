"""What every page knows: where one can go, who is signed in, what is unread, what time it is."""

from datetime import datetime
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from winnow.followup.blocks.queries import begun
from winnow.people.models import User
from winnow.procedure.queries import NoProcedure, in_force
from winnow.prospects.models import Notification
from winnow.web.access import may_open
from winnow.web.places import in_order

MENU = (("account", "Your account", "user"), ("usersessions_list", "Your sessions", "screen"))
UNREAD_CAP = 100


def page(request: HttpRequest) -> dict[str, Any]:
    """The variables of both frames; nothing but the company's name for those who are not signed in."""
    now = timezone.now()
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"now": now}
    return {
        "now": now,
        "me": {
            "name": user.name,
            "role": user.get_role_display().capitalize(),
            "shortcuts": user.single_keys,
        },
        "nav": navigation(request, user),
        "menu": _menu(),
        "bell": {"url": reverse("notifications"), "count": unread(user, now)},
        "search_url": _address("prospects") if may_open("prospects", user) else "",
        "home_url": reverse("home"),
        "site_name": company(),
    }


def navigation(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    """The places that this person's role opens, in the order of their day."""
    places = [
        {**place._asdict(), "group": group, "url": url}
        for group, place in in_order(user.role)
        if may_open(place.route, user) and (url := _address(place.route))
    ]
    here = max((p["url"] for p in places if request.path.startswith(p["url"])), key=len, default="")
    return [{**place, "current": place["url"] == here} for place in places]


def unread(user: User, now: datetime) -> int:
    """How many notifications wait, counted up to a hundred; in a block for prospecting nothing disturbs."""
    waiting = Notification.objects.filter(~Exists(begun([user.pk], now)), user=user, read_at=None)
    return waiting[:UNREAD_CAP].count()


def company() -> str:
    """The company's name in the procedure in force."""
    try:
        return in_force()[1].company.name
    except NoProcedure:
        return ""


def _menu() -> list[dict[str, Any]]:
    links = [{"label": label, "url": reverse(route), "icon": icon} for route, label, icon in MENU]
    return [*links, {"label": "Sign out", "url": reverse("account_logout"), "icon": "signout", "post": True}]


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
