"""The parts of what the desk learns, as tabs of one another."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from winnow.web.access import may_open

PARTS = (
    ("questions", "Questions"), ("outcomes", "Outcomes"), ("harvesters", "Harvesters and competitors"),
    ("model", "The model"),
    ("desk_report", "The desk"),
)  # fmt: skip


def tabs(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """Those that this person may open."""
    return [
        {"label": label, "url": reverse(route), "current": route == here}
        for route, label in PARTS
        if may_open(route, request.user)
    ]
