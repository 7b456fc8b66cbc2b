"""Pages for what went wrong: what happened, and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", {"message": _said(exception)}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", {"message": _said(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "errors/429.html", status=429)
    response["Retry-After"] = "60"
    return response


def collision(request: HttpRequest) -> HttpResponse:
    """Somebody else was first with the same thing."""
    return render(request, "errors/409.html", status=409)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context processors: what failed may be the database."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def _said(exception: Exception) -> str:
    """The sentence that a refusal was raised with; what Django itself says of bad requests is for its log."""
    text = str(exception)
    return text if text.endswith(".") and "<" not in text and "\n" not in text else ""
