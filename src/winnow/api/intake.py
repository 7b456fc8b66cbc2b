"""POST /api/v1/inquiries: the door for machines. A 2xx means committed and flushed, and nothing else does.

What is sent comes either through Django (`post_inquiries`) or, in `winnow serve`, past it (`lane`): both only carry.
"""

import logging
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from winnow.api import answers, keys
from winnow.api.bearer import Caller, caller, forget, unauthorised
from winnow.api.body import read
from winnow.api.messages import Reply, Sent
from winnow.api.problems import PROBLEM, SAFE, Problem, unavailable
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


class Prepared(NamedTuple):
    """What was understood, ready to be written, and for whom."""

    work: Work
    sender: Caller


def prepare(sent: Sent) -> Prepared:
    """Who sends, and what. Raises Problem for whatever cannot be taken."""
    if sent.method != "POST":
        raise Problem(405, "Send inquiries by POST.", headers={"Allow": "POST"})
    try:
        sender = caller(sent.headers.get("authorization", ""), "intake")
    except DatabaseError:
        raise unavailable("The database cannot be reached. Nothing was stored; send it again.") from None
    kind = sent.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON and not kind.endswith("+json"):
        raise Problem(415, f"Send JSON, with the header “Content-Type: {JSON}”.")
    if len(sent.body) > CAP:
        raise too_long()
    asked = keys.asked(sent, f"token:{sender.id}", settings.IDEMPOTENCY_KEY_REQUIRED)
    raws, is_list = read(sent.body)
    answer = answers.several if is_list else answers.single
    return Prepared(Work(raws, TERMS, asked, answer, sender.digest), sender)


def replied(answer: Answer, sender: Caller) -> Reply:
    """What the written answer says to its sender. Raises Problem if nothing was written."""
    if answer.body:
        kind = JSON if answer.status < 400 else PROBLEM
        replayed = {"Idempotency-Replayed": "true"} if answer.replayed else {}
        return Reply(answer.status, answer.body, {"Content-Type": kind, **SAFE, **replayed})
    if answer.status == BARRED:
        forget(sender.digest)
        raise unauthorised()
    said = {
        MISUSED: "This Idempotency-Key was used with another body. A new request needs a new key.",
        COLLIDED: "Another request with this Idempotency-Key was being answered. Send it again.",
    }
    raise Problem(answer.status, said[answer.status])


def refused(error: BaseException, path: str) -> Reply:
    """Why nothing was written, and what to do."""
    problem = _problem(error)
    return Reply(problem.status, problem.text(path), {"Content-Type": PROBLEM, **SAFE, **problem.headers})


def too_long() -> Problem:
    return Problem(413, f"At most {CAP:,} bytes are taken at once: send fewer inquiries.")


def _problem(error: BaseException) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, Overloaded):
        return unavailable("Too much waits to be written. Nothing was stored; send it again in a moment.")
    if isinstance(error, Unsure):
        return unavailable(
            "The database went away while this was being stored. If it has an Idempotency-Key, send it again with "
            "the same one: it will happen once. Otherwise look first."
        )
    if isinstance(error, DatabaseError):
        log.error("inquiries were turned away: %s", error)
        return unavailable("The database is busy, full or away. Nothing was stored; send it again.")
    if isinstance(error, NoProcedure | NobodyToOwn):
        return unavailable(str(error))
    log.error("an inquiry could not be answered", exc_info=error)
    return Problem(
        500, "Something failed here; nothing was stored. Send it again; if that fails too, tell the admin."
    )


# Through Django


@csrf_exempt  # it takes no cookie: only the bearer token opens it
def post_inquiries(request: HttpRequest) -> HttpResponse:
    try:
        sent = Sent(request.method or "", request.path, _headers(request), _body(request))
        work, sender = prepare(sent)
        reply = replied(gatherer().submit(work), sender)
    except Exception as error:
        reply = refused(error, request.path)
    return HttpResponse(reply.body, status=reply.status, headers=reply.headers)


def _headers(request: HttpRequest) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def _body(request: HttpRequest) -> bytes:
    try:
        chunked = "HTTP_TRANSFER_ENCODING" in request.META  # Django reads no body of unknown length
        return request.META["wsgi.input"].read(CAP + 1) if chunked else request.body
    except RequestDataTooBig:
        raise too_long() from None
    except (UnreadablePostError, ValueError):
        raise Problem(400, "The body did not arrive whole. Send it again.") from None
