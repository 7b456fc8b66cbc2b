"""The gate: looks every resolved route up among the rules before its view runs; and what two do at once."""

import logging
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from winnow.flow.persistently import came_second
from winnow.web.access import may_open, rules
from winnow.web.views.errors import collision

log = logging.getLogger("winnow.web")


class Gate:
    """Denies whatever no rule allows; shows times as people's own, and keeps their pages out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(ZoneInfo(request.user.zone)):
            response = self.get_response(request)
        add_never_cache_headers(response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        route = request.resolver_match.view_name if request.resolver_match else ""
        if route not in rules():
            raise Http404("This page has no rule about who may open it.")
        if may_open(route, request.user):
            _refuse_unstorable(request, route)
            return None
        if request.user.is_authenticated:
            raise PermissionDenied("Your role does not open this page.")
        return _to_sign_in(request)


class Collisions:
    """Two people who change the same thing at once: who comes second is told so, and that nothing was saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DatabaseError) or not came_second(error):
            return None
        log.warning("%s %s collided with another writer: %s", request.method, request.path, error)
        return collision(request)


def _refuse_unstorable(request: HttpRequest, route: str) -> None:
    """No database stores the character NUL in all its columns, and nobody types it; public doors replace it."""
    if rules()[route] & {"anonymous", "token"}:
        return
    sent = (text for given in (request.GET, request.POST) for _, texts in given.lists() for text in texts)
    if any("\0" in str(text) for text in sent):
        raise BadRequest(
            "What was sent holds a character that cannot be kept (NUL). Take it out and send it again."
        )


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Pages lead back after sign-in; a part of a page makes the whole page go there."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
