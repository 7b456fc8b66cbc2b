"""POST /api/v1/inquiries: the door for machines. A 2xx means committed and flushed, and nothing else does."""

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from winnow.api import answers, keys
from winnow.api.bearer import Caller, caller, forget, unauthorised
from winnow.api.body import read
from winnow.api.problems import SAFE, Problem, unavailable
from winnow.flow.gather import Overloaded, Unsure, gatherer
from winnow.flow.intake import Terms
from winnow.flow.together import BARRED, COLLIDED, MISUSED, Answer, Work
from winnow.procedure.queries import NoProcedure
from winnow.prospects.transitions import Actor
from winnow.route.rules import NobodyToOwn

CAP = 4 * 1024 * 1024
TERMS = Terms(Actor("door"))
JSON = "application/json"

log = logging.getLogger("winnow.api")


@csrf_exempt  # it takes no cookie: only the bearer token opens it
def post_inquiries(request: HttpRequest) -> HttpResponse:
    try:
        return _post(request)
    except Problem as problem:
        return problem.response(request.path)
    except Exception:
        log.exception("an inquiry could not be answered")
        detail = (
            "Something failed here; nothing was stored. Send it again; if that fails too, tell the admin."
        )
        return Problem(500, detail).response(request.path)


def _post(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise Problem(405, "Send inquiries by POST.", headers={"Allow": "POST"})
    try:
        sender = caller(request, "intake")
    except DatabaseError:
        raise unavailable("The database cannot be reached. Nothing was stored; send it again.") from None
    body = _body(request)
    asked = keys.asked(request, f"token:{sender.id}", body, settings.IDEMPOTENCY_KEY_REQUIRED)
    raws, is_list = read(body)
    answer = answers.several if is_list else answers.single
    return _response(_write(Work(raws, TERMS, asked, answer, sender.digest)), sender, request.path)


def _body(request: HttpRequest) -> bytes:
    kind = request.content_type or ""
    if kind != JSON and not kind.endswith("+json"):
        raise Problem(415, f"Send JSON, with the header “Content-Type: {JSON}”.")
    try:
        chunked = "HTTP_TRANSFER_ENCODING" in request.META  # Django reads no body of unknown length
        body = request.META["wsgi.input"].read(CAP + 1) if chunked else request.body
    except RequestDataTooBig:
        raise Problem(413, f"At most {CAP:,} bytes are taken at once: send fewer inquiries.") from None
    except (UnreadablePostError, ValueError):
        raise Problem(400, "The body did not arrive whole. Send it again.") from None
    if len(body) > CAP:
        raise Problem(413, f"At most {CAP:,} bytes are taken at once: send fewer inquiries.")
    return body


def _write(work: Work) -> Answer:
    try:
        return gatherer().submit(work)
    except Overloaded:
        raise unavailable(
            "Too much waits to be written. Nothing was stored; send it again in a moment."
        ) from None
    except Unsure:
        raise unavailable(
            "The database went away while this was being stored. If it has an Idempotency-Key, send it again with "
            "the same one: it will happen once. Otherwise look first."
        ) from None
    except DatabaseError as error:
        log.error("inquiries were turned away: %s", error)
        raise unavailable("The database is busy, full or away. Nothing was stored; send it again.") from None
    except (NoProcedure, NobodyToOwn) as error:
        raise unavailable(str(error)) from None


def _response(answer: Answer, sender: Caller, path: str) -> HttpResponse:
    if answer.body:
        kind = JSON if answer.status < 400 else "application/problem+json"
        replayed = {"Idempotency-Replayed": "true"} if answer.replayed else {}
        return HttpResponse(answer.body, kind, status=answer.status, headers={**SAFE, **replayed})
    if answer.status == BARRED:
        forget(sender.digest)
        raise unauthorised()
    said = {
        MISUSED: "This Idempotency-Key was used with another body. A new request needs a new key.",
        COLLIDED: "Another request with this Idempotency-Key was being answered. Send it again.",
    }
    raise Problem(answer.status, said[answer.status])
