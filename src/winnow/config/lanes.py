"""Two lanes: machines that post inquiries pass straight to their door, people take the whole road of middleware."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

INTAKE = "/api/v1/inquiries"

Respond = Callable[[HttpRequest], HttpResponse]


def fast_lane(get_response: Respond) -> Respond:
    """Bearer-token intake carries no cookie, so sessions, CSRF and pages have no part in it."""
    intake: Respond | None = None

    def respond(request: HttpRequest) -> HttpResponse:
        nonlocal intake
        if request.path_info != INTAKE or request.method != "POST":
            return get_response(request)
        intake = intake or import_string("winnow.api.intake.post_inquiries")
        response = intake(request)
        response.headers["Content-Length"] = str(len(response.content))  # else it goes out in chunks
        return response

    return respond
