"""The API as a whole: its operations, its description (OpenAPI 3.1), and one shape for all that goes wrong."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from pydantic import TypeAdapter

from winnow.api import offers, reads
from winnow.api.answers import InquiryOut
from winnow.api.body import MOST, InquiryIn
from winnow.api.intake import post_inquiries
from winnow.api.problems import PROBLEM, Problem, unavailable
from winnow.api.tables import InquiriesAsked, InquiryRow, Page, ProblemOut

log = logging.getLogger("winnow.api")

SAID = {
    400: "The body is no JSON, or the Idempotency-Key is none",
    401: "No token, or one that is unknown or revoked",
    403: "The token lacks the scope",
    405: "Not this method",
    409: "Another request with this key was being answered: send it again",
    413: "More than 4 MB",
    415: "Not JSON",
    422: "Nothing was accepted: fields that cannot be used, or a key used with another body",
    500: "A mistake of ours; nothing was stored",
    503: "Overloaded, or the database is away or full; nothing was stored",
}
READ_SAID = {
    **{status: SAID[status] for status in (401, 403, 405, 500)},
    400: "A parameter that this list does not have",
    404: "There is none, or this token may not see it",
    422: "A parameter that cannot be used as it is",
    503: "The database cannot be reached",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "With the same key, the same request happens once within 24 hours and is answered the same.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 257},
}


def _problem(status: int, said: str) -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
    found: dict[str, Any] = {"description": said, "content": content}
    if status == 503:
        found["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return found


def _json(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _intake() -> dict[str, Any]:
    one = TypeAdapter(InquiryIn).json_schema(ref_template="#/components/schemas/{model}")
    one.pop("$defs", None)
    body = {"oneOf": [one, {"type": "array", "items": one, "minItems": 1, "maxItems": MOST}]}
    told = InquiryOut.model_json_schema(ref_template="#/components/schemas/{model}")
    told.pop("$defs", None)
    answers = {
        200: _json(told, "Received before, by its external_id; nothing was changed"),
        201: _json(
            {"oneOf": [told, {"type": "array", "items": told}]}, "Stored, with owner and dated next action"
        ),
        202: _json(told, "Held for review; no clock runs"),
    }
    return {
        "parameters": [KEY],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {**answers, **{status: _problem(status, said) for status, said in SAID.items()}},
        "security": [{"token": []}],
    }


api = NinjaAPI(
    title="Winnow",
    version="1",
    description="Send inquiries in, and read what became of them. Every error is application/problem+json.",
    docs_url=None,
    urls_namespace="api",
    openapi_extra={"components": {}},
)


@api.post("/v1/inquiries", url_name="api_inquiries", summary="Send inquiries in", openapi_extra=_intake())
def send_inquiries(request: HttpRequest) -> HttpResponse:
    """One object, or a list of up to 1,000. A 2xx means: committed and flushed."""
    return post_inquiries(request)


@api.get("/v1/inquiries", response=Page[InquiryRow], url_name="api_inquiries", summary="List inquiries")
def list_inquiries(request: HttpRequest, asked: Query[InquiriesAsked]) -> dict[str, Any]:
    """Those of prospects that the token's person may see, newest first."""
    reads.only(request, InquiriesAsked)
    return reads.list_inquiries(request, asked)


api.add_router("/v1", reads.router)
api.add_router("/v1", offers.router)


@api.exception_handler(Problem)
def _told(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response(request.path)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [{"pointer": f"?{one['loc'][-1]}", "detail": str(one["msg"])} for one in error.errors[:20]]
    return Problem(422, "Some parameters cannot be used as they are.", errors=wrong).response(request.path)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return Problem(404, "There is none, or this token may not see it.").response(request.path)


@api.exception_handler(DatabaseError)
def _away(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    log.error("a read failed: %s", error)
    return unavailable("The database cannot be reached. Ask again in a moment.").response(request.path)


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("a read failed", exc_info=error)
    return Problem(500, "Something failed here. If it does again, tell the admin.").response(request.path)


def _made() -> dict[Any, Any]:
    row = {"$ref": "#/components/schemas/OfferRow"}
    return {
        200: _json(row, "Taken back, or made before under this key"),
        201: _json(row, "Made; with the link that the buyer opens"),
        404: _problem(404, READ_SAID[404]),
        **{status: _problem(status, said) for status, said in SAID.items() if status not in (409, 422)},
        422: _problem(422, "Nothing was done: what cannot be offered, in words"),
    }


def _mails() -> dict[str, Any]:
    words = {name: {"type": "string"} for name in ("kind", "status", "why")}
    numbers = {name: {"type": ["integer", "null"]} for name in ("mail", "prospect")}
    told = {"type": "object", "properties": {**words, **numbers}}
    answers = {
        200: _json(told, "Taken in before; nothing was changed"),
        201: _json(told, "Taken in, committed and flushed"),
    }
    refused = {400: "There is no mail in the body", 413: "The mail is too large", 415: "Not message/rfc822"}
    also = {status: SAID[status] for status in (401, 403, 405, 500, 503)}
    return {
        "operationId": "post_mail",
        "summary": "Hand a mail over",
        "description": "The body is the mail as it came: an inquiry, an answer, or what came back.",
        "tags": ["mails"],
        "requestBody": {"required": True, "content": {"message/rfc822": {"schema": {"type": "string"}}}},
        "responses": answers
        | {status: _problem(status, said) for status, said in sorted((refused | also).items())},
    }


def described() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/"))
    parts = found.setdefault("components", {})
    parts.setdefault("schemas", {})["ProblemOut"] = ProblemOut.model_json_schema()
    for model, adapter in (
        ("InquiryIn", TypeAdapter(InquiryIn)), ("InquiryOut", TypeAdapter(InquiryOut)), ("OfferIn", offers.OFFER),
    ):  # fmt: skip
        whole = adapter.json_schema(ref_template="#/components/schemas/{model}")
        parts["schemas"] |= {**whole.pop("$defs", {}), model: whole}
    found["paths"]["/api/v1/mails"] = {"post": _mails()}
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path in found["paths"].values():
        for method, operation in path.items():
            operation["security"] = [{"token": []}]
            if method in ("post", "delete") and "offers" in operation.get("tags", ()):
                operation["responses"] = _made()
            if method == "post" and "offers" in operation.get("tags", ()):
                operation["parameters"] = [*operation.get("parameters", ()), KEY]
            if method == "get":
                operation["responses"] |= {
                    status: _problem(status, said) for status, said in sorted(READ_SAID.items())
                }
    return found
