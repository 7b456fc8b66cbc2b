"""Around the API: its description for machines and people, whether it lives, and what is not there."""

from functools import cache, wraps
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from winnow.api.operations import described
from winnow.api.problems import SAFE, Problem, unavailable

_described = cache(described)


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(_described(), headers=SAFE)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in _described()["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "public/api.html", {"operations": operations, "described": _described()})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return unavailable("The database cannot be reached.").response(request.path)
    return JsonResponse({"status": "ok"}, headers=SAFE)


@csrf_exempt
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    return Problem(404, "Nothing is here. The addresses of the API are told at /api/docs.").response(
        request.path
    )


def as_problems(view: Any) -> Any:
    """A view whose refusals of methods are problems too."""

    @wraps(view)
    def answered(request: HttpRequest, *places: Any, **named: Any) -> HttpResponse:
        response: HttpResponse = view(request, *places, **named)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        allowed = response["Allow"]
        return Problem(405, f"Here only {allowed} can be used.", headers={"Allow": allowed}).response(
            request.path
        )

    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered
