"""Every refusal of the API in one shape: application/problem+json (RFC 9457), saying what to do."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

PROBLEM = "application/problem+json"
SAFE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
COME_BACK = 2  # seconds after which an overloaded or restarting server is worth another try


class Problem(Exception):
    """A refusal to be answered as such; `errors` say what is wrong where, `more` adds members of the answer."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, list(errors)
        self.headers, self.more = dict(headers or {}), more

    def response(self, instance: str = "") -> HttpResponse:
        return HttpResponse(
            self.text(instance), PROBLEM, status=self.status, headers={**SAFE, **self.headers}
        )

    def text(self, instance: str = "") -> str:
        told = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            **({"instance": instance} if instance else {}),
            **({"errors": self.errors} if self.errors else {}),
            **self.more,
        }
        return json.dumps(told, ensure_ascii=True)


def unavailable(detail: str) -> Problem:
    """503: nothing is wrong with the request; the same one may be sent again."""
    return Problem(503, detail, headers={"Retry-After": str(COME_BACK)})
